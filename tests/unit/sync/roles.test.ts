import { describe, expect, it } from 'vitest';
import type { Message } from '$lib/protocol/messages.js';
import { ManualClock } from './manual-clock.js';
import { connect, connectByHand, NOTE_ID, SimulatedPeer } from './simulated-peer.js';
import { Speaker } from './speaker.js';

const SETTLED_MS = 2_000;
const EXCHANGES_MS = 120_000;

function writerAndViewer(patched = false): { clock: ManualClock; a: SimulatedPeer; viewer: SimulatedPeer } {
	const clock = new ManualClock();
	const a = new SimulatedPeer(clock);
	const viewer = new SimulatedPeer(clock, { role: 'viewer', ownRole: patched ? 'writer' : 'viewer' });
	a.type('text');
	return { clock, a, viewer };
}

describe('P26: one who may only read', () => {
	it('receives everything, stores it, and says so', () => {
		const { clock, a, viewer } = writerAndViewer();
		connect(a, viewer);
		clock.advance(SETTLED_MS);
		expect([viewer.text, a.inSyncWith(1), viewer.inSyncWith(1)]).toEqual(['text', true, true]);
		expect(a.synchroniser.peers.map(({ role }) => role)).toEqual(['viewer']);
		expect(viewer.synchroniser.peers.map(({ role }) => role)).toEqual(['writer']);
		a.type(' goes on');
		clock.advance(SETTLED_MS);
		expect([viewer.text, a.inSyncWith(1)]).toEqual(['text goes on', true]);
	});

	it('sends nothing that would not be taken, also what it has from others, and is in sync all the same', () => {
		const { clock, a, viewer } = writerAndViewer();
		const b = new SimulatedPeer(clock);
		const link = connect(a, viewer);
		const other = connect(b, viewer);
		clock.advance(EXCHANGES_MS);
		expect([viewer.text, b.text, b.dropped, a.dropped]).toEqual(['text', '', [], []]);
		expect([link.b.sentUpdates, other.b.sentUpdates]).toEqual([[], []]);
		expect([a.inSyncWith(1), b.inSyncWith(1)]).toEqual([true, true]);
		connect(a, b);
		clock.advance(SETTLED_MS);
		expect([b.text, b.inSyncWith(2)]).toEqual(['text', true]);
	});

	it('changes nobody else’s copy with a client that is patched to send what it wrote, and is dropped for it', () => {
		const { clock, a, viewer } = writerAndViewer(true);
		const b = new SimulatedPeer(clock);
		connect(a, b);
		connect(a, viewer);
		clock.advance(SETTLED_MS);
		viewer.type(' of a viewer');
		clock.advance(SETTLED_MS);
		expect([a.text, b.text, a.dropped, b.dropped]).toEqual(['text', 'text', ['not-allowed'], []]);
		a.type(' goes on');
		clock.advance(SETTLED_MS);
		expect([b.text, a.inSyncWith(1)]).toEqual(['text goes on', true]);
	});

	it('that has written by force keeps that to itself: others are in sync with it in what they have', () => {
		const { clock, a, viewer } = writerAndViewer();
		connect(a, viewer);
		clock.advance(SETTLED_MS);
		viewer.type(' of a viewer');
		clock.advance(EXCHANGES_MS);
		expect([a.text, a.dropped, a.inSyncWith(1)]).toEqual(['text', [], true]);
	});

	it.each<[string, Message]>([
		['an update', { type: 'update', bytes: new Uint8Array(30) }],
		['a history', { type: 'history', snapshot: new Uint8Array(30) }],
		['that the note has moved', { type: 'moved', invite: 'x' }]
	])('that says %s is dropped', (_, message) => {
		const { clock, a } = writerAndViewer();
		const moves: unknown[] = [];
		const histories: unknown[] = [];
		a.synchroniser.onMoved((move) => moves.push(move));
		a.synchroniser.onHistory((history) => histories.push(history));
		const end = connectByHand(a);
		const by = new Speaker((frame) => end.send(frame));
		by.greet(NOTE_ID, 'viewer');
		by.say(message);
		clock.advance(SETTLED_MS);
		expect([a.dropped, a.text, moves, histories]).toEqual([['not-allowed'], 'text', [], []]);
	});

	it('cannot raise a difference by a false digest; at most it gets the history that it may read anyway', () => {
		const { clock, a, viewer } = writerAndViewer();
		viewer.note.digest = () => new Uint8Array(32).fill(1);
		const link = connect(a, viewer);
		clock.advance(EXCHANGES_MS);
		expect([a.differences, a.dropped, a.text]).toEqual([[], [], 'text']);
		expect(viewer.differences).toHaveLength(1);
		const histories = (end: typeof link.a) =>
			end.sentMessages.filter(({ type }) => type === 'history').length;
		expect([histories(link.a), histories(link.b)]).toEqual([1, 0]);
	});

	it('is in sync with a writer when it has stored all that this one has, also if it has more from another', () => {
		const { clock, a, viewer } = writerAndViewer();
		const b = new SimulatedPeer(clock);
		const link = connect(a, viewer);
		clock.advance(SETTLED_MS);
		link.cut();
		connect(b, viewer);
		clock.advance(SETTLED_MS);
		expect([viewer.text, b.text]).toEqual(['text', '']);
		expect([viewer.inSyncWith(1), b.inSyncWith(1)]).toEqual([true, true]);
	});

	it('has tabs that keep in step, for they share a disk', () => {
		const clock = new ManualClock();
		const writer = new SimulatedPeer(clock);
		const [tab, other] = [
			new SimulatedPeer(clock, { role: 'viewer' }),
			new SimulatedPeer(clock, { role: 'viewer' })
		];
		writer.type('text');
		connect(writer, tab);
		connect(tab, other, { kind: 'tab' });
		clock.advance(EXCHANGES_MS);
		expect([other.text, tab.dropped, other.dropped]).toEqual(['text', [], []]);
	});

	it('takes nothing from another who may only read', () => {
		const clock = new ManualClock();
		const patched = new SimulatedPeer(clock, { role: 'viewer', ownRole: 'writer' });
		const viewer = new SimulatedPeer(clock, { role: 'viewer' });
		patched.type('forged');
		connect(patched, viewer);
		clock.advance(SETTLED_MS);
		expect([viewer.text, viewer.dropped]).toEqual(['', ['not-allowed']]);
	});
});
