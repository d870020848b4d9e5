import { describe, expect, it } from 'vitest';
import { covers } from '$lib/note/version.js';
import { seeded } from '../../fuzz/random.js';
import { ManualClock } from './manual-clock.js';
import { Link } from './simulated-link.js';
import { COMMIT_MS, connect, SimulatedPeer } from './simulated-peer.js';

const SETTLED_MS = 2_000;
/** Much more than is needed on a machine that does nothing else. */
const PATIENCE_MS = 30_000;

function twoPeers(): { clock: ManualClock; a: SimulatedPeer; b: SimulatedPeer } {
	const clock = new ManualClock();
	return { clock, a: new SimulatedPeer(clock), b: new SimulatedPeer(clock) };
}

describe('receipts', () => {
	it('P14: no word on what is stored precedes its commit, whatever is typed and however slow the store is', () => {
		const random = seeded(19);
		const clock = new ManualClock();
		const commitMs = () => random.int(500);
		const [a, b] = [new SimulatedPeer(clock, { commitMs }), new SimulatedPeer(clock, { commitMs })];
		let words = 0;
		const link = new Link(clock, {
			inspect: (message, from) => {
				if (message.type !== 'receipt' && message.type !== 'version') return;
				words += 1;
				expect(covers((from === 'a' ? a : b).store.committed, message.stored)).toBe(true);
			}
		});
		a.connections.add(link.a);
		b.connections.add(link.b);
		for (let edit = 0; edit < 100; edit += 1) {
			random.pick([a, b]).type(random.word(), 0);
			clock.advance(random.int(200));
		}
		clock.advance(SETTLED_MS);
		expect(words).toBeGreaterThan(20);
		expect([a.dropped, b.dropped]).toEqual([[], []]);
		expect([a.inSyncWith(1), b.inSyncWith(1)]).toEqual([true, true]);
	});

	it('P14: what is never stored is never receipted, and passed on all the same', () => {
		const clock = new ManualClock();
		const [a, c] = [new SimulatedPeer(clock), new SimulatedPeer(clock)];
		const b = new SimulatedPeer(clock, { commitMs: () => Infinity });
		const link = connect(a, b);
		connect(b, c);
		a.type('text');
		clock.advance(SETTLED_MS);
		expect([b.text, c.text]).toEqual(['text', 'text']);
		expect(link.b.sentMessages.filter(({ type }) => type === 'receipt')).toEqual([]);
		expect([a.inSyncWith(1), b.inSyncWith(2), c.inSyncWith(1)]).toEqual([false, false, false]);
	});

	it('P14: what was stored and is lost with the store is taken back, and said again once it is stored anew', () => {
		const { clock, a, b } = twoPeers();
		a.type('text');
		connect(a, b);
		clock.advance(SETTLED_MS);
		expect([a.inSyncWith(1), b.inSyncWith(1)]).toEqual([true, true]);
		a.loseStore();
		clock.advance(2);
		expect([a.inSyncWith(1), b.inSyncWith(1)]).toEqual([false, false]);
		a.save();
		clock.advance(SETTLED_MS);
		expect([a.inSyncWith(1), b.inSyncWith(1)]).toEqual([true, true]);
	});

	it('P14: who sent something hears at once that it is stored, the others with what comes meanwhile, and all in the end', () => {
		const clock = new ManualClock();
		const [typist, a, b, ...others] = Array.from({ length: 5 }, () => new SimulatedPeer(clock)) as [
			SimulatedPeer,
			SimulatedPeer,
			SimulatedPeer,
			...SimulatedPeer[]
		];
		const [toTypist, between] = [connect(a, typist), connect(a, b)];
		connect(b, typist);
		for (const [at, other] of others.entries())
			for (const peer of [typist, a, b, ...others.slice(0, at)]) connect(other, peer);
		clock.advance(SETTLED_MS);
		const receipts = (end: { readonly sentMessages: readonly { readonly type: string }[] }) =>
			end.sentMessages.filter(({ type }) => type === 'receipt').length;
		const before = [receipts(toTypist.a), receipts(between.a)] as const;
		const keys = 20;
		for (let key = 0; key < keys; key += 1) {
			typist.type('x');
			clock.advance(COMMIT_MS + 5);
			expect(receipts(toTypist.a) - before[0]).toBe(key + 1);
		}
		expect(receipts(between.a) - before[1]).toBeLessThan(keys / 2);
		clock.advance(a.synchroniser.receiptsTakeMs + 5);
		expect([typist, a, b, ...others].every((peer) => peer.inSyncWith(4))).toBe(true);
	});

	it('P14: what was to be told to the others later is told no more once it is lost', () => {
		const { clock, a, b } = twoPeers();
		const typist = new SimulatedPeer(clock);
		let words = 0;
		const between = new Link(clock, {
			inspect: (message, from) => {
				if (from !== 'a' || (message.type !== 'receipt' && message.type !== 'version')) return;
				words += 1;
				expect(covers(a.store.committed, message.stored)).toBe(true);
			}
		});
		connect(a, typist);
		connect(b, typist);
		a.connections.add(between.a);
		b.connections.add(between.b);
		clock.advance(SETTLED_MS);
		for (let edit = 0; edit < 4; edit += 1) {
			typist.type('x', 0);
			clock.advance(COMMIT_MS + 5);
		}
		const told = words;
		a.loseStore();
		clock.advance(SETTLED_MS);
		expect(words).toBeGreaterThan(told);
		expect([typist.inSyncWith(2), b.inSyncWith(2)]).toEqual([false, false]);
		a.save();
		clock.advance(SETTLED_MS);
		expect([typist, a, b].map((peer) => peer.inSyncWith(2))).toEqual([true, true, true]);
	});

	it('P14: what was to be told later is told at once when the page may end', () => {
		const { clock, a, b } = twoPeers();
		const typist = new SimulatedPeer(clock);
		connect(a, typist);
		connect(b, typist);
		connect(a, b);
		clock.advance(SETTLED_MS);
		for (let edit = 0; edit < 2; edit += 1) {
			typist.type('x', 0);
			clock.advance(COMMIT_MS + 5);
		}
		const storedAt = () =>
			b.synchroniser.peers.filter(({ stored }) => covers(stored ?? new Map(), b.note.version()));
		expect(storedAt()).toEqual([]);
		a.synchroniser.flush();
		clock.advance(2);
		expect(storedAt()).toHaveLength(1);
	});

	it('P14: a peer that was killed before its commit says truly what is left', () => {
		const { clock, a, b } = twoPeers();
		connect(a, b);
		clock.advance(SETTLED_MS);
		a.type('kept ');
		clock.advance(SETTLED_MS);
		a.type('lost');
		clock.advance(COMMIT_MS / 2);
		expect(b.text).toBe('kept lost');
		b.crash();
		expect(b.text).toBe('kept ');
		clock.advance(SETTLED_MS);
		connect(a, b);
		clock.advance(2);
		expect(a.inSyncWith(1)).toBe(false);
		clock.advance(SETTLED_MS);
		expect(b.text).toBe('kept lost');
		expect(a.inSyncWith(1)).toBe(true);
	});
});

describe('in sync', () => {
	/** At each step until all is quiet: who says that it is in sync must be right. */
	function watch(clock: ManualClock, peers: readonly SimulatedPeer[]): number {
		let stepsInSync = 0;
		const check = () => {
			for (const peer of peers) {
				const version = peer.note.version();
				if (!peer.inSyncWith(peers.length - 1)) continue;
				stepsInSync += 1;
				if (!peers.every(({ store }) => covers(store.committed, version)))
					throw new Error('not stored everywhere');
			}
		};
		const until = clock.now() + SETTLED_MS;
		check();
		while (clock.step(until)) check();
		return stepsInSync;
	}

	it(
		'P20: is never true while this side or the other has not stored what is here',
		() => {
			const random = seeded(20);
			for (let run = 0; run < 30; run += 1) {
				const clock = new ManualClock();
				const peers = Array.from({ length: 2 + random.int(2) }, () => {
					const peer = new SimulatedPeer(clock, { commitMs: () => random.int(300) });
					peer.type(random.word());
					return peer;
				});
				for (const [index, peer] of peers.entries()) {
					for (const other of peers.slice(0, index)) connect(other, peer, { delay: () => random.int(100) });
				}
				for (let edit = 0; edit < 10; edit += 1) {
					clock.after(random.int(SETTLED_MS / 2), () => random.pick(peers).type(random.word(), 0));
				}
				expect(watch(clock, peers)).toBeGreaterThan(0);
				expect(peers.every((peer) => peer.inSyncWith(peers.length - 1))).toBe(true);
			}
		},
		PATIENCE_MS
	);

	it('P20: is not true before the version of the other was heard, and is told when it becomes true', () => {
		const { clock, a, b } = twoPeers();
		const told: boolean[] = [];
		a.synchroniser.onPeersChanged(() => told.push(a.inSyncWith(1)));
		a.type('text');
		connect(a, b, { delay: () => 10 });
		clock.advance(COMMIT_MS);
		expect(told).not.toContain(true);
		clock.advance(SETTLED_MS);
		expect(told.at(-1)).toBe(true);
		a.type('more');
		expect(told.at(-1)).toBe(false);
	});

	it('P20: is not true while what the other has, and has told of, is still to come', () => {
		const { clock, a, b } = twoPeers();
		b.type('x'.repeat(100_000));
		clock.advance(SETTLED_MS);
		connect(a, b, { delay: () => 10, capacity: 1 });
		let sawPart = false;
		const until = clock.now() + SETTLED_MS;
		while (clock.step(until)) {
			const [view] = a.synchroniser.peers;
			if (a.text === '' && view !== undefined) sawPart = true;
			if (view?.inSync === true) expect(a.text).toHaveLength(100_000);
		}
		expect(sawPart).toBe(true);
		expect(a.inSyncWith(1)).toBe(true);
	});
});
