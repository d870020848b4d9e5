import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { WebSocket } from 'ws';
import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { PROBE_TIMEOUT_MS } from '$lib/transport/limits';
import { probeRelay, RelayProbeError } from '$lib/transport/probe-relay';
import { systemClock } from '$lib/util/clock';
import { createRelay } from '../../../server/relay/relay.js';
import { ManualClock } from '../sync/manual-clock.js';
import { FakeRelays, type Manner } from './fake-relays.js';
import { eventually } from '../support/eventually.js';

const URL = 'wss://relay.example/';

beforeEach(() => void vi.spyOn(console, 'warn').mockImplementation(() => undefined));

afterEach(() => {
	vi.unstubAllGlobals();
	vi.restoreAllMocks();
});

describe('a test of a relay', () => {
	it.each<[Manner, string, string]>([
		['refuses', 'unreachable', ''],
		['silent', 'no-answer', ''],
		['mute', 'no-answer', ''],
		['closes', 'refused', 'restricted: members only'],
		['rejects', 'refused', 'blocked: not here'],
		['swallows', 'not-passed-on', '']
	])('says why one that %s cannot be used: %s', async (manner, reason, words) => {
		const relays = new FakeRelays();
		const clock = new ManualClock();
		relays.manners.set(URL, manner);
		vi.stubGlobal('WebSocket', relays.socketClass);
		const probe = probeRelay(URL, clock).catch((failure: unknown) => failure);
		await eventually(() => expect(relays.begun).toBe(1));
		await new Promise((resolve) => setTimeout(resolve, 0));
		clock.advance(PROBE_TIMEOUT_MS);
		expect(await probe).toEqual(new RelayProbeError(reason as RelayProbeError['reason'], words));
		expect(await probe).toMatchObject({ reason, words });
		expect(relays.sockets.size).toBe(0);
	});

	it('says so where the browser does not even try', async () => {
		vi.stubGlobal('WebSocket', function refuse() {
			throw new DOMException('insecure', 'SecurityError');
		});
		await expect(probeRelay('ws://relay.example/', systemClock)).rejects.toMatchObject({
			reason: 'forbidden'
		});
	});

	it('passes the relay that npm start embeds, which confirms subscriptions and hands events back', async () => {
		const relay = createRelay({ log: () => undefined });
		const server = createServer().on('upgrade', (request, socket, head) => {
			relay.handleUpgrade(request, socket, head);
		});
		server.listen(0, '127.0.0.1');
		await once(server, 'listening');
		vi.stubGlobal('WebSocket', WebSocket);
		const { port } = server.address() as AddressInfo;
		const { roundTripMs } = await probeRelay(`ws://127.0.0.1:${port}/`, systemClock);
		expect(roundTripMs).toBeGreaterThan(0);
		await relay.close();
		server.close();
	});
});
