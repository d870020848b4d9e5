import { expect, it } from 'vitest';
import { mendedFrom } from '$lib/note/mend.js';
import { Note } from '$lib/note/note.js';
import { DIGEST_QUIET_MS } from '$lib/sync/limits.js';
import { ManualClock } from './manual-clock.js';
import { connect, SimulatedPeer } from './simulated-peer.js';

const SETTLED_MS = 2_000 + DIGEST_QUIET_MS;

/** Two devices of which one is a clone of the other: both write under one Loro peer id. */
function clones(): { clock: ManualClock; a: SimulatedPeer; b: SimulatedPeer } {
	const clock = new ManualClock();
	const [a, b] = [new SimulatedPeer(clock), new SimulatedPeer(clock)];
	for (const [peer, text] of [
		[a, 'apples'],
		[b, 'grapes']
	] as const) {
		peer.note.doc.setPeerId('77');
		peer.type(text);
	}
	return { clock, a, b };
}

it('P22: equal versions with different content are found, and told with both versions, once', () => {
	const { clock, a, b } = clones();
	connect(a, b);
	clock.advance(SETTLED_MS);
	expect([a.text, b.text]).toEqual(['apples', 'grapes']);
	for (const [peer, other] of [
		[a, b],
		[b, a]
	] as const) {
		expect(peer.differences).toEqual([
			{ session: other.session, version: peer.note.version(), peerVersion: other.note.version() }
		]);
		expect(peer.inSyncWith(1)).toBe(false);
	}
	clock.advance(30_000);
	expect([a.differences.length, b.differences.length]).toEqual([1, 1]);
});

it('P22: each is sent the other’s history; mended by it, both end equal, and know it', () => {
	const { clock, a, b } = clones();
	let replaced = 0;
	const mendOnHistory = (peer: SimulatedPeer) => {
		peer.synchroniser.onHistory(({ snapshot, version }) => {
			const mending = mendedFrom(peer.note, snapshot, version);
			if (mending.kind !== 'replace') return;
			replaced += 1;
			clock.after(0, () => {
				peer.replaceNote(mending.note);
				mendOnHistory(peer);
			});
		});
	};
	mendOnHistory(a);
	mendOnHistory(b);
	connect(a, b);
	clock.advance(2 * SETTLED_MS);
	expect(replaced).toBe(1);
	expect(a.text).toBe(b.text);
	expect([a.text.includes('apples'), a.text.includes('grapes')]).toEqual([true, true]);
	expect([a.inSyncWith(1), b.inSyncWith(1)]).toEqual([true, true]);
	expect([a.dropped, b.dropped]).toEqual([[], []]);
});

it('P22: where content is equal nothing is told, and a digest goes once for each pause', () => {
	const clock = new ManualClock();
	const [a, b] = [new SimulatedPeer(clock), new SimulatedPeer(clock)];
	const link = connect(a, b);
	for (let word = 0; word < 10; word += 1) {
		a.type('word ');
		clock.advance(DIGEST_QUIET_MS / 4);
	}
	clock.advance(SETTLED_MS);
	clock.advance(60_000);
	expect([a.differences, b.differences]).toEqual([[], []]);
	const digests = link.a.sentMessages.filter(({ type }) => type === 'digest');
	expect(digests.length).toBeGreaterThan(0);
	expect(digests.length).toBeLessThanOrEqual(2);
});

it('P22: a history that nobody asked for is not looked at', () => {
	const clock = new ManualClock();
	const [a, b] = [new SimulatedPeer(clock), new SimulatedPeer(clock)];
	let heard = 0;
	a.synchroniser.onHistory(() => (heard += 1));
	connect(a, b);
	clock.advance(SETTLED_MS);
	expect(heard).toBe(0);
	expect(Note.empty().digest()).toEqual(Note.empty().digest());
});

it('P22: the digests are compared also where storing takes its time', () => {
	const clock = new ManualClock();
	const commitMs = () => 1_500;
	const [a, b] = [new SimulatedPeer(clock, { commitMs }), new SimulatedPeer(clock, { commitMs })];
	const link = connect(a, b);
	clock.advance(SETTLED_MS);
	a.type('a');
	b.type('b');
	clock.advance(10_000);
	expect([a.inSyncWith(1), b.inSyncWith(1)]).toEqual([true, true]);
	for (const end of [link.a, link.b]) {
		expect(end.sentMessages.some(({ type }) => type === 'digest')).toBe(true);
	}
});
