import { STATUS_CODES } from 'node:http';
import { NostrRelay } from '@nostr-relay/core';
import { Validator } from '@nostr-relay/validator';
import { WebSocketServer } from 'ws';
import { clientAddress } from '../client-address.js';
import { Admissions } from './admissions.js';
import { RelayConnection } from './connection.js';
import { EmptyRepository } from './empty-repository.js';
import { RELAY_LIMITS } from './limits.js';
import { TopicRouter } from './topic-router.js';

/** @import { IncomingMessage } from 'node:http' */
/** @import { Duplex } from 'node:stream' */
/** @import { Logger } from '@nostr-relay/common' */
/** @import { ServerOptions } from 'ws' */
/** @import { RelayLimits } from './limits.js' */

const GOING_AWAY = 1001;
const TOO_MANY_REQUESTS = 429;

/** Trystero puts up to 250 topics into one filter, and each topic may have a kind of its own. */
const MAX_FILTER_VALUES = 256;

/**
 * A Nostr relay for ephemeral events, by which peers find each other. It sees only ciphertext and logs none of it.
 *
 * @param {{ limits?: Partial<RelayLimits>, isBehindProxy?: boolean, log: (line: string) => void }} options
 */
export function createRelay({ limits: overrides = {}, isBehindProxy = false, log }) {
	const limits = { ...RELAY_LIMITS, ...overrides };
	const core = new NostrRelay(new EmptyRepository(), {
		logger: createCoreLogger(log),
		maxSubscriptionsPerClient: limits.maxSubscriptions,
		filterResultCacheTtl: 0,
		eventHandlingResultCacheTtl: 0
	}).register(new TopicRouter(limits));
	const validator = new Validator({
		maxFilterKindsLength: MAX_FILTER_VALUES,
		maxFilterGenericTagsLength: MAX_FILTER_VALUES
	});
	/** @type {ServerOptions & { closeTimeout: number }} the package of types does not know `closeTimeout` yet */
	const webSocketOptions = {
		noServer: true,
		maxPayload: limits.maxMessageBytes,
		perMessageDeflate: false,
		closeTimeout: limits.closeTimeoutMs
	};
	const webSockets = new WebSocketServer(webSocketOptions);
	const admissions = new Admissions(limits);
	/** @type {Set<RelayConnection>} */
	const connections = new Set();
	const heartbeat = setInterval(() => {
		for (const connection of connections) connection.checkAlive();
	}, limits.heartbeatMs);

	return {
		/**
		 * @param {IncomingMessage} request
		 * @param {Duplex} socket
		 * @param {Buffer} head
		 */
		handleUpgrade(request, socket, head) {
			const leave = admissions.enter(clientAddress(request, isBehindProxy));
			if (!leave) {
				this.refuseUpgrade(socket, TOO_MANY_REQUESTS);
				return;
			}
			socket.once('close', leave);
			webSockets.handleUpgrade(request, socket, head, (webSocket) => {
				const connection = new RelayConnection(webSocket, { core, validator, log }, limits);
				connections.add(connection);
				core.handleConnection(connection);
				webSocket.once('close', () => {
					connections.delete(connection);
					core.handleDisconnect(connection);
				});
			});
		},

		/**
		 * @param {Duplex} socket
		 * @param {number} status
		 */
		refuseUpgrade(socket, status) {
			// The client may be gone already, and an error that nobody hears would end the process.
			socket.once('error', () => socket.destroy());
			socket.end(
				`HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`
			);
		},

		/** Says goodbye to every client, and waits for their answers no longer than `closeTimeoutMs`. */
		async close() {
			clearInterval(heartbeat);
			await Promise.all(
				[...webSockets.clients].map((client) => {
					const closed = new Promise((resolve) => client.once('close', resolve));
					client.close(GOING_AWAY);
					return closed;
				})
			);
			await core.destroy();
		}
	};
}

/**
 * @param {(line: string) => void} log
 * @returns {Logger} passes on that something failed, without what a client sent
 */
function createCoreLogger(log) {
	const ignore = () => undefined;
	return {
		setLogLevel: ignore,
		debug: ignore,
		info: ignore,
		warn: ignore,
		error: () => log('The relay failed at a message')
	};
}
