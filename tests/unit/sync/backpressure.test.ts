import { expect, it } from 'vitest';
import { MAX_PART_OPERATIONS } from '$lib/note/schema.js';
import { ManualClock } from './manual-clock.js';
import type { Link } from './simulated-link.js';
import { connect, SimulatedPeer } from './simulated-peer.js';

const SETTLED_MS = 2_000;

function connectedPeers(): { clock: ManualClock; a: SimulatedPeer; b: SimulatedPeer; link: Link } {
	const clock = new ManualClock();
	const [a, b] = [new SimulatedPeer(clock), new SimulatedPeer(clock)];
	const link = connect(a, b);
	clock.advance(SETTLED_MS);
	return { clock, a, b, link };
}

it('P16: a channel that is full gets nothing, and after it drains one update with all of it', () => {
	const { clock, a, b, link } = connectedPeers();
	const before = a.note.version();
	const framesBefore = link.a.sentFrames.length;
	link.a.blocked = true;
	for (let edit = 0; edit < 100; edit += 1) {
		a.type('word ');
		clock.advance(25);
	}
	expect(link.a.sentFrames).toHaveLength(framesBefore);
	const wanted = a.note.exportFrom(before);
	link.a.blocked = false;
	expect(link.a.sentUpdates.map(({ length }) => length)).toEqual([wanted.length]);
	clock.advance(SETTLED_MS);
	expect(link.a.sentUpdates).toHaveLength(1);
	expect(b.text).toBe(a.text);
	expect([a.inSyncWith(1), b.inSyncWith(1)]).toEqual([true, true]);
});

it('P16: while a long message is under way nothing is made; what came meanwhile is one update behind it', () => {
	const clock = new ManualClock();
	const [a, b] = [new SimulatedPeer(clock), new SimulatedPeer(clock)];
	const link = connect(a, b, { delay: () => 30, capacity: 1 });
	clock.advance(SETTLED_MS);
	let exports = 0;
	const exportPart = a.note.exportPart.bind(a.note);
	a.note.exportPart = (from, maxOperations) => {
		exports += 1;
		return exportPart(from, maxOperations);
	};
	a.type('x'.repeat(16_000));
	for (let edit = 0; edit < 5; edit += 1) {
		a.type('y');
		clock.advance(5);
	}
	expect(exports).toBe(1);
	clock.advance(SETTLED_MS);
	expect(link.a.sentUpdates).toHaveLength(2);
	expect(b.text).toBe(a.text);
	expect([a.inSyncWith(1), b.inSyncWith(1)]).toEqual([true, true]);
});

it('P16: a slow peer holds nobody else up', () => {
	const { clock, a, b, link } = connectedPeers();
	const c = new SimulatedPeer(clock);
	connect(a, c);
	clock.advance(SETTLED_MS);
	link.a.blocked = true;
	a.type('text');
	clock.advance(1);
	expect([b.text, c.text]).toEqual(['', 'text']);
	expect(a.synchroniser.peers.map(({ inSync }) => inSync)).toEqual([false, false]);
	clock.advance(SETTLED_MS);
	expect(a.synchroniser.peers.map(({ inSync }) => inSync)).toEqual([false, true]);
});

it('P16: what arrives from elsewhere while the channel is full is not sent to its end a second time', () => {
	const { clock, a, b, link } = connectedPeers();
	const c = new SimulatedPeer(clock);
	connect(a, c);
	connect(b, c);
	clock.advance(SETTLED_MS);
	link.a.blocked = true;
	a.type('text');
	clock.advance(SETTLED_MS);
	expect(b.text).toBe('text');
	link.a.blocked = false;
	clock.advance(SETTLED_MS);
	expect(link.a.sentUpdates).toEqual([]);
	expect([a.inSyncWith(2), b.inSyncWith(2), c.inSyncWith(2)]).toEqual([true, true, true]);
});

it('P12, P16: what is too much for one update goes in parts, and none is made before the last has left', () => {
	const clock = new ManualClock();
	const [a, b] = [new SimulatedPeer(clock), new SimulatedPeer(clock)];
	for (let part = 0; part < 20; part += 1) a.type('0123456789'.repeat(1_000));
	const link = connect(a, b, { delay: () => 20, capacity: 1 });
	let largest = 0;
	const exportPart = a.note.exportPart.bind(a.note);
	a.note.exportPart = (from, maxOperations) => {
		expect(link.a.underWay).toBe(0);
		const part = exportPart(from, maxOperations);
		largest = Math.max(largest, part.bytes.length);
		return part;
	};
	clock.advance(SETTLED_MS);
	expect(b.text).toBe(a.text);
	expect(link.a.sentUpdates.length).toBe(Math.ceil(200_000 / MAX_PART_OPERATIONS));
	expect(largest).toBeLessThan(3 * MAX_PART_OPERATIONS);
	expect([a.inSyncWith(1), b.inSyncWith(1)]).toEqual([true, true]);
});
