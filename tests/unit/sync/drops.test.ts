import { describe, expect, it } from 'vitest';
import { PoisonousUpdateError } from '$lib/note/guarded-import.js';
import { EMPTY_VERSION } from '$lib/note/version.js';
import type { Message, VersionMessage } from '$lib/protocol/messages.js';
import type { DropReason } from '$lib/sync/connection.js';
import type { Channel } from '$lib/transport/channel.js';
import { Emitter } from '$lib/util/emitter.js';
import { seeded } from '../../fuzz/random.js';
import { ManualClock } from './manual-clock.js';
import { connect, connectByHand, NOTE_ID, SimulatedPeer } from './simulated-peer.js';
import { hello, Speaker } from './speaker.js';

const SETTLED_MS = 2_000;

function speaker(end: Channel): Speaker {
	return new Speaker((frame) => end.send(frame));
}

function nothing(): VersionMessage {
	return { type: 'version', version: EMPTY_VERSION, stored: EMPTY_VERSION, updatesHeard: 0, answer: false };
}

/** Two honest peers in sync, and a channel to the first from a third who speaks by hand. */
function honestPeersAndAnother(): { clock: ManualClock; a: SimulatedPeer; b: SimulatedPeer; end: Channel } {
	const clock = new ManualClock();
	const [a, b] = [new SimulatedPeer(clock), new SimulatedPeer(clock)];
	a.type('honest text');
	connect(a, b);
	const end = connectByHand(a);
	clock.advance(SETTLED_MS);
	return { clock, a, b, end };
}

/** The note is as it was, and the honest peers go on. */
function expectUnharmed(clock: ManualClock, a: SimulatedPeer, b: SimulatedPeer, reason: DropReason): void {
	clock.advance(SETTLED_MS);
	expect(a.dropped).toEqual([reason]);
	expect(a.text).toBe('honest text');
	a.type(' goes on');
	b.type('and ', 0);
	clock.advance(SETTLED_MS);
	expect([a.text, b.text]).toEqual(['and honest text goes on', 'and honest text goes on']);
	expect([a.inSyncWith(1), b.inSyncWith(1), b.dropped]).toEqual([true, true, []]);
}

describe('P21: what drops a peer, and nobody else', () => {
	it.each<[string, Uint8Array<ArrayBuffer>]>([
		['no bytes', new Uint8Array()],
		['an unknown frame', Uint8Array.of(7, 1, 2)],
		['an unknown message', Uint8Array.of(1, 2, 99, 0)],
		['a frame over the limit', new Uint8Array(20_000)]
	])('garbage: %s', (_, bytes) => {
		const { clock, a, b, end } = honestPeersAndAnother();
		speaker(end).greet(NOTE_ID);
		end.send(bytes);
		expectUnharmed(clock, a, b, 'protocol');
	});

	it('random garbage, whatever it is, before or after the hello', () => {
		const random = seeded(21);
		for (let run = 0; run < 30; run += 1) {
			const { clock, a, b, end } = honestPeersAndAnother();
			if (random.chance(0.5)) speaker(end).say(hello());
			const frames = 20;
			for (let frame = 0; frame < frames && end.writable; frame += 1) {
				end.send(
					Uint8Array.from({ length: random.int(40) }, (_unused, index) => (index < 2 ? 0 : random.int(256)))
				);
				clock.advance(1);
			}
			expectUnharmed(clock, a, b, 'protocol');
		}
	}, 30_000);

	it.each<[string, Message]>([
		['version', nothing()],
		['update', { type: 'update', bytes: new Uint8Array(3) }],
		['receipt', { type: 'receipt', stored: EMPTY_VERSION }],
		['presence', { type: 'presence', person: 'p', name: 'n', colour: 0, caret: undefined }]
	])('P10: a message before the hello: %s', (_, message) => {
		const { clock, a, b, end } = honestPeersAndAnother();
		speaker(end).say(message);
		expectUnharmed(clock, a, b, 'protocol');
	});

	it.each<[string, (by: Speaker) => void]>([
		['that was not opened', (by) => by.say(nothing(), 1)],
		['that skips one', (by) => by.say({ type: 'open', noteId: 'other' }, 2)],
		['that is another note’s', (by) => by.say({ type: 'open', noteId: 'other' })]
	])('P9: a note number %s', (_, say) => {
		const { clock, a, b, end } = honestPeersAndAnother();
		const by = speaker(end);
		by.greet(NOTE_ID);
		say(by);
		expectUnharmed(clock, a, b, 'protocol');
	});

	it('P17: a damaged update', () => {
		const { clock, a, b, end } = honestPeersAndAnother();
		const by = speaker(end);
		by.greet(NOTE_ID);
		const bytes = a.note.exportFrom(EMPTY_VERSION).slice();
		bytes[bytes.length - 1] = (bytes[bytes.length - 1] ?? 0) ^ 1;
		by.say({ type: 'update', bytes });
		expectUnharmed(clock, a, b, 'damaged-update');
	});

	it('P17: an update that kills the document drops its sender and says that a new document is needed', () => {
		const { clock, a, end } = honestPeersAndAnother();
		let poisoned = 0;
		a.synchroniser.onPoisoned(() => (poisoned += 1));
		a.note.importFromPeer = () => {
			throw new PoisonousUpdateError('trapped');
		};
		const by = speaker(end);
		by.greet(NOTE_ID);
		by.say({ type: 'update', bytes: new Uint8Array(30) });
		clock.advance(SETTLED_MS);
		expect([a.dropped, poisoned]).toEqual([['poisoned'], 1]);
	});
});

/** A channel that hands over what was under way although it was closed, as a data channel may. */
class LateChannel implements Channel {
	readonly label = 'late';
	readonly fingerprints = { own: new Uint8Array(32), peer: new Uint8Array(32) };
	readonly kind = 'network';
	readonly isMetAnew = true;
	readonly messages = new Emitter<Uint8Array>();
	readonly onMessage = this.messages.on.bind(this.messages);
	readonly onWritable = () => () => undefined;
	readonly onClose = () => () => undefined;
	readonly close = () => undefined;
	readonly giveUp = () => undefined;
	readonly send = () => undefined;
	readonly stats = () => Promise.resolve(undefined);
	readonly writable = true;
}

it('P21: what a dropped channel still hands over is not looked at', () => {
	const clock = new ManualClock();
	const [a, other] = [new SimulatedPeer(clock), new SimulatedPeer(clock)];
	other.type('late');
	const channel = new LateChannel();
	a.connections.add(channel);
	const by = new Speaker((frame) => channel.messages.emit(frame));
	by.greet(NOTE_ID);
	channel.messages.emit(Uint8Array.of(99));
	by.say({ type: 'update', bytes: other.note.exportFrom(EMPTY_VERSION) });
	expect([a.dropped, a.text, a.synchroniser.peers]).toEqual([['protocol'], '', []]);
});

it('P21: a version that claims operations nobody has is kept from being called in sync, and harms nothing', () => {
	const { clock, a, b, end } = honestPeersAndAnother();
	const by = speaker(end);
	by.greet(NOTE_ID);
	const claimed = new Map([['18446744073709551615', 2 ** 31 - 1] as const, ['0', 1] as const]);
	by.say({ ...nothing(), version: claimed, stored: claimed });
	clock.advance(SETTLED_MS);
	expect(a.synchroniser.peers.map(({ inSync }) => inSync)).toEqual([true, false]);
	end.close();
	clock.advance(SETTLED_MS);
	expect([a.inSyncWith(1), b.inSyncWith(1)]).toEqual([true, true]);
});
