/** @import { IncomingMessage } from 'node:http' */

/**
 * @param {IncomingMessage} request
 * @param {boolean} isBehindProxy whether every request comes from a reverse proxy, which adds to `X-Forwarded-For` who asked it
 * @returns {string} the address of the client; the proxy's where it does not say
 */
export function clientAddress(request, isBehindProxy) {
	const peer = request.socket.remoteAddress ?? '';
	if (!isBehindProxy) return peer;
	// The last is the proxy's own word. What stands before it, a client can have sent.
	const last = request.headersDistinct['x-forwarded-for']?.at(-1)?.split(',').at(-1)?.trim();
	return last || peer;
}
