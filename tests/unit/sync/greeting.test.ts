import { describe, expect, it } from 'vitest';
import { Writer } from '$lib/protocol/codec.js';
import { FrameCutter } from '$lib/protocol/frames.js';
import { PROTOCOL_VERSION } from '$lib/protocol/limits.js';
import type { DropReason } from '$lib/sync/connection.js';
import { GREETING_TIMEOUT_MS, HELLO_REPEAT_MS } from '$lib/sync/limits.js';
import { ManualClock } from './manual-clock.js';
import { Link } from './simulated-link.js';
import { connect, connectByHand, SimulatedPeer } from './simulated-peer.js';

const SETTLED_MS = 2_000;

function twoPeers(): { clock: ManualClock; a: SimulatedPeer; b: SimulatedPeer } {
	const clock = new ManualClock();
	return { clock, a: new SimulatedPeer(clock), b: new SimulatedPeer(clock) };
}

function types(end: Link['a']): string[] {
	return end.sentMessages.map(({ type }) => type);
}

describe('hello', () => {
	it('P10: comes first on each side, and the version of each after the hello of the other', () => {
		const { clock, a, b } = twoPeers();
		const link = connect(a, b);
		expect([types(link.a), types(link.b)]).toEqual([['hello'], ['hello']]);
		clock.advance(SETTLED_MS);
		for (const end of [link.a, link.b]) {
			expect(types(end).slice(0, 4)).toEqual(['hello', 'hello', 'proof', 'open']);
		}
		expect([a.inSyncWith(1), b.inSyncWith(1)]).toEqual([true, true]);
	});

	it('P10: is repeated until that of the other is heard, and no longer', () => {
		const { clock, a, b } = twoPeers();
		const link = new Link(clock);
		a.connections.add(link.a);
		clock.advance(4 * HELLO_REPEAT_MS + 1);
		expect(types(link.a)).toEqual(Array.from({ length: 5 }, () => 'hello'));
		a.type('written before anyone listened');
		b.connections.add(link.b);
		clock.advance(SETTLED_MS);
		const hellos = types(link.a).filter((type) => type === 'hello').length;
		expect(hellos).toBeLessThanOrEqual(7);
		expect(b.text).toBe(a.text);
		expect([a.inSyncWith(1), b.inSyncWith(1)]).toEqual([true, true]);
	});

	it('P10: whichever side listens late, and however late within the time, both meet', () => {
		for (let late = 0; late < GREETING_TIMEOUT_MS; late += 1_700) {
			const { clock, a, b } = twoPeers();
			const link = new Link(clock, { delay: () => 40 });
			b.type('text');
			b.connections.add(link.b);
			clock.advance(late);
			a.connections.add(link.a);
			clock.advance(SETTLED_MS);
			expect(a.text).toBe('text');
			expect([a.inSyncWith(1), b.inSyncWith(1)]).toEqual([true, true]);
		}
	});

	it('P10: a channel on which none is heard is given up, and nothing else was said on it', () => {
		const { clock, a } = twoPeers();
		const link = new Link(clock);
		a.type('text');
		a.connections.add(link.a);
		clock.advance(GREETING_TIMEOUT_MS - 1);
		expect(a.dropped).toEqual([]);
		clock.advance(HELLO_REPEAT_MS + 1);
		expect(a.dropped).toEqual(['silent']);
		expect(new Set(types(link.a))).toEqual(new Set(['hello']));
		expect(a.synchroniser.peers).toEqual([]);
		clock.advance(GREETING_TIMEOUT_MS);
		expect(clock.step()).toBe(false);
	});

	it('P10: who sleeps for longer than that hears the hello that waits when it wakes', () => {
		const { clock, a, b } = twoPeers();
		connect(a, b, { delay: () => HELLO_REPEAT_MS + 50 });
		clock.sleep(4 * GREETING_TIMEOUT_MS);
		clock.advance(SETTLED_MS);
		expect([a.dropped, b.dropped]).toEqual([[], []]);
		expect([a.inSyncWith(1), b.inSyncWith(1)]).toEqual([true, true]);
	});

	it('P10: a channel that is silent is given up as one that does not work', () => {
		const { clock, a } = twoPeers();
		const link = new Link(clock);
		let givenUp = 0;
		link.a.giveUp = () => (givenUp += 1);
		a.connections.add(link.a);
		clock.advance(GREETING_TIMEOUT_MS + HELLO_REPEAT_MS);
		expect([a.dropped, givenUp]).toEqual([['silent'], 1]);
	});

	it('P10: a channel that has room only later is greeted then', () => {
		const { clock, a, b } = twoPeers();
		const link = new Link(clock);
		link.a.blocked = true;
		link.b.blocked = true;
		a.connections.add(link.a);
		b.connections.add(link.b);
		clock.advance(3_000);
		expect(link.a.sentFrames).toEqual([]);
		link.a.blocked = false;
		link.b.blocked = false;
		clock.advance(SETTLED_MS);
		expect([a.inSyncWith(1), b.inSyncWith(1)]).toEqual([true, true]);
	});
});

describe('another protocol version', () => {
	function foreignHello(version: number): Uint8Array<ArrayBuffer> {
		const bytes = new Writer().u8(1).varint(0).raw(new TextEncoder().encode('perch')).u16(version);
		const [frame] = new FrameCutter().greeting(bytes.raw(new Uint8Array(30)).finish());
		return frame ?? new Uint8Array();
	}

	it.each<[DropReason, number]>([
		['newer', PROTOCOL_VERSION + 1],
		['older', PROTOCOL_VERSION - 1],
		['newer', 65_535]
	])('P4: is dropped as %s if it is %d', (reason, version) => {
		const { clock, a } = twoPeers();
		const end = connectByHand(a);
		end.send(foreignHello(version));
		clock.advance(SETTLED_MS);
		expect(a.dropped).toEqual([reason]);
		expect(a.synchroniser.peers).toEqual([]);
		expect(() => end.send(new Uint8Array())).toThrow();
	});

	it('P4: is told this version even if it did not hear the first hello, so that it knows why as well', () => {
		const { clock, a } = twoPeers();
		const link = new Link(clock);
		a.connections.add(link.a);
		clock.advance(100);
		let heard = 0;
		link.b.onMessage(() => (heard += 1));
		link.b.send(foreignHello(PROTOCOL_VERSION + 1));
		clock.advance(SETTLED_MS);
		expect(a.dropped).toEqual(['newer']);
		expect(heard).toBe(1);
		expect(types(link.a)).toEqual(['hello', 'hello']);
	});
});
