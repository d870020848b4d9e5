import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { RELAY_CHECK_TIMEOUT_MS } from '$lib/transport/limits.js';
import { NostrRelay } from '$lib/transport/nostr-relay.js';
import { ManualClock } from '../sync/manual-clock.js';
import { eventually } from '../support/eventually.js';

let server: WebSocketServer;
let clock: ManualClock;
let relay: NostrRelay;
/** Whether the server answers; its sockets stay open all the same. */
let isMute: boolean;
let requests: string[];
let events: string[];

beforeEach(async () => {
	vi.stubGlobal('WebSocket', WebSocket);
	isMute = false;
	requests = [];
	events = [];
	server = new WebSocketServer({ host: '127.0.0.1', port: 0 });
	server.on('connection', (socket) => {
		socket.on('message', (data: Buffer) => {
			const [type, id] = JSON.parse(data.toString()) as [string, string];
			requests.push(`${type} ${id}`);
			if (isMute || type !== 'REQ') return;
			socket.send(JSON.stringify(['EOSE', id]));
			socket.send(JSON.stringify(['EVENT', id, { id: `${requests.length}`, content: 'after EOSE' }]));
		});
	});
	await once(server, 'listening');
	clock = new ManualClock();
	relay = new NostrRelay(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`, clock);
	relay.subscribe({ kinds: [1] }, ({ content }) => events.push(content));
	await eventually(() => expect(events).toHaveLength(1));
	expect(relay.view.state).toBe('answering');
});

afterEach(async () => {
	relay.close();
	for (const socket of server.clients) socket.terminate();
	server.close();
	await once(server, 'close');
	vi.unstubAllGlobals();
});

describe('P31: on wake', () => {
	it('a relay that answers keeps its socket', async () => {
		const [socket] = server.clients;
		relay.retryNow();
		await eventually(() => expect(events).toHaveLength(2));
		clock.advance(10 * RELAY_CHECK_TIMEOUT_MS);
		expect(relay.view.state).toBe('answering');
		expect([...server.clients]).toEqual([socket]);
	});

	it('a relay whose socket is open and mute gets another, and is asked anew', async () => {
		const [dead] = server.clients;
		isMute = true;
		relay.retryNow();
		clock.advance(RELAY_CHECK_TIMEOUT_MS - 1);
		expect(relay.view.state).toBe('answering');
		isMute = false;
		clock.advance(1);
		expect(relay.view.state).toBe('connecting');
		await eventually(() => expect(relay.view.state).toBe('answering'));
		await eventually(() => expect(server.clients.has(dead as WebSocket)).toBe(false));
		expect(server.clients.size).toBe(1);
		await eventually(() => expect(requests).toEqual(['REQ perch-1', 'REQ perch-1', 'REQ perch-1']));
	});

	it('a relay whose socket turns out to be closed gets another at once', async () => {
		isMute = true;
		relay.retryNow();
		await eventually(() => expect(requests).toHaveLength(2));
		isMute = false;
		for (const socket of server.clients) socket.terminate();
		await eventually(() => expect(events).toHaveLength(2));
		expect(relay.view.state).toBe('answering');
	});

	it('one that is asked twice is checked once, and one that is closed not at all', async () => {
		isMute = true;
		relay.retryNow();
		clock.advance(RELAY_CHECK_TIMEOUT_MS - 1);
		relay.retryNow();
		relay.close();
		clock.advance(10 * RELAY_CHECK_TIMEOUT_MS);
		await eventually(() => expect(server.clients.size).toBe(0));
		expect(requests).toEqual(['REQ perch-1', 'REQ perch-1']);
	});
});
