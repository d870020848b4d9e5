/**
 * @param {import('node:http').IncomingMessage} request
 * @returns {string} the path that it asks for, as sent, without the query
 */
export function pathOf(request) {
	return (request.url ?? '').split('?', 1)[0] ?? '';
}
