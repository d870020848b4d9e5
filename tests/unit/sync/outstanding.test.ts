import { describe, expect, it } from 'vitest';
import { EMPTY_VERSION, type Version } from '$lib/note/version.js';
import { DIGEST_BYTES } from '$lib/protocol/limits.js';
import type { Message, VersionMessage } from '$lib/protocol/messages.js';
import type { DropReason } from '$lib/sync/connection.js';
import { EXCHANGE_INTERVAL_MS, MAX_PENDING_BYTES } from '$lib/sync/limits.js';
import { IS_LONG } from '../../support/long.js';
import { ManualClock } from './manual-clock.js';
import type { LinkEnd } from './simulated-link.js';
import { connect, connectByHand, NOTE_ID, SimulatedPeer } from './simulated-peer.js';
import { Speaker } from './speaker.js';

const SETTLED_MS = 2_000;

function count(end: LinkEnd, type: Message['type']): number {
	return end.sentMessages.filter((message) => message.type === type).length;
}

/** A peer that speaks the protocol by hand, gives signs of life, and says no more than it is told to. */
function greetedSpeaker(peer: SimulatedPeer): { say: (message: Message) => void } {
	const end = connectByHand(peer);
	const speaker = new Speaker((frame) => end.send(frame));
	const say = (message: Message) => {
		if (end.writable) speaker.say(message);
	};
	speaker.greet(NOTE_ID);
	const live = () => {
		say({ type: 'alive', answer: false });
		peer.clock.after(1_000, live);
	};
	live();
	return { say };
}

function version(version: Version): VersionMessage {
	return { type: 'version', version, stored: EMPTY_VERSION, updatesHeard: 0, answer: false };
}

describe('P11: while anything is outstanding', () => {
	it('both sides state their versions every 20 s, and not once all is in sync', () => {
		const clock = new ManualClock();
		let storing = false;
		const a = new SimulatedPeer(clock);
		const b = new SimulatedPeer(clock, { commitMs: () => (storing ? 10 : Infinity) });
		a.type('text');
		const link = connect(a, b);
		clock.advance(SETTLED_MS);
		const before = [count(link.a, 'version'), count(link.b, 'version')] as const;
		clock.advance(3 * EXCHANGE_INTERVAL_MS);
		for (const [index, end] of [link.a, link.b].entries()) {
			expect(count(end, 'version') - (before[index] ?? 0)).toBeGreaterThanOrEqual(3);
		}
		expect(link.a.sentUpdates).toHaveLength(1);
		storing = true;
		b.reopen();
		clock.advance(EXCHANGE_INTERVAL_MS + SETTLED_MS);
		expect([a.inSyncWith(1), b.inSyncWith(1)]).toEqual([true, true]);
		const settled = [count(link.a, 'version'), count(link.b, 'version')];
		clock.advance(10 * EXCHANGE_INTERVAL_MS);
		expect([count(link.a, 'version'), count(link.b, 'version')]).toEqual(settled);
	});

	it('what is still under way is not sent again', () => {
		const clock = new ManualClock();
		const [a, b] = [new SimulatedPeer(clock), new SimulatedPeer(clock)];
		for (let part = 0; part < 30; part += 1) a.type('0123456789'.repeat(1_600));
		const link = connect(a, b, { delay: () => 1_000, capacity: 1 });
		clock.advance(6 * EXCHANGE_INTERVAL_MS);
		expect(b.text.length).toBe(480_000);
		const bytes = link.a.sentUpdates.reduce((sum, { length }) => sum + length, 0);
		expect(bytes).toBeLessThan(1.02 * a.note.exportFrom(EMPTY_VERSION).length);
		expect([a.dropped, b.dropped]).toEqual([[], []]);
	});
});

/** As much as goes into one update, of 16 KB. */
const PART = '0123456789abcdef'.repeat(1_000);

describe('P21: updates that never become complete', () => {
	it('a peer that says it has more, and sends nothing of it, is dropped in the end', () => {
		const clock = new ManualClock();
		const a = new SimulatedPeer(clock);
		greetedSpeaker(a).say(version(new Map([['9', 100] as const])));
		clock.advance(3 * EXCHANGE_INTERVAL_MS);
		expect(a.dropped).toEqual([]);
		clock.advance(3 * EXCHANGE_INTERVAL_MS);
		expect(a.dropped).toEqual(['incomplete']);
	});

	it('a peer whose updates wait for what never comes is dropped before they take much memory', () => {
		const clock = new ManualClock();
		const a = new SimulatedPeer(clock);
		const other = new SimulatedPeer(clock);
		other.type('never sent');
		const { say } = greetedSpeaker(a);
		say(version(EMPTY_VERSION));
		const kept = 'kept';
		a.type(kept);
		let sent = 0;
		while (a.dropped.length === 0 && sent < 2 * MAX_PENDING_BYTES) {
			const from = other.note.version();
			other.note.body.insert(0, PART);
			other.note.doc.commit();
			const bytes = other.note.exportFrom(from);
			sent += bytes.length;
			say({ type: 'update', bytes });
			clock.advance(10);
		}
		expect(a.dropped).toEqual(['incomplete']);
		expect(sent).toBeLessThan(MAX_PENDING_BYTES + 2 ** 20);
		expect(a.text).toBe(kept);
	});
});

it.runIf(IS_LONG)(
	'P21: coming back does not make it forget how much waits; in the end the document is loaded anew, without',
	() => {
		const clock = new ManualClock();
		const [a, other] = [new SimulatedPeer(clock), new SimulatedPeer(clock)];
		other.type('never sent');
		let poisoned = 0;
		a.synchroniser.onPoisoned(() => (poisoned += 1));
		let sent = 0;
		for (let peers = 0; peers < 6 && poisoned === 0; peers += 1) {
			const { say } = greetedSpeaker(a);
			say(version(EMPTY_VERSION));
			for (let update = 0; update * PART.length < 1.1 * MAX_PENDING_BYTES; update += 1) {
				const from = other.note.version();
				other.note.body.insert(0, PART);
				other.note.doc.commit();
				const bytes = other.note.exportFrom(from);
				sent += bytes.length;
				say({ type: 'update', bytes });
				clock.advance(10);
			}
		}
		expect(new Set(a.dropped)).toEqual(new Set(['incomplete']));
		expect(poisoned).toBe(1);
		expect(sent).toBeGreaterThan(MAX_PENDING_BYTES);
	}
);

describe('P24: floods', () => {
	const nothing = (): Message => version(EMPTY_VERSION);
	it.each<[string, () => Message, DropReason?]>([
		['versions', nothing],
		['signs of life', () => ({ type: 'alive', answer: true })],
		['receipts', () => ({ type: 'receipt', stored: EMPTY_VERSION })],
		['neighbours', () => ({ type: 'neighbours', sessions: [] })],
		['openings', () => ({ type: 'open', noteId: NOTE_ID }), 'reopening'],
		['histories', () => ({ type: 'history', snapshot: new Uint8Array(9) })],
		[
			'digests',
			() => ({ type: 'digest', version: new Uint8Array(DIGEST_BYTES), content: new Uint8Array(DIGEST_BYTES) })
		]
	])('of %s drop the peer, and nobody else minds', (_, message, reason = 'flood') => {
		const clock = new ManualClock();
		const [a, b] = [new SimulatedPeer(clock), new SimulatedPeer(clock)];
		connect(a, b);
		const { say } = greetedSpeaker(a);
		say(nothing());
		clock.advance(SETTLED_MS);
		for (let sent = 0; sent < 20_000 && a.dropped.length === 0; sent += 1) {
			say(message());
			if (sent % 100 === 0) clock.advance(1);
		}
		clock.advance(SETTLED_MS);
		expect(a.dropped).toEqual([reason]);
		a.type('goes on');
		clock.advance(SETTLED_MS);
		expect([b.text, a.inSyncWith(1)]).toEqual(['goes on', true]);
	});

	it('of invented Loro peers in receipts drop it before they take much memory', () => {
		const clock = new ManualClock();
		const a = new SimulatedPeer(clock);
		const { say } = greetedSpeaker(a);
		say(nothing());
		let named = 0;
		while (a.dropped.length === 0 && named < 2 ** 21) {
			const entries = Array.from({ length: 16_384 }, (_, index) => [`${named + index + 1}`, 1] as const);
			named += entries.length;
			say({ type: 'receipt', stored: new Map(entries as [`${number}`, number][]) });
			clock.advance(10);
		}
		expect(a.dropped).toEqual(['flood']);
		expect(named).toBeLessThan(2 ** 18);
	});

	it('of updates that bring nothing drop it too', () => {
		const clock = new ManualClock();
		const a = new SimulatedPeer(clock);
		const { say } = greetedSpeaker(a);
		say(nothing());
		a.type('text');
		const bytes = a.note.exportFrom(EMPTY_VERSION);
		for (let sent = 0; sent < 5_000 && a.dropped.length === 0; sent += 1) {
			say({ type: 'update', bytes });
			if (sent % 100 === 0) clock.advance(1);
		}
		clock.advance(SETTLED_MS);
		expect(a.dropped).toEqual(['flood']);
	});
});
