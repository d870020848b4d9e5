/** A host that is an address and no name: IPv4, or IPv6 in brackets. URLs write every IPv4 address in this way. */
const IS_ADDRESS = /^(?:\d{1,3}(?:\.\d{1,3}){3}|\[.*\])$/;

/**
 * The host of a server, with its port if it names one; undefined where the host is an IP address, or there is none. What
 * else is in the address, as a password or a token, is left out.
 */
export function serverName(address: string): string | undefined {
	const url = parsed(address);
	return url === undefined || url.hostname === '' || IS_ADDRESS.test(url.hostname) ? undefined : url.host;
}

function parsed(address: string): URL | undefined {
	try {
		return new URL(address);
	} catch (failure) {
		if (!(failure instanceof TypeError)) throw failure;
		return undefined;
	}
}
