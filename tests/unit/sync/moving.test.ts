import { describe, expect, it } from 'vitest';
import { ManualClock } from './manual-clock.js';
import { connect, SimulatedPeer } from './simulated-peer.js';

const SETTLED_MS = 2_000;
const RECONNECT_MS = 500;

function idOf(at: SimulatedPeer, other: SimulatedPeer): string {
	const view = at.synchroniser.peers.find(({ session }) => session === other.session);
	if (view === undefined) throw new Error('they have not met');
	return view.id;
}

/** What a peer is told of moves from now on: the invites, or undefined where there was none. */
function told(peer: SimulatedPeer): (string | undefined)[] {
	const heard: (string | undefined)[] = [];
	peer.synchroniser.onMoved(({ invite }) => heard.push(invite));
	return heard;
}

function two(): { clock: ManualClock; a: SimulatedPeer; b: SimulatedPeer } {
	const clock = new ManualClock();
	return { clock, a: new SimulatedPeer(clock), b: new SimulatedPeer(clock) };
}

describe('P27: a note that moves', () => {
	it('is told to all who are there: with an invite to those chosen, without one to the others', () => {
		const { clock, a, b } = two();
		const c = new SimulatedPeer(clock);
		connect(a, b);
		connect(a, c);
		clock.advance(SETTLED_MS);
		const heard: unknown[] = [];
		b.synchroniser.onMoved((move) => heard.push(['b', move]));
		c.synchroniser.onMoved((move) => heard.push(['c', move]));
		a.synchroniser.move(new Map([[idOf(a, b), 'invite']]));
		clock.advance(SETTLED_MS);
		expect(heard).toEqual([
			['b', { peer: idOf(b, a), invite: 'invite' }],
			['c', { peer: idOf(c, a), invite: undefined }]
		]);
		expect(a.synchroniser.toldOfMove.size).toBe(2);
	});

	it('is told to whoever connects anew, without the invite of the connection that was lost', () => {
		const { clock, a, b } = two();
		const link = connect(a, b);
		clock.advance(SETTLED_MS);
		const heard = told(b);
		a.synchroniser.move(new Map([[idOf(a, b), 'invite']]));
		link.cut();
		clock.advance(RECONNECT_MS);
		expect(heard).toEqual([]);
		connect(a, b);
		clock.advance(SETTLED_MS);
		expect(heard).toEqual([undefined]);
		expect(b.dropped).toEqual([]);
	});

	it('is told to whoever comes only now, and once', () => {
		const { clock, a, b } = two();
		a.synchroniser.move(new Map());
		const heard = told(b);
		connect(a, b);
		clock.advance(SETTLED_MS);
		a.type('more');
		clock.advance(SETTLED_MS);
		expect(heard).toEqual([undefined]);
	});

	it('is told again, with the invite, to the very connection on which the note is opened anew', () => {
		const { clock, a, b } = two();
		connect(a, b);
		clock.advance(SETTLED_MS);
		a.synchroniser.move(new Map([[idOf(a, b), 'invite']]));
		clock.advance(SETTLED_MS);
		b.reopen();
		const heard = told(b);
		clock.advance(SETTLED_MS);
		expect(heard).toEqual(['invite']);
	});

	it('knows who was not told yet, because a channel has no room', () => {
		const { clock, a, b } = two();
		const link = connect(a, b);
		clock.advance(SETTLED_MS);
		const heard = told(b);
		link.a.blocked = true;
		a.synchroniser.move(new Map([[idOf(a, b), 'invite']]));
		clock.advance(SETTLED_MS);
		expect([heard, [...a.synchroniser.toldOfMove]]).toEqual([[], []]);
		link.a.blocked = false;
		clock.advance(SETTLED_MS);
		expect([heard, [...a.synchroniser.toldOfMove]]).toEqual([['invite'], [idOf(a, b)]]);
	});

	it('leaves no tab of the browser behind', () => {
		const { clock, a, b } = two();
		connect(a, b, { kind: 'tab' });
		clock.advance(SETTLED_MS);
		const heard = told(b);
		a.synchroniser.move(new Map());
		clock.advance(SETTLED_MS);
		expect([heard, [...a.synchroniser.toldOfMove]]).toEqual([[], [idOf(a, b)]]);
	});
});
