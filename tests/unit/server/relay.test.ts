import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { connect } from 'node:net';
import { createEvent, subscribe } from 'trystero/nostr';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { WebSocket, type ClientOptions } from 'ws';
import { serve } from '../../../server/serve.js';
import { createBuiltApp } from '../../support/built-app';
import { RelayClient } from '../../support/relay-client';

type Limits = NonNullable<Parameters<typeof serve>[0]['relayLimits']>;

/** A relay does much arithmetic, and the machine may be busy. */
const TEST_TIMEOUT_MS = 60_000;

const POLICY_VIOLATION = 1008;
const MESSAGE_TOO_BIG = 1009;
const ABNORMAL = 1006;

/** The part of an event that tests change. */
interface Event {
	id: string;
	kind: number;
	content: string;
	created_at: number;
	pubkey: string;
	sig: string;
}

vi.setConfig({ testTimeout: TEST_TIMEOUT_MS, hookTimeout: TEST_TIMEOUT_MS });

let app: Awaited<ReturnType<typeof createBuiltApp>>;
let server: Awaited<ReturnType<typeof serve>>;
let logged: string[];

async function start(relayLimits: Limits = {}, isBehindProxy = false) {
	await server.close();
	server = await serve({
		port: 0,
		buildDir: app.buildDir,
		relayLimits,
		isBehindProxy,
		log: (line) => logged.push(line)
	});
}

beforeEach(async () => {
	logged = [];
	app = await createBuiltApp();
	server = await serve({ port: 0, buildDir: app.buildDir, log: (line) => logged.push(line) });
});

afterEach(async () => {
	await server.close();
	await app.remove();
	expect(logged).toEqual([]);
});

const join = (options?: ClientOptions) => RelayClient.open(`ws://localhost:${server.port}/relay`, options);

/** As a reverse proxy passes a client on: what the client sent, and behind it its address. */
const joinThrough = (forwarded: string) => join({ headers: { 'X-Forwarded-For': forwarded } });

/** Trystero's own event, changed, so that it is no longer what was signed. */
async function forged(change: (event: Event) => Partial<Event>): Promise<string> {
	const [type, event] = JSON.parse(await createEvent('topic', 'content')) as [string, Event];
	return JSON.stringify([type, { ...event, ...change(event) }]);
}

async function expectToWork(topic: string) {
	const [from, to] = [await join(), await join()];
	await to.subscribe(subscribe('works', topic));
	expect(await from.publish(await createEvent(topic, 'still there'))).toEqual({ accepted: true, reason: '' });
	await to.count('EVENT', 1);
}

describe('what honest clients do', () => {
	test('an event reaches who asked for its topic, and nobody else', async () => {
		const [sender, reader, stranger] = [await join(), await join(), await join()];
		await reader.subscribe(subscribe('mine', 'topic ab'));
		// The same letters in another order: Trystero gives both topics one kind, so only the tag tells them apart.
		await stranger.subscribe(subscribe('other', 'topic ba'));

		const message = await createEvent('topic ab', 'ciphertext');
		expect(await sender.publish(message)).toEqual({ accepted: true, reason: '' });

		const [, event] = JSON.parse(message) as [string, Event];
		await reader.count('EVENT', 1);
		expect(reader.ofType('EVENT')).toEqual([['EVENT', 'mine', event]]);
		await stranger.publish(await createEvent('elsewhere', 'so that all before it is answered'));
		expect(stranger.ofType('EVENT')).toEqual([]);
	});

	test('one subscription can hold 250 topics, and its id 64 characters', async () => {
		const [sender, reader] = [await join(), await join()];
		const topics = Array.from({ length: 250 }, (_, index) => `${randomBytes(20).toString('hex')}${index}`);
		const kinds = topics.map(
			(topic) => (JSON.parse(subscribe('', topic)) as [0, 0, { kinds: number[] }])[2].kinds[0]
		);
		const id = 'i'.repeat(64);
		await reader.subscribe(
			JSON.stringify(['REQ', id, { kinds: [...new Set(kinds)], since: 0, '#x': topics }])
		);
		await sender.publish(await createEvent(topics[249] ?? '', 'last'));
		expect(await reader.message(([type]) => type === 'EVENT')).toMatchObject([
			'EVENT',
			id,
			{ content: 'last' }
		]);
	});

	test('a topic whose kind is the one that Nostr uses for signing in works like any other', async () => {
		const topic = String.fromCharCode(2242);
		const [sender, reader] = [await join(), await join()];
		await reader.subscribe(subscribe('mine', topic));
		const message = await createEvent(topic, 'content');
		expect((JSON.parse(message) as [string, Event])[1].kind).toBe(22_242);
		await sender.publish(message);
		await reader.count('EVENT', 1);
	});

	test('a reader whose clock is ahead by an hour gets events all the same', async () => {
		const [sender, reader] = [await join(), await join()];
		const [type, id, filter] = JSON.parse(subscribe('mine', 'topic')) as [string, string, { since: number }];
		await reader.subscribe(JSON.stringify([type, id, { ...filter, since: filter.since + 3_600 }]));
		await sender.publish(await createEvent('topic', 'content'));
		await reader.count('EVENT', 1);
	});

	test('nothing comes after CLOSE', async () => {
		const [sender, reader] = [await join(), await join()];
		await reader.subscribe(subscribe('first', 'topic'));
		await reader.subscribe(subscribe('second', 'topic'));
		reader.send(['CLOSE', 'first']);
		await reader.subscribe(subscribe('third', 'elsewhere'));
		await sender.publish(await createEvent('topic', 'content'));
		expect(await reader.message(([type]) => type === 'EVENT')).toMatchObject(['EVENT', 'second', {}]);
		await reader.publish(await createEvent('nobody', 'so that all before it is answered'));
		expect(reader.ofType('EVENT')).toHaveLength(1);
	});

	test('50 from one address, one after another, and a tab that sends 1,300 messages at once, are never refused', async () => {
		const clients: RelayClient[] = [];
		for (let index = 0; index < 50; index++) {
			const client = await join();
			await client.subscribe(subscribe('room', `room ${index % 5}`));
			await client.subscribe(subscribe('self', `self ${index}`));
			clients.push(client);
		}
		const [busy, peer] = clients as [RelayClient, RelayClient];
		const candidate = await createEvent('self 1', 'c'.repeat(500));
		for (let count = 0; count < 1_300; count++) busy.send(candidate);
		await Promise.all([busy.count('OK', 1_300), peer.count('EVENT', 1_300)]);

		for (const client of clients) {
			expect(client.isOpen).toBe(true);
			expect(client.ofType('NOTICE')).toEqual([]);
			expect(client.ofType('CLOSED')).toEqual([]);
			expect(client.ofType('OK').every(([, , accepted]) => accepted === true)).toBe(true);
		}
	});
});

describe('what it refuses', () => {
	test.each([
		['no JSON', 'this is not JSON', /^invalid: not JSON$/],
		['JSON of no known kind', '["HELLO","world"]', /^invalid/],
		['an event without fields', '["EVENT",{}]', /^invalid/],
		['a subscription without an id', '["REQ"]', /^invalid/],
		['deep nesting', '['.repeat(30_000), /^invalid: not JSON$/],
		['a topic that is no text', '["REQ","a",{"#x":[1]}]', /^invalid/]
	])('%s gets a notice', async (_, message, reason) => {
		const client = await join();
		client.send(message);
		expect(await client.message(([type]) => type === 'NOTICE')).toEqual([
			'NOTICE',
			expect.stringMatching(reason)
		]);
		expect(client.isOpen).toBe(true);
		await expectToWork('after');
	});

	test.each<[string, (event: Event) => Partial<Event>]>([
		['a changed content', (event: Event) => ({ content: `${event.content}!` })],
		[
			'a changed signature',
			(event: Event) => ({ sig: event.sig.replace(/^./, (it) => (it === '0' ? '1' : '0')) })
		],
		['a signature of zeros', () => ({ sig: '0'.repeat(128) })],
		['a key that is no point of the curve', () => ({ pubkey: 'f'.repeat(64) })]
	])('an event with %s', async (_, change) => {
		const [sender, reader] = [await join(), await join()];
		await reader.subscribe(subscribe('mine', 'topic'));
		expect(await sender.publish(await forged(change))).toEqual({
			accepted: false,
			reason: 'invalid: bad signature'
		});
		await reader.publish(await createEvent('elsewhere', 'so that all before it is answered'));
		expect(reader.ofType('EVENT')).toEqual([]);
	});

	test.each([0, 1, 19_999, 30_000])('an event of kind %i, which would have to be stored', async (kind) => {
		const client = await join();
		expect(await client.publish(await forged(() => ({ kind })))).toEqual({
			accepted: false,
			reason: 'blocked: only ephemeral events'
		});
	});

	test.each([-1, 1])('an event from two days off (%i)', async (direction) => {
		const client = await join();
		const message = await forged((event) => ({ created_at: event.created_at + direction * 2 * 86_400 }));
		expect(await client.publish(message)).toEqual({
			accepted: false,
			reason: 'invalid: created_at is too far from now'
		});
	});

	test('a subscription that names no topic, as one that listens to everybody would', async () => {
		const client = await join();
		client.send(['REQ', 'all', {}]);
		expect(await client.message(([type]) => type === 'CLOSED')).toEqual([
			'CLOSED',
			'all',
			'restricted: every filter must name its topics in #x'
		]);
	});

	test('more subscriptions, filters or topics than its limits allow', async () => {
		await start({ maxSubscriptions: 2, maxFilters: 2, maxTopics: 3 });
		const client = await join();
		const refused = async (id: string) =>
			(await client.message(([type, it]) => type === 'CLOSED' && it === id))[2];
		const filter = (...topics: string[]) => ({ '#x': topics });

		client.send(['REQ', 'filters', filter('a'), filter('b'), filter('c')]);
		expect(await refused('filters')).toBe('restricted: between 1 and 2 filters per subscription');
		client.send(['REQ', 'topics', filter('a', 'b'), filter('c', 'd')]);
		expect(await refused('topics')).toBe('restricted: no more than 3 topics');
		await client.subscribe(JSON.stringify(['REQ', 'first', filter('a')]));
		await client.subscribe(JSON.stringify(['REQ', 'second', filter('b')]));
		client.send(['REQ', 'third', filter('c')]);
		expect(await refused('third')).toBe('restricted: no more than 2 subscriptions');
		await client.subscribe(JSON.stringify(['REQ', 'second', filter('b', 'c')]));
	});

	test('binary frames', async () => {
		const client = await join();
		client.socket.send(Buffer.from(await createEvent('topic', 'content')));
		expect(await client.message(([type]) => type === 'NOTICE')).toEqual([
			'NOTICE',
			'invalid: only text messages'
		]);
	});

	test('a frame over 64 KiB, with code 1009', async () => {
		const client = await join();
		client.send('x'.repeat(64 * 1024 + 1));
		expect(await client.closed).toBe(MESSAGE_TOO_BIG);
		await expectToWork('after');
	});

	test('more connections than its limits allow', async () => {
		await start({ maxConnectionsPerAddress: 2 });
		const [first] = [await join(), await join()];
		await expect(join()).rejects.toThrow('429');
		first.socket.close();
		await first.closed;
		await expect.poll(() => join().then(() => 'joined', String)).toBe('joined');
	});

	test('more connections of one client than its limits allow, behind a proxy that is trusted', async () => {
		await start({ maxConnectionsPerAddress: 1 }, true);
		await joinThrough('192.0.2.1');
		await joinThrough('192.0.2.2');
		await expect(joinThrough('192.0.2.1')).rejects.toThrow('429');
		// What a client makes up stands before what the proxy says.
		await expect(joinThrough('203.0.113.9, 192.0.2.2')).rejects.toThrow('429');
		await join();
		await expect(join()).rejects.toThrow('429');
	});

	test('more connections than its limits allow, whatever a client says of its address', async () => {
		await start({ maxConnectionsPerAddress: 1 });
		await joinThrough('192.0.2.1');
		await expect(joinThrough('192.0.2.2')).rejects.toThrow('429');
	});

	test.each(['/', '/relay/', '/other'])('an upgrade at %s', async (path) => {
		await expect(RelayClient.open(`ws://localhost:${server.port}${path}`)).rejects.toThrow('404');
	});
});

describe('a bad client', () => {
	test('that goes on is closed with code 1008', async () => {
		const client = await join();
		for (let count = 0; count < 100; count++) client.send('nonsense');
		expect(await client.closed).toBe(POLICY_VIOLATION);
		expect(client.ofType('NOTICE').length).toBeLessThan(40);
	});

	test('that floods is closed, while others go on undisturbed', async () => {
		const [flooder, sender, reader] = [await join(), await join(), await join()];
		await reader.subscribe(subscribe('mine', 'topic'));
		for (let count = 0; count < 10_000; count++) flooder.send(['CLOSE', 'nothing']);

		let sent = 0;
		let isFlooding = true;
		void flooder.closed.then(() => (isFlooding = false));
		do {
			sent += 1;
			expect(await sender.publish(await createEvent('topic', String(sent)))).toEqual({
				accepted: true,
				reason: ''
			});
		} while (isFlooding);

		expect(await flooder.closed).toBe(POLICY_VIOLATION);
		await reader.count('EVENT', sent);
	});

	test('that floods with bytes is closed', async () => {
		await start({ byteBurst: 100_000, bytesPerSecond: 0 });
		const client = await join();
		for (let count = 0; count < 100; count++) client.send(['CLOSE', 'x'.repeat(10_000)]);
		expect(await client.closed).toBe(POLICY_VIOLATION);
	});

	test('that floods with pings is closed', async () => {
		await start({ messageBurst: 50, messagesPerSecond: 0 });
		const client = await join();
		let isOpen = true;
		void client.closed.then(() => (isOpen = false));
		while (isOpen) {
			client.socket.ping();
			await Promise.race([once(client.socket, 'pong'), client.closed]);
		}
		expect(await client.closed).toBe(POLICY_VIOLATION);
	});

	test('that does not read is dropped, and others get everything', async () => {
		const events = 400;
		await start({ maxUnsentBytes: 256 * 1024, byteBurst: 1e9 });
		const [sender, slow, reader] = [await join(), await join(), await join()];
		for (const client of [slow, reader]) await client.subscribe(subscribe('mine', 'topic'));
		slow.socket.pause();

		const message = await createEvent('topic', 'x'.repeat(60_000));
		for (let count = 1; count <= events; count++) {
			sender.send(message);
			await reader.count('EVENT', count);
		}

		slow.socket.resume();
		expect(await slow.closed).toBe(ABNORMAL);
		expect(slow.ofType('EVENT').length).toBeLessThan(events);
	});

	test('that died without a word is noticed; one that is only quiet stays', async () => {
		await start({ heartbeatMs: 500 });
		const dead = await RelayClient.open(`ws://localhost:${server.port}/relay`, { autoPong: false });
		const quiet = await join();
		expect(await dead.closed).toBe(ABNORMAL);
		await once(quiet.socket, 'ping');
		await once(quiet.socket, 'ping');
		expect(quiet.isOpen).toBe(true);
	});

	test('that breaks the WebSocket protocol, or leaves in the middle of it, harms nobody', async () => {
		const raw = connect(server.port, 'localhost');
		raw.write(
			'GET /relay HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n' +
				`Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ${randomBytes(16).toString('base64')}\r\n\r\n`
		);
		await once(raw, 'data');
		raw.write(Buffer.from([0xff, 0xff, 0xff, 0xff]));
		await once(raw, 'close');

		const leaving = await join();
		leaving.send(subscribe('mine', 'topic'));
		leaving.send(await createEvent('topic', 'content'));
		leaving.socket.terminate();
		await expectToWork('after');
	});
});

test('ending the server says goodbye to its clients', async () => {
	const client = await join();
	await server.close();
	expect(await client.closed).toBe(1001);
	await expect(join()).rejects.toThrow();
	expect(client.socket.readyState).toBe(WebSocket.CLOSED);
});
