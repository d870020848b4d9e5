import { createServer } from 'node:http';
import { CACHE_AND_ASK, setSecurityHeaders } from './headers.js';
import { LOOPBACK, listen, stopListening } from './listen.js';
import { pathOf } from './path-of.js';
import { createRelay } from './relay/relay.js';
import { createStaticFiles } from './static-files.js';

/** @import { IncomingMessage, ServerResponse } from 'node:http' */
/** @import { Socket } from 'node:net' */
/** @import { RelayLimits } from './relay/limits.js' */
/** @import { IceServer } from './settings.js' */

/**
 * @typedef {object} ServeOptions
 * @property {number} port 0 takes any free one
 * @property {string} [host] `localhost`, the default, is both loopback addresses
 * @property {string} buildDir
 * @property {string} [base] the base path of the build
 * @property {IceServer[]} [iceServers]
 * @property {boolean} [isBehindProxy] whether clients are told apart by what a reverse proxy says of them
 * @property {(line: string) => void} [log]
 * @property {Partial<RelayLimits>} [relayLimits]
 */

/**
 * Serves the built app, its `config.json` and a Nostr relay on one port.
 *
 * @param {ServeOptions} options
 * @returns {Promise<{ url: string, port: number, close: () => Promise<void> }>}
 */
export async function serve(options) {
	const {
		host = LOOPBACK,
		buildDir,
		base = '',
		iceServers = [],
		isBehindProxy = false,
		log = console.error,
		relayLimits = {}
	} = options;
	const serveFile = createStaticFiles(buildDir);
	const relay = createRelay({ limits: relayLimits, isBehindProxy, log });
	// Relative, so that it holds behind a proxy too, whatever name and scheme that has.
	const config = JSON.stringify({ relays: ['./relay'], iceServers });

	/**
	 * @param {IncomingMessage} request
	 * @param {ServerResponse} response
	 */
	function answer(request, response) {
		const path = pathOf(request);
		setSecurityHeaders(response, path);
		// What another app shares comes here where no service worker answers it. Nothing of it is read.
		if (request.method === 'POST' && (path === `${base}/open` || path === `${base}/open/`)) {
			response.writeHead(303, { Location: `${base}/open/` }).end();
			return;
		}
		if (request.method !== 'GET' && request.method !== 'HEAD') {
			response.writeHead(405, { Allow: 'GET, HEAD' }).end();
			return;
		}
		if (path === `${base}/config.json`) {
			response
				.writeHead(200, { 'Content-Type': 'application/json', 'Cache-Control': CACHE_AND_ASK })
				.end(config);
		} else if (path.startsWith(`${base}/`)) {
			request.url = request.url?.slice(base.length);
			serveFile(request, response);
		} else if (path === base || path === '/') {
			response.writeHead(307, { Location: `${base}/` }).end();
		} else {
			response.writeHead(404, { 'Content-Type': 'text/plain' }).end('Not found\n');
		}
	}

	/**
	 * @param {IncomingMessage} request
	 * @param {Socket} socket
	 * @param {Buffer} head
	 */
	function upgrade(request, socket, head) {
		if (pathOf(request) === `${base}/relay`) relay.handleUpgrade(request, socket, head);
		else relay.refuseUpgrade(socket, 404);
	}

	const createOne = () =>
		createServer((request, response) => {
			try {
				answer(request, response);
			} catch (error) {
				log(`A request failed: ${error instanceof Error ? error.name : 'unknown'}`);
				response.destroy();
			}
		}).on('upgrade', upgrade);
	const { servers, port } = await listen(createOne, { host, port: options.port }).catch(
		async (/** @type {unknown} */ error) => {
			await relay.close();
			throw error;
		}
	);

	return {
		url: `http://${urlHost(host)}:${port}${base}/`,
		port,
		async close() {
			const stopped = servers.map(stopListening);
			await relay.close();
			for (const server of servers) server.closeAllConnections();
			await Promise.all(stopped);
		}
	};
}

/** @param {string} host */
function urlHost(host) {
	if (host === '0.0.0.0' || host === '::') return LOOPBACK;
	return host.includes(':') ? `[${host}]` : host;
}
