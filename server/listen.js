import { createServer } from 'node:net';
import { Failure, errorCode } from './failure.js';

/** @import { AddressInfo, Server } from 'node:net' */

/** Stands for both loopback addresses: which of them a browser tries first for `localhost` differs. */
export const LOOPBACK = 'localhost';

const IPV4_LOOPBACK = '127.0.0.1';
const IPV6_LOOPBACK = '::1';

/** How the system says that this machine has no such address, as where IPv6 is switched off. */
const NO_SUCH_ADDRESS = ['EADDRNOTAVAIL', 'EAFNOSUPPORT'];

/**
 * Listens on every address that `host` stands for, all on one port.
 *
 * @template {Server} T
 * @param {() => T} create makes one server for each address
 * @param {{ host: string, port: number }} address
 * @returns {Promise<{ servers: T[], port: number }>}
 * @throws {Failure} when the port is taken or the host is none of this machine
 */
export async function listen(create, { host, port }) {
	/** @type {T[]} */
	const servers = [];
	let boundPort = port;
	try {
		for (const address of host === LOOPBACK ? [IPV4_LOOPBACK, IPV6_LOOPBACK] : [host]) {
			const server = create();
			const bound = await listenOn(server, address, boundPort);
			if (bound === undefined) continue;
			servers.push(server);
			boundPort = bound;
		}
	} catch (error) {
		for (const server of servers) server.close();
		throw asFailure(error, host, port);
	}
	return { servers, port: boundPort };
}

/**
 * Ends with a clear sentence if the port cannot be had, before time is spent on what needs it.
 *
 * @param {{ host: string, port: number }} address
 */
export async function assertPortFree({ host, port }) {
	if (port === 0) return;
	const { servers } = await listen(() => createServer(), { host, port });
	await Promise.all(servers.map(stopListening));
}

/** @param {Server} server */
export async function stopListening(server) {
	await new Promise((resolve) => server.close(resolve));
}

/**
 * @param {Server} server
 * @param {string} address
 * @param {number} port
 * @returns {Promise<number | undefined>} the port; undefined where this machine has no IPv6 loopback
 */
function listenOn(server, address, port) {
	return new Promise((resolve, reject) => {
		server.once('error', (error) => {
			const isMissing = address === IPV6_LOOPBACK && NO_SUCH_ADDRESS.includes(errorCode(error) ?? '');
			if (isMissing) resolve(undefined);
			else reject(error);
		});
		server.listen({ host: address, port }, () => {
			resolve(/** @type {AddressInfo} */ (server.address()).port);
		});
	});
}

/**
 * @param {unknown} error
 * @param {string} host
 * @param {number} port
 */
function asFailure(error, host, port) {
	switch (errorCode(error) ?? '') {
		case 'EADDRINUSE':
			return new Failure(
				`Port ${port} is in use by another program: choose another one, such as PORT=${port + 1} npm start`
			);
		case 'EACCES':
			return new Failure(
				`This account may not use port ${port}: choose one above 1023, such as PORT=4173 npm start`
			);
		case 'EADDRNOTAVAIL':
		case 'ENOTFOUND':
		case 'EAI_AGAIN':
			return new Failure(
				`HOST is "${host}", which is no address of this machine: leave it out, or use HOST=0.0.0.0 for all of them.`
			);
		default:
			return error;
	}
}
