/** STUN and TURN servers as a browser takes them. */
export interface SortedIceServers {
	readonly usable: readonly RTCIceServer[];
	/** The addresses that this browser does not take. */
	readonly refused: readonly string[];
}

/**
 * Tells those that this browser takes from the others. With one that it does not take, as with a port that is none or is blocked, or a
 * TURN server without a password, it would make no connection at all.
 */
export function sortIceServers(servers: readonly RTCIceServer[]): SortedIceServers {
	if (typeof RTCPeerConnection === 'undefined') return { usable: servers, refused: [] };
	const usable: RTCIceServer[] = [];
	const refused: string[] = [];
	for (const server of servers) {
		// One by one: an address that is none takes no other along.
		for (const url of [server.urls].flat()) {
			const one = { ...server, urls: [url] };
			if (isTaken(one)) usable.push(one);
			else refused.push(url);
		}
	}
	return { usable, refused };
}

function isTaken(server: RTCIceServer): boolean {
	try {
		new RTCPeerConnection({ iceServers: [server] }).close();
		return true;
	} catch (failure) {
		console.warn('the browser does not take a STUN or TURN server', failure);
		return false;
	}
}
