import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
	RELAY_ANSWER_TIMEOUT_MS,
	RELAY_CHECK_TIMEOUT_MS,
	RELAY_LETTING_GO_MS,
	RELAY_RETRY_MAX_MS,
	RELAY_VISIT_MS
} from '$lib/transport/limits';
import type { SignedEvent } from '$lib/transport/nostr-event';
import { RelayPool } from '$lib/transport/relay-pool';
import { rankRelays } from '$lib/transport/relay-ranking';
import { ManualClock } from '../sync/manual-clock.js';
import { FakeRelays, type Manner } from './fake-relays.js';

const TOPIC = 'topic';
const FIVE = ['a', 'b', 'c', 'd', 'e'].map((name) => `wss://${name}.example/`);
const RANKED = rankRelays(FIVE, TOPIC) as [string, string, string, string, string];
const [FIRST, SECOND, THIRD, FOURTH, FIFTH] = RANKED;

let relays: FakeRelays;
let clock: ManualClock;
let made: number;
const pools: RelayPool[] = [];

beforeEach(() => {
	relays = new FakeRelays();
	clock = new ManualClock();
	made = 0;
	vi.stubGlobal('WebSocket', relays.socketClass);
	vi.spyOn(console, 'warn').mockImplementation(() => undefined);
});

afterEach(() => {
	for (const pool of pools.splice(0)) pool.close();
	expect(relays.sockets.size).toBe(0);
	vi.unstubAllGlobals();
	vi.restoreAllMocks();
});

/** Lets everything happen that needs no time. */
async function settle(): Promise<void> {
	for (let turn = 0; turn < 50; turn += 1) await Promise.resolve();
}

/** In steps, so that what is answered at once is answered in between. */
async function pass(ms: number): Promise<void> {
	for (let passed = 0; passed < ms; passed += 100) {
		clock.advance(100);
		await settle();
	}
}

function makeAnnouncement(): Promise<SignedEvent> {
	made += 1;
	const event = { id: `announcement-${made}`, content: 'here' };
	return Promise.resolve({ id: event.id, message: JSON.stringify(['EVENT', event]) });
}

/** A pool as a room uses it: one subscription, and an announcement. */
async function join(urls: readonly string[] = FIVE) {
	const pool = new RelayPool(urls, TOPIC, clock);
	pools.push(pool);
	const heard: string[] = [];
	pool.subscribe({ '#x': [TOPIC] }, ({ content }) => heard.push(content));
	pool.announce(makeAnnouncement);
	await settle();
	return { pool, heard };
}

/** As Trystero has it done every five seconds as long as nobody is met. */
async function passAnnouncing(pool: RelayPool, ms: number): Promise<void> {
	for (let passed = 0; passed < ms; passed += 5_000) {
		pool.announce(makeAnnouncement);
		await pass(5_000);
	}
}

function stateAt(pool: RelayPool, url: string): string | undefined {
	return pool.relays.find((relay) => relay.url === url)?.state;
}

describe('P30: a room and its relays', () => {
	it('uses three of five, and tells how long they took', async () => {
		const { pool } = await join();
		expect(relays.inUse).toEqual([FIRST, SECOND, THIRD].sort());
		expect(pool.relays).toEqual(
			[FIRST, SECOND, THIRD].map((url) => ({ url, state: 'answering', roundTripMs: 0 }))
		);
	});

	it('uses what there is where there are one or two', async () => {
		await join([FIRST]);
		await pass(RELAY_VISIT_MS);
		expect(relays.inUse).toEqual([FIRST]);
		await join([SECOND, THIRD]);
		expect(relays.inUse).toEqual([FIRST, SECOND, THIRD].sort());
	});

	it.each<Manner>(['refuses', 'silent', 'mute', 'swallows', 'closes', 'rejects'])(
		'takes the next beside one that %s, and goes on trying that one',
		async (manner) => {
			relays.manners.set(FIRST, manner);
			const { pool } = await join();
			await pass(RELAY_ANSWER_TIMEOUT_MS);
			expect(stateAt(pool, FIRST)).toBe('failing');
			expect(stateAt(pool, FOURTH)).toBe('answering');
			expect(pool.relays.some(({ url }) => url === FIFTH)).toBe(false);
			expect(relays.count(FOURTH, 'REQ')).toBe(1);
			expect(relays.count(FOURTH, 'EVENT')).toBeGreaterThan(0);

			await passAnnouncing(pool, 10 * RELAY_RETRY_MAX_MS);
			expect(stateAt(pool, FIRST)).toBe('failing');
			expect(stateAt(pool, FOURTH)).toBe('answering');

			// It works again: found out within the longest wait, and the other one is let go after its time.
			relays.manners.set(FIRST, 'works');
			await passAnnouncing(pool, RELAY_RETRY_MAX_MS + RELAY_ANSWER_TIMEOUT_MS + 5_000);
			expect(stateAt(pool, FIRST)).toBe('answering');
			pool.inCompany = true;
			await pass(RELAY_LETTING_GO_MS + RELAY_VISIT_MS);
			expect(relays.inUse).toEqual([FIRST, SECOND, THIRD].sort());
		}
	);

	it('lets the spare one go only after its time, and keeps it if it is needed again meanwhile', async () => {
		relays.manners.set(FIRST, 'refuses');
		const { pool } = await join();
		pool.inCompany = true;
		relays.manners.set(FIRST, 'works');
		await pass(1_000);
		expect(stateAt(pool, FIRST)).toBe('answering');
		await pass(RELAY_LETTING_GO_MS - 5_000);
		expect(stateAt(pool, FOURTH)).toBe('answering');
		relays.restart(SECOND, 'refuses');
		await pass(2 * RELAY_LETTING_GO_MS);
		expect(stateAt(pool, FOURTH)).toBe('answering');
		expect(relays.count(FOURTH, 'REQ')).toBe(1);
	});

	it('takes all, when four of five fail in four ways, and has them tried ever more seldom', async () => {
		relays.manners.set(FIRST, 'silent').set(SECOND, 'mute').set(THIRD, 'refuses').set(FOURTH, 'closes');
		const { pool } = await join();
		await pass(RELAY_ANSWER_TIMEOUT_MS);
		expect(stateAt(pool, FIFTH)).toBe('answering');
		await pass(10 * RELAY_RETRY_MAX_MS);
		const before = relays.count(FOURTH, 'REQ');
		await pass(10 * RELAY_RETRY_MAX_MS);
		const inFiveMinutes = relays.count(FOURTH, 'REQ') - before;
		expect(inFiveMinutes).toBeGreaterThanOrEqual(10);
		expect(inFiveMinutes).toBeLessThanOrEqual(20);
	});

	it('says that none answers when all fail, and comes back by itself', async () => {
		for (const url of FIVE) relays.manners.set(url, 'refuses');
		const { pool } = await join();
		await pass(5_000);
		expect(pool.relays.map(({ state }) => state)).toEqual(FIVE.map(() => 'failing'));
		relays.manners.clear();
		pool.retryNow();
		await settle();
		expect(pool.relays.map(({ state }) => state)).toEqual(FIVE.map(() => 'answering'));
	});

	it('subscribes and announces at a relay that was restarted', async () => {
		const { pool, heard } = await join();
		const announced = relays.count(SECOND, 'EVENT');
		relays.restart(SECOND, 'works');
		await pass(1_000);
		expect(relays.count(SECOND, 'REQ')).toBe(2);
		expect(relays.count(SECOND, 'EVENT')).toBe(announced + 1);
		heard.length = 0;
		relays.deliver(SECOND, { id: '1', content: 'hello' });
		expect(heard).toEqual(['hello']);
		expect(stateAt(pool, SECOND)).toBe('answering');
	});

	it('finds out that a connection is dead when the page is woken', async () => {
		const { pool } = await join();
		pool.inCompany = true;
		await pass(1_000);
		// The relay is gone, and nothing tells: so it is with every connection after a change of the network.
		relays.manners.set(FIRST, 'mute');
		pool.retryNow();
		await settle();
		await pass(RELAY_CHECK_TIMEOUT_MS);
		expect(stateAt(pool, FIRST)).toBe('connecting');
		await pass(RELAY_ANSWER_TIMEOUT_MS);
		expect(stateAt(pool, FIRST)).toBe('failing');
		relays.manners.set(FIRST, 'works');
		await pass(1_000);
		expect(stateAt(pool, FIRST)).toBe('answering');
	});

	it('hands an event on once, by whatever relays it comes, and one that was forged beside it', async () => {
		const { heard } = await join();
		heard.length = 0;
		relays.deliver(FIRST, { id: '1', content: 'forged' });
		for (const url of [FIRST, SECOND, THIRD, FIRST]) relays.deliver(url, { id: '1', content: 'hello' });
		relays.deliver(THIRD, { id: '2', content: 'hello' });
		expect(heard).toEqual(['forged', 'hello', 'hello']);
	});

	it('announces and publishes at all relays in use, and at no other', async () => {
		const { pool } = await join();
		const before = RANKED.map((url) => relays.count(url, 'EVENT'));
		pool.publish({ id: 's', message: '["EVENT",{"id":"s","content":""}]' });
		pool.announce(makeAnnouncement);
		await settle();
		expect(RANKED.map((url, index) => relays.count(url, 'EVENT') - (before[index] ?? 0))).toEqual([
			2, 2, 2, 0, 0
		]);
	});

	it('is quiet in company', async () => {
		const { pool } = await join();
		pool.inCompany = true;
		const before = relays.received.length;
		await pass(10 * 60_000);
		expect(relays.received.length).toBe(before);
		expect(relays.inUse).toEqual([FIRST, SECOND, THIRD].sort());
	});

	it('meets, while alone, whoever reaches only relays that the room does not use', async () => {
		const { pool } = await join();
		const elsewhere: string[] = [];
		for (let visit = 0; visit < 4; visit += 1) {
			await pass(RELAY_VISIT_MS);
			elsewhere.push(...relays.inUse.filter((url) => url === FOURTH || url === FIFTH));
		}
		expect(elsewhere).toEqual([FOURTH, FIFTH, FOURTH, FIFTH]);
		expect(relays.count(FOURTH, 'REQ')).toBe(2);
		expect(relays.count(FOURTH, 'EVENT')).toBeGreaterThanOrEqual(2);
		// Who was met there is still being connected to.
		pool.inCompany = true;
		await pass(RELAY_LETTING_GO_MS - 1_000);
		expect(relays.inUse).toContain(FIFTH);
		await pass(2_000);
		expect(relays.inUse).toEqual([FIRST, SECOND, THIRD].sort());
	});
});

describe('P30: any two who both reach one relay', () => {
	const reach = Array.from({ length: 2 ** FIVE.length - 1 }, (_, bits) =>
		RANKED.filter((_url, index) => ((bits + 1) & (1 << index)) !== 0)
	);

	it('use one in common, at the latest when both have looked in at all others', async () => {
		const seen: ReadonlySet<string>[] = [];
		for (const reached of reach) {
			relays.manners.clear();
			for (const url of FIVE) relays.manners.set(url, reached.includes(url) ? 'works' : 'refuses');
			const { pool } = await join();
			const answered = new Set<string>();
			for (let visit = 0; visit < 3; visit += 1) {
				await pass(RELAY_VISIT_MS);
				for (const { url, state } of pool.relays) if (state === 'answering') answered.add(url);
			}
			seen.push(answered);
			pool.close();
		}
		// Whoever reaches a relay has been there; one of the two stays at it, for it is among those that this one uses.
		for (const [index, reached] of reach.entries())
			expect([...(seen[index] ?? [])].sort()).toEqual([...reached].sort());
	});
});
