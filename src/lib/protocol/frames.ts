import { concatBytes, type Bytes } from '../util/bytes.js';
import { DecodeError, Reader, Writer } from './codec.js';
import { MAX_FRAME_BYTES, MAX_MESSAGE_BYTES } from './limits.js';

/** The first byte of a frame: a whole message, the first of several (its total length follows), or one more. */
const WHOLE = 0;
const FIRST = 1;
const MORE = 2;

/** The buffer of a message starts with this and grows as frames arrive: an announced length alone costs nothing. */
const INITIAL_BUFFER_BYTES = 256 * 1024;

/** Cuts a message into frames of at most MAX_FRAME_BYTES, one at a time: only the frame asked for is copied. */
export function* cutIntoFrames(message: Uint8Array): Generator<Bytes, void> {
	if (message.length < MAX_FRAME_BYTES) {
		yield new Writer().u8(WHOLE).raw(message).finish();
		return;
	}
	const head = new Writer().u8(FIRST).varint(message.length).finish();
	let offset = MAX_FRAME_BYTES - head.length;
	yield concatBytes(head, message.subarray(0, offset));
	while (offset < message.length) {
		const part = message.subarray(offset, offset + MAX_FRAME_BYTES - 1);
		offset += part.length;
		yield new Writer().u8(MORE).raw(part).finish();
	}
}

/** Puts the messages of one channel together again from its frames, which arrive complete and in order. */
export class FrameAssembler {
	#message: Bytes | undefined;
	#filled = 0;
	#expected = 0;

	/**
	 * The message that this frame completes, or undefined while some of it is missing.
	 *
	 * @throws DecodeError if the frame is none, or the message is larger than announced or than MAX_MESSAGE_BYTES.
	 */
	push(frame: Uint8Array): Uint8Array | undefined {
		if (frame.length > MAX_FRAME_BYTES) throw new DecodeError('frame too large');
		const reader = new Reader(frame);
		const kind = reader.u8();
		if (kind === MORE) return this.#append(reader.rest());
		if (this.#message !== undefined) throw new DecodeError('message cut short');
		if (kind === WHOLE) return reader.rest();
		if (kind !== FIRST) throw new DecodeError('unknown frame kind');
		const length = reader.varint(MAX_MESSAGE_BYTES);
		if (length < MAX_FRAME_BYTES) throw new DecodeError('message cut without need');
		return this.#begin(length, reader.rest());
	}

	#begin(length: number, part: Uint8Array): Uint8Array | undefined {
		this.#expected = length;
		this.#message = new Uint8Array(Math.min(length, INITIAL_BUFFER_BYTES));
		this.#filled = 0;
		return this.#append(part);
	}

	#append(part: Uint8Array): Uint8Array | undefined {
		if (this.#message === undefined) throw new DecodeError('frame without a message');
		const filled = this.#filled + part.length;
		if (filled > this.#expected) throw new DecodeError('message longer than announced');
		if (filled > this.#message.length) {
			const larger = new Uint8Array(Math.min(this.#expected, Math.max(filled, this.#message.length * 2)));
			larger.set(this.#message.subarray(0, this.#filled));
			this.#message = larger;
		}
		this.#message.set(part, this.#filled);
		this.#filled = filled;
		if (filled < this.#expected) return undefined;
		const message = this.#message;
		this.#message = undefined;
		return message;
	}
}
