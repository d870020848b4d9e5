import { concatBytes, type Bytes } from '../util/bytes.js';
import { DecodeError, Reader, Writer } from './codec.js';
import { MAX_FRAME_BYTES, MAX_MESSAGE_BYTES } from './limits.js';

/**
 * A frame begins with its kind: a greeting, a whole message, the first of several (whose total length follows), or
 * one more. All but a greeting then bear a number that counts the frames of one direction and begins anew after 255.
 * Greetings look the same in every version of the protocol.
 */
const GREETING = 0;
const WHOLE = 1;
const FIRST = 2;
const MORE = 3;

const HEAD_BYTES = 2;
const NUMBERS = 256;

/** The buffer of a message starts with this and grows as frames arrive: an announced length alone costs nothing. */
const INITIAL_BUFFER_BYTES = 256 * 1024;

/** A frame is missing, or came twice or too early: the channel does not keep what a channel promises. */
export class FrameGapError extends DecodeError {}

/** Cuts the messages of one channel into frames of at most MAX_FRAME_BYTES. */
export class FrameCutter {
	#number = 0;

	/** The one frame of a hello, which may be lost because nobody listens yet, and so bears no number. */
	*greeting(hello: Uint8Array): Generator<Bytes, void> {
		yield new Writer().u8(GREETING).raw(hello).finish();
	}

	/** The frames of one message, one at a time: only the one asked for is copied. All are to be sent before the next. */
	*cut(message: Uint8Array): Generator<Bytes, void> {
		if (message.length <= MAX_FRAME_BYTES - HEAD_BYTES) {
			yield this.#begin(WHOLE).raw(message).finish();
			return;
		}
		const head = this.#begin(FIRST).varint(message.length).finish();
		let offset = MAX_FRAME_BYTES - head.length;
		yield concatBytes(head, message.subarray(0, offset));
		while (offset < message.length) {
			const part = message.subarray(offset, offset + MAX_FRAME_BYTES - HEAD_BYTES);
			offset += part.length;
			yield this.#begin(MORE).raw(part).finish();
		}
	}

	#begin(kind: number): Writer {
		const writer = new Writer().u8(kind).u8(this.#number);
		this.#number = (this.#number + 1) % NUMBERS;
		return writer;
	}
}

/** Whether a frame is one of several of its message, which may be long. */
export function isPart(frame: Uint8Array): boolean {
	return (frame[0] ?? GREETING) > WHOLE;
}

/** Puts the messages of one channel together again. */
export class FrameAssembler {
	#nextNumber = 0;
	#message: Bytes | undefined;
	#filled = 0;
	#expected = 0;

	/**
	 * The message that this frame completes, or undefined while some of it is missing.
	 *
	 * @throws DecodeError if the frame is none, or the message is larger than announced or than MAX_MESSAGE_BYTES.
	 * @throws FrameGapError if it does not follow the one before.
	 */
	push(frame: Uint8Array): Uint8Array | undefined {
		if (frame.length > MAX_FRAME_BYTES) throw new DecodeError('frame too large');
		const reader = new Reader(frame);
		const kind = reader.u8();
		if (kind > MORE) throw new DecodeError('unknown frame kind');
		if (kind === GREETING) return reader.rest();
		this.#count(reader.u8());
		if (kind === MORE) return this.#append(reader.rest());
		if (this.#message !== undefined) throw new DecodeError('message cut short');
		if (kind === WHOLE) return reader.rest();
		const length = reader.varint(MAX_MESSAGE_BYTES);
		if (length <= MAX_FRAME_BYTES - HEAD_BYTES) throw new DecodeError('message cut without need');
		return this.#begin(length, reader.rest());
	}

	#count(number: number): void {
		if (number !== this.#nextNumber) throw new FrameGapError('frame gap');
		this.#nextNumber = (number + 1) % NUMBERS;
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
