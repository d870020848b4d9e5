import type { Bytes } from '../util/bytes.js';

/** The bytes are not what the protocol says they are. Whoever sent them is not to be talked to any further. */
export class DecodeError extends Error {
	override readonly name = 'DecodeError';
}

const VARINT_PAYLOAD_BITS = 7;
const VARINT_CONTINUES = 0x80;

/** Puts a message together, part by part. */
export class Writer {
	readonly #parts: Uint8Array[] = [];

	/** One byte, 0 to 255. */
	u8(value: number): this {
		this.#parts.push(Uint8Array.of(value));
		return this;
	}

	/** Two bytes, big-endian. */
	u16(value: number): this {
		this.#parts.push(Uint8Array.of(value >> 8, value & 0xff));
		return this;
	}

	/** Eight bytes, big-endian. */
	u64(value: bigint): this {
		const bytes = new Uint8Array(8);
		new DataView(bytes.buffer).setBigUint64(0, value);
		this.#parts.push(bytes);
		return this;
	}

	/** An unsigned LEB128 of at most 2^53 - 1. */
	varint(value: number): this {
		const bytes: number[] = [];
		let rest = value;
		while (rest >= VARINT_CONTINUES) {
			bytes.push((rest % VARINT_CONTINUES) | VARINT_CONTINUES);
			rest = Math.floor(rest / VARINT_CONTINUES);
		}
		bytes.push(rest);
		this.#parts.push(Uint8Array.from(bytes));
		return this;
	}

	/** The bytes as they are, without their length. */
	raw(bytes: Uint8Array): this {
		this.#parts.push(bytes);
		return this;
	}

	/** The length as a varint, then the bytes. */
	bytes(bytes: Uint8Array): this {
		return this.varint(bytes.length).raw(bytes);
	}

	finish(): Bytes {
		const message = new Uint8Array(this.#parts.reduce((length, part) => length + part.length, 0));
		let offset = 0;
		// Not concatBytes: a version has more parts than a call may have arguments.
		for (const part of this.#parts) {
			message.set(part, offset);
			offset += part.length;
		}
		return message;
	}
}

/** Takes a message apart. Every method throws DecodeError where the bytes end too early or are out of bounds. */
export class Reader {
	#offset = 0;

	constructor(private readonly source: Uint8Array) {}

	u8(): number {
		const byte = this.source[this.#offset];
		if (byte === undefined) throw new DecodeError('ended early');
		this.#offset += 1;
		return byte;
	}

	u16(): number {
		return this.u8() * 256 + this.u8();
	}

	u64(): bigint {
		const bytes = this.raw(8);
		return new DataView(bytes.buffer, bytes.byteOffset, 8).getBigUint64(0);
	}

	/** A canonical LEB128 of at most `max`: no longer than it need be. */
	varint(max: number): number {
		let value = 0;
		let scale = 1;
		for (;;) {
			const byte = this.u8();
			value += (byte & (VARINT_CONTINUES - 1)) * scale;
			if (value > max) throw new DecodeError('number out of bounds');
			if (byte < VARINT_CONTINUES) {
				if (byte === 0 && scale > 1) throw new DecodeError('number not canonical');
				return value;
			}
			scale *= 2 ** VARINT_PAYLOAD_BITS;
			if (scale > Number.MAX_SAFE_INTEGER) throw new DecodeError('number out of bounds');
		}
	}

	/** The next `length` bytes, as a view of the source. */
	raw(length: number): Uint8Array {
		if (this.#offset + length > this.source.length) throw new DecodeError('ended early');
		const bytes = this.source.subarray(this.#offset, this.#offset + length);
		this.#offset += length;
		return bytes;
	}

	/** A length of at most `max`, then so many bytes. */
	bytes(max: number): Uint8Array {
		return this.raw(this.varint(max));
	}

	/** All that is left. */
	rest(): Uint8Array {
		return this.raw(this.source.length - this.#offset);
	}

	/** Ends the reading. @throws DecodeError if anything is left. */
	end(): void {
		if (this.#offset !== this.source.length) throw new DecodeError('trailing bytes');
	}
}
