import { describe, expect, it } from 'vitest';
import { EMPTY_VERSION, type Version } from '$lib/note/version.js';
import { MAX_FRAME_BYTES } from '$lib/protocol/limits.js';
import { seeded } from '../../fuzz/random.js';
import { ManualClock } from './manual-clock.js';
import { connect, SimulatedPeer } from './simulated-peer.js';

const SETTLED_MS = 2_000;
/** Much more than is needed on a machine that does nothing else. */
const PATIENCE_MS = 30_000;
/** Hellos, versions and receipts of two peers, with room for some entries in a version. */
const CEREMONY_BYTES = 500;

function twoPeers(): { clock: ManualClock; a: SimulatedPeer; b: SimulatedPeer } {
	const clock = new ManualClock();
	return { clock, a: new SimulatedPeer(clock), b: new SimulatedPeer(clock) };
}

function expectEqual(...peers: readonly SimulatedPeer[]): void {
	for (const peer of peers) {
		expect(peer.text).toBe(peers[0]?.text);
		expect(peer.note.version()).toEqual(peers[0]?.note.version());
		expect(peer.inSyncWith(peers.length - 1)).toBe(true);
	}
}

it('P12: two who wrote apart and then together end equal, and know it', () => {
	const { clock, a, b } = twoPeers();
	a.type('apart a ');
	b.type('apart b ');
	connect(a, b);
	clock.advance(SETTLED_MS);
	expectEqual(a, b);
	expect(a.text).toHaveLength('apart a apart b '.length);
	const random = seeded(17);
	for (let edit = 0; edit < 200; edit += 1) {
		const peer = random.pick([a, b]);
		peer.type(random.word(), random.int(peer.note.body.length + 1));
		clock.advance(random.int(20));
	}
	clock.advance(SETTLED_MS);
	expectEqual(a, b);
});

it('P12: an edit is sent at once, as one update, and only there', () => {
	const { clock, a, b } = twoPeers();
	const link = connect(a, b);
	clock.advance(SETTLED_MS);
	const before = link.a.sentFrames.length;
	a.type('x');
	expect(link.a.sentFrames).toHaveLength(before + 1);
	clock.advance(1);
	expect(b.text).toBe('x');
	clock.advance(SETTLED_MS);
	expect(link.b.sentUpdates).toEqual([]);
});

describe('P12: edits that come faster than anybody types', () => {
	const typed = 'the quick brown fox jumps over the lazy dog';
	function connectedPair() {
		const { clock, a, b } = twoPeers();
		const link = connect(a, b);
		clock.advance(SETTLED_MS);
		return { clock, a, b, link };
	}

	it('go out together, none later than 80 ms, and weigh less than two hundredths of an update each', () => {
		const { clock, a, b, link } = connectedPair();
		for (const [index, letter] of typed.split('').entries()) {
			a.type(letter, index);
			clock.advance(10);
			expect(b.text.length).toBeGreaterThanOrEqual(Math.min(index, 2));
			expect(b.text.length).toBeGreaterThanOrEqual(index - 9);
		}
		expect(link.a.sentUpdates.length).toBeLessThan(typed.length / 5);
		clock.advance(80);
		expectEqual(a, b);
		expect(b.text).toBe(typed);
	});

	it('go out at once when somebody answers, and at once when the page may be left', () => {
		const { clock, a, b } = connectedPair();
		const burst = () => {
			for (const letter of 'abcdef') {
				a.type(letter, a.text.length);
				clock.advance(2);
			}
		};
		burst();
		expect(b.text).toBe('abc');
		b.type('! ', 0);
		clock.advance(2);
		expect([a.text, b.text]).toEqual(['! abcdef', '! abcdef']);
		clock.advance(SETTLED_MS);
		burst();
		expect(b.text).toBe('! abcdefabc');
		a.synchroniser.flush();
		clock.advance(1);
		expect(b.text).toBe('! abcdefabcdef');
		clock.advance(SETTLED_MS);
		expectEqual(a, b);
	});

	it('hold back none that are typed by hand, and no answers', () => {
		const { clock, a, b } = connectedPair();
		for (const [index, letter] of typed.split('').entries()) {
			a.type(letter, index);
			clock.advance(21);
			expect(b.text).toBe(typed.slice(0, index + 1));
		}
		for (let turn = 0; turn < 20; turn += 1) {
			for (const peer of [a, b]) {
				peer.type('x');
				clock.advance(3);
				expect(a.text).toBe(b.text);
			}
		}
	});
});

it(
	'P11, P12: at a new connect each sends exactly what the other lacks',
	() => {
		const { clock, a, b } = twoPeers();
		const random = seeded(18);
		for (let edit = 0; edit < 1_000; edit += 1) a.type(random.word());
		const first = connect(a, b);
		clock.advance(SETTLED_MS);
		expectEqual(a, b);
		first.cut();
		const shared: Version = a.note.version();
		for (let edit = 0; edit < 100; edit += 1) {
			a.type(random.word());
			b.type(random.word(), 0);
		}
		const [ofA, ofB] = [a.note.exportFrom(shared).length, b.note.exportFrom(shared).length];
		const second = connect(a, b);
		clock.advance(SETTLED_MS);
		expectEqual(a, b);
		expect(second.a.sentBytes).toBeLessThanOrEqual(1.1 * ofA + CEREMONY_BYTES);
		expect(second.b.sentBytes).toBeLessThanOrEqual(1.1 * ofB + CEREMONY_BYTES);
		expect(second.a.sentBytes).toBeLessThan(a.note.exportFrom(EMPTY_VERSION).length / 2);
	},
	PATIENCE_MS
);

it('P11: where nothing is lacking, a connect costs no update', () => {
	const { clock, a, b } = twoPeers();
	a.type('text');
	const first = connect(a, b);
	clock.advance(SETTLED_MS);
	first.cut();
	const again = connect(a, b);
	clock.advance(3 * SETTLED_MS);
	expect([...again.a.sentUpdates, ...again.b.sentUpdates]).toEqual([]);
	expect(again.a.sentBytes + again.b.sentBytes).toBeLessThan(CEREMONY_BYTES);
	expectEqual(a, b);
});

it(
	'P8, P16: a note of 5 MB passes in frames of 16 KB, over a channel with room for four',
	() => {
		const { clock, a, b } = twoPeers();
		const random = seeded(27);
		// Of a text that deflates well, each part would be one frame.
		const ideographs = () => String.fromCharCode(0x4e00 + random.int(20_000));
		a.type(Array.from({ length: (5 * 1024 * 1024) / 3 }, ideographs).join(''));
		const link = connect(a, b, { capacity: 4 });
		let most = 0;
		for (let step = 0; step < 20_000 && clock.step(); step += 1) most = Math.max(most, link.a.underWay);
		clock.advance(SETTLED_MS);
		expect(b.text === a.text).toBe(true);
		expect(most).toBeLessThanOrEqual(4);
		expect(Math.max(...link.a.sentFrames.map(({ length }) => length))).toBe(MAX_FRAME_BYTES);
		expect(link.a.sentBytes).toBeLessThan(1.01 * a.note.exportFrom(EMPTY_VERSION).length);
		expect([a.inSyncWith(1), b.inSyncWith(1)]).toEqual([true, true]);
	},
	PATIENCE_MS
);

it('P12: what was written and not committed to Loro yet goes too, and a message under way stays whole', () => {
	const { clock, a, b } = twoPeers();
	a.type('x'.repeat(100_000));
	a.note.body.insert(0, 'y'.repeat(50_000));
	connect(a, b, { capacity: 1 });
	clock.advance(SETTLED_MS);
	expect([a.dropped, b.dropped]).toEqual([[], []]);
	expectEqual(a, b);
});
