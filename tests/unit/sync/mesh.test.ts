import { expect, it } from 'vitest';
import type { CancelTimer } from '$lib/util/clock.js';
import { FORWARD_DELAY_MS } from '$lib/sync/limits.js';
import { ManualClock } from './manual-clock.js';
import type { Link } from './simulated-link.js';
import { connect, SimulatedPeer } from './simulated-peer.js';

const SETTLED_MS = 3_000;
/** Much more than is needed on a machine that does nothing else. */
const PATIENCE_MS = 30_000;
/** A latency of the way from A to C through B. */
const LATENCY_MS = 5;

/** A clock whose timers run a little early, as those of browsers and of Node may. */
class EarlyClock extends ManualClock {
	override after(delayMs: number, task: () => void): CancelTimer {
		return super.after(delayMs - 0.7, task);
	}
}

function peersOn(clock: ManualClock, count: number): SimulatedPeer[] {
	return Array.from({ length: count }, () => new SimulatedPeer(clock));
}

function pick<Item>(items: readonly Item[], index: number): Item {
	const item = items[index];
	if (item === undefined) throw new RangeError('no such item');
	return item;
}

function connectAll(peers: readonly SimulatedPeer[]): Link[] {
	return peers.flatMap((peer, index) => peers.slice(0, index).map((other) => connect(other, peer)));
}

/** All updates that went over the links, in both directions, in bytes. */
function updateBytes(links: readonly Link[]): number {
	const updates = links.flatMap(({ a, b }) => [...a.sentUpdates, ...b.sentUpdates]);
	return updates.reduce((sum, { length }) => sum + length, 0);
}

function expectEqual(peers: readonly SimulatedPeer[], degrees: readonly number[]): void {
	for (const [index, peer] of peers.entries()) {
		expect(peer.text).toBe(peers[0]?.text);
		expect(peer.inSyncWith(pick(degrees, index))).toBe(true);
	}
}

it.each([3, 5])(
	'P13: in a full mesh of %d each edit goes once to each other peer',
	(count) => {
		const clock = new ManualClock();
		const peers = peersOn(clock, count);
		const links = connectAll(peers);
		clock.advance(SETTLED_MS);
		const before = updateBytes(links);
		let made = 0;
		pick(peers, 0).note.onChange(({ localUpdate }) => (made += localUpdate?.length ?? 0));
		for (let edit = 0; edit < 60; edit += 1) {
			pick(peers, 0).type('x');
			clock.advance(80);
		}
		clock.advance(SETTLED_MS);
		const times = (updateBytes(links) - before) / made;
		expect(times).toBeGreaterThan(0.95 * (count - 1));
		expect(times).toBeLessThan(1.05 * (count - 1));
		expectEqual(
			peers,
			peers.map(() => count - 1)
		);
	},
	PATIENCE_MS
);

it('P13: in a full mesh in which all write, nothing goes twice either', () => {
	const clock = new ManualClock();
	const peers = peersOn(clock, 3);
	const links = connectAll(peers);
	clock.advance(SETTLED_MS);
	const before = updateBytes(links);
	let made = 0;
	for (const peer of peers) peer.note.onChange(({ localUpdate }) => (made += localUpdate?.length ?? 0));
	for (let edit = 0; edit < 60; edit += 1) {
		pick(peers, edit % 3).type('x', 0);
		clock.advance(70);
	}
	clock.advance(SETTLED_MS);
	expect((updateBytes(links) - before) / made).toBeLessThan(2.1);
	expectEqual(peers, [2, 2, 2]);
});

it.each([ManualClock, EarlyClock])(
	'P13: C gets what A wrote through B at once, also with a clock as %o',
	(Clock) => {
		const clock = new Clock();
		const peers = peersOn(clock, 3);
		const [a, b, c] = [pick(peers, 0), pick(peers, 1), pick(peers, 2)];
		connect(a, b);
		connect(b, c);
		clock.advance(SETTLED_MS);
		a.type('hello');
		clock.advance(LATENCY_MS);
		expect(c.text).toBe('hello');
		clock.advance(SETTLED_MS);
		expectEqual(peers, [1, 2, 1]);
	}
);

it('P13: C gets what A writes while A writes on without a pause', () => {
	const clock = new ManualClock();
	const peers = peersOn(clock, 3);
	const [a, b, c] = [pick(peers, 0), pick(peers, 1), pick(peers, 2)];
	connect(a, b);
	const link = connect(b, c);
	clock.advance(SETTLED_MS);
	const [perKey, keys] = [50, 100];
	for (let key = 0; key < keys; key += 1) {
		a.type('x');
		clock.advance(perKey);
		expect(c.text).toHaveLength(key + 1);
	}
	clock.advance(SETTLED_MS);
	expectEqual(peers, [1, 2, 1]);
	expect(link.a.sentUpdates.length).toBeLessThanOrEqual(keys);
});

it('P13: who joins while another writes without a pause gets all that is there at once', () => {
	const clock = new ManualClock();
	const peers = peersOn(clock, 3);
	const [a, b, c] = [pick(peers, 0), pick(peers, 1), pick(peers, 2)];
	connect(a, b);
	for (let key = 0; key < 40; key += 1) {
		a.type('x');
		clock.advance(50);
	}
	connect(b, c);
	clock.advance(LATENCY_MS);
	expect(c.text.length).toBeGreaterThan(30);
});

it('P13: a chain of six passes on from end to end, and what comes back is nobody’s own', () => {
	const clock = new ManualClock();
	const peers = peersOn(clock, 6);
	const links = peers.slice(1).map((peer, index) => connect(pick(peers, index), peer));
	clock.advance(SETTLED_MS);
	pick(peers, 0).type('from the left ');
	pick(peers, 5).type('from the right ', 0);
	clock.advance(5 * (FORWARD_DELAY_MS + LATENCY_MS) + SETTLED_MS);
	expectEqual(peers, [1, 2, 2, 2, 2, 1]);
	for (const { a, b } of links) expect([a.sentUpdates.length, b.sentUpdates.length]).toEqual([1, 1]);
});
