/** Undefined where the browser refuses the address, as an insecure one from a secure page. */
export function openSocket(url: string): WebSocket | undefined {
	try {
		return new WebSocket(url);
	} catch (failure) {
		if (!(failure instanceof DOMException)) throw failure;
		console.warn('the browser does not connect to this relay', failure.name);
		return undefined;
	}
}
