import { deflateSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { DecodeError, Writer } from '$lib/protocol/codec.js';
import {
	MAX_DEFLATED_UPDATE_BYTES,
	MIN_DEFLATED_UPDATE_BYTES,
	PROTOCOL_VERSION
} from '$lib/protocol/limits.js';
import { decodeMessage, encodeMessage } from '$lib/protocol/message-codec.js';
import { concatBytes } from '$lib/util/bytes.js';
import { seeded, type Random } from '../../fuzz/random.js';
import { mutatedBytes } from '../../fuzz/mutations.js';
import { someBytes } from './examples.js';

const UPDATE = 3;
const DEFLATED_UPDATE = 13;

/** The more often the same bytes come again, the fewer they become. */
function someText(random: Random, length: number): Uint8Array {
	const words = Array.from({ length: 20 }, () => someBytes(random, 1 + random.int(8)));
	const parts: Uint8Array[] = [];
	for (let bytes = 0; bytes < length; bytes += parts.at(-1)?.length ?? 0) parts.push(random.pick(words));
	return concatBytes(...parts).subarray(0, length);
}

function encoded(bytes: Uint8Array): Uint8Array {
	return encodeMessage({ note: 7, message: { type: 'update', bytes } });
}

function deflatedUpdate(length: number, stream: Uint8Array): Uint8Array {
	return new Writer().u8(DEFLATED_UPDATE).varint(0).varint(length).raw(stream).finish();
}

function decode(bytes: Uint8Array) {
	return decodeMessage(bytes, PROTOCOL_VERSION);
}

describe('P12: an update goes deflated where that makes it smaller', () => {
	it('and comes back as it was, of whatever length', () => {
		const random = seeded(21);
		for (let run = 0; run < 300; run += 1) {
			const bytes = someText(random, 1 + random.int(run < 290 ? 4_000 : 80_000));
			const message = encoded(bytes);
			const decoded = decode(message);
			// `toEqual` would compare the bytes as it does any list of values.
			expect(decoded).toMatchObject({ note: 7, message: { type: 'update' } });
			const returned = decoded.message.type === 'update' ? decoded.message.bytes : new Uint8Array();
			expect(Buffer.from(returned).equals(bytes), `run ${run}`).toBe(true);
			if (message[0] === DEFLATED_UPDATE) expect(message.length).toBeLessThan(bytes.length + 4);
		}
	});

	it.each([
		['too few bytes', new Uint8Array(MIN_DEFLATED_UPDATE_BYTES - 1), UPDATE],
		['just enough', new Uint8Array(MIN_DEFLATED_UPDATE_BYTES), DEFLATED_UPDATE],
		['as many as go at once', new Uint8Array(MAX_DEFLATED_UPDATE_BYTES), DEFLATED_UPDATE],
		['too many', new Uint8Array(MAX_DEFLATED_UPDATE_BYTES + 1), UPDATE],
		['what does not become fewer', someBytes(seeded(22), 1_000), UPDATE]
	])('%s', (_, bytes, type) => {
		expect(encoded(bytes)[0]).toBe(type);
	});
});

describe('P6: a deflated update is refused', () => {
	const bytes = someText(seeded(23), 1_000);
	const stream = deflateSync(bytes);

	it('if it is read at all, the one above is', () => {
		expect(decode(deflatedUpdate(1_000, stream)).message).toEqual({ type: 'update', bytes });
	});

	it.each([
		['announced as longer', deflatedUpdate(1_001, stream)],
		['announced as shorter', deflatedUpdate(999, stream)],
		['with a byte left over', deflatedUpdate(1_000, concatBytes(stream, Uint8Array.of(0)))],
		['with many', deflatedUpdate(1_000, concatBytes(stream, new Uint8Array(100)))],
		['cut short', deflatedUpdate(1_000, stream.subarray(0, -1))],
		['of nothing', deflatedUpdate(1_000, new Uint8Array())],
		['that could have gone as it is', deflatedUpdate(200, deflateSync(new Uint8Array(200)))],
		['that became more', deflatedUpdate(300, deflateSync(someBytes(seeded(24), 300), { level: 0 }))],
		['over the limit', deflatedUpdate(70_000, deflateSync(new Uint8Array(70_000)))],
		[
			'of a thousand times what is announced',
			deflatedUpdate(65_536, deflateSync(new Uint8Array(50_000_000)))
		],
		['that is no stream', deflatedUpdate(1_000, someBytes(seeded(25), 500))]
	])('%s', (_, message) => {
		expect(() => decode(message)).toThrow(DecodeError);
	});

	it('and of a damaged one no more comes out than was announced', () => {
		const random = seeded(26);
		for (let run = 0; run < 2_000; run += 1) {
			const mutated = mutatedBytes(random, deflatedUpdate(1_000, stream), stream);
			try {
				const { message } = decode(mutated);
				if (mutated[0] === DEFLATED_UPDATE) expect(message).toHaveProperty('bytes.length', 1_000);
			} catch (failure) {
				expect(failure).toBeInstanceOf(DecodeError);
			}
		}
	});
});
