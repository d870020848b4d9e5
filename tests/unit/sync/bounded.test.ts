import { LoroDoc } from 'loro-crdt';
import { expect, it, vi } from 'vitest';
import { MAX_NOTE_OPERATIONS } from '$lib/note/schema.js';
import { Writer } from '$lib/protocol/codec.js';
import { MAX_FRAME_BYTES, MAX_MESSAGE_BYTES } from '$lib/protocol/limits.js';
import { encodeMessage } from '$lib/protocol/message-codec.js';
import type { Message } from '$lib/protocol/messages.js';
import type { Channel } from '$lib/transport/channel.js';
import { heldArrayBufferBytes } from '../../support/collect-garbage.js';
import { ManualClock } from './manual-clock.js';
import { connect, connectByHand, NOTE_ID, SimulatedPeer } from './simulated-peer.js';
import { hello, Speaker } from './speaker.js';
import { claimed } from './trusting-admission.js';

const SETTLED_MS = 2_000;
const MIB = 1024 * 1024;
const LOOK_EVERY_BYTES = 8 * MIB;
const WHOLE = 1;
const FIRST = 2;
const MORE = 3;
const UPDATE = 3;

/** Frames of one message, made by hand. */
class Frames {
	#number = 0;

	constructor(private readonly end: Channel) {}

	greet(): void {
		new Speaker((frame) => this.end.send(frame)).say(hello());
		this.say({ type: 'proof', proof: claimed('writer') });
		this.say({ type: 'open', noteId: NOTE_ID });
	}

	/** Says a message that fits into one frame. */
	say(message: Message): void {
		this.end.send(
			this.#head(WHOLE)
				.raw(encodeMessage({ note: 0, message }))
				.finish()
		);
	}

	/** Begins an update of so many bytes, with its first few. */
	begin(bytes: number): void {
		this.end.send(this.#head(FIRST).varint(bytes).u8(UPDATE).varint(0).finish());
	}

	more(bytes: Uint8Array): void {
		this.end.send(this.#head(MORE).raw(bytes).finish());
	}

	#head(kind: number): Writer {
		const writer = new Writer().u8(kind).u8(this.#number);
		this.#number = (this.#number + 1) % 256;
		return writer;
	}
}

function honestPeersAndAnother(): {
	clock: ManualClock;
	a: SimulatedPeer;
	b: SimulatedPeer;
	frames: Frames;
} {
	const clock = new ManualClock();
	const [a, b] = [new SimulatedPeer(clock), new SimulatedPeer(clock)];
	a.type('honest text');
	connect(a, b);
	const end = connectByHand(a, { inspect: () => undefined });
	const frames = new Frames(end);
	frames.greet();
	clock.advance(SETTLED_MS);
	return { clock, a, b, frames };
}

function expectUnharmed(clock: ManualClock, a: SimulatedPeer, b: SimulatedPeer): void {
	a.type(' goes on');
	clock.advance(SETTLED_MS);
	expect([a.text, b.text]).toEqual(['honest text goes on', 'honest text goes on']);
	expect([a.inSyncWith(1), b.inSyncWith(1)]).toEqual([true, true]);
}

it('P7, P8: a message of 64 MiB that was announced costs what has arrived of it, byte by byte, and its sender is dropped when it stops', () => {
	const { clock, a, b, frames } = honestPeersAndAnother();
	const before = heldArrayBufferBytes();
	frames.begin(MAX_MESSAGE_BYTES);
	for (let fed = 0; fed < 2_000; fed += 1) {
		frames.more(Uint8Array.of(0xff));
		clock.advance(2);
	}
	expect(heldArrayBufferBytes() - before).toBeLessThan(2 * MIB);
	expect(a.dropped).toEqual([]);
	clock.advance(3 * SETTLED_MS);
	expect(a.dropped).toEqual(['silent']);
	expectUnharmed(clock, a, b);
});

it('P7, P8: one that is fed to its end is dropped as too large, and one of a byte more before anything of it is kept', () => {
	const { clock, a, b, frames } = honestPeersAndAnother();
	const before = heldArrayBufferBytes();
	frames.begin(MAX_MESSAGE_BYTES);
	const junk = new Uint8Array(MAX_FRAME_BYTES - 2).fill(0xab);
	let peak = 0;
	for (let left = MAX_MESSAGE_BYTES - 2; left > 0; left -= junk.length) {
		frames.more(junk.subarray(0, left));
		clock.advance(1);
		if (left % LOOK_EVERY_BYTES < junk.length) peak = Math.max(peak, heldArrayBufferBytes() - before);
	}
	clock.advance(SETTLED_MS);
	// It is over the limit of an update, which is 64 bytes less than that of a message: Loro never saw it.
	expect(a.dropped).toEqual(['too-large']);
	// Once here and once in the link of the test, which puts messages together as well; and what it has grown out of.
	expect(peak).toBeLessThan(3 * MAX_MESSAGE_BYTES + MIB);
	expectUnharmed(clock, a, b);

	const another = connectByHand(a);
	const more = new Frames(another);
	more.greet();
	clock.advance(SETTLED_MS);
	more.begin(MAX_MESSAGE_BYTES + 1);
	clock.advance(SETTLED_MS);
	expect(a.dropped).toEqual(['too-large', 'protocol']);
});

/** A short update whose operations are the last of so many under one Loro peer: half of them write, half delete. */
function lastOf(operations: number): Uint8Array {
	const doc = new LoroDoc();
	const half = Math.floor(operations / 2);
	const text = doc.getText('body');
	for (let left = half; left > 0; left -= MIB) text.insert(0, 'x'.repeat(Math.min(MIB, left)));
	doc.commit();
	const before = doc.version();
	text.delete(0, half);
	if (operations > 2 * half) text.insert(0, 'x');
	doc.commit();
	const update = doc.export({ mode: 'update', from: before });
	before.free();
	doc.free();
	return update;
}

it('P7: an update by which the note would hold too much is refused before Loro imports it, and drops its sender', () => {
	const { clock, a, b, frames } = honestPeersAndAnother();
	const toLoro = vi.spyOn(a.note.doc, 'import');
	const own = a.note.doc.opCount();
	const tooMuch = lastOf(MAX_NOTE_OPERATIONS - own + 1);
	expect(a.note.import(tooMuch)).toEqual({ kind: 'refused', reason: 'too-large' });
	expect(toLoro).not.toHaveBeenCalled();
	frames.say({ type: 'update', bytes: tooMuch });
	clock.advance(SETTLED_MS);
	expect(a.dropped).toEqual(['too-large']);
	toLoro.mockRestore();
	expect(tooMuch.length).toBeLessThan(MAX_FRAME_BYTES / 2);
	expectUnharmed(clock, a, b);
});
