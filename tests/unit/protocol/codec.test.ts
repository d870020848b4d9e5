import { describe, expect, it } from 'vitest';
import { DecodeError, Reader, Writer } from '$lib/protocol/codec.js';
import { seeded } from '../../fuzz/random.js';
import { fromHex } from './vectors.js';

const MAX = Number.MAX_SAFE_INTEGER;

function written(value: number): Uint8Array {
	return new Writer().varint(value).finish();
}

describe('varint', () => {
	it.each([
		[0, '00'],
		[1, '01'],
		[127, '7f'],
		[128, '8001'],
		[624485, 'e58e26'],
		[2 ** 32, '8080808010'],
		[MAX, 'ffffffffffffff0f']
	])('P6: %d is written as the LEB128 of the specification', (value, hex) => {
		expect(written(value)).toEqual(fromHex(hex));
		expect(new Reader(fromHex(hex)).varint(MAX)).toBe(value);
	});

	it('P6: every number comes back, and its bytes are read to the end', () => {
		const random = seeded(1);
		for (let run = 0; run < 2_000; run += 1) {
			const value = random.int(2 ** random.int(54));
			const reader = new Reader(written(value));
			expect(reader.varint(MAX)).toBe(value);
			reader.end();
		}
	});

	it.each([
		'8000',
		'818000',
		'ff00',
		'80',
		'ffff',
		'',
		'ffffffffffffff1f',
		'ffffffffffffffffff01',
		'80808080808080808001'
	])('P6: "%s" is no number: longer than need be, cut short or too large', (hex) => {
		expect(() => new Reader(fromHex(hex)).varint(MAX)).toThrow(DecodeError);
	});

	it('P7: a number over the bound asked for is refused, the bound itself is not', () => {
		expect(new Reader(written(1000)).varint(1000)).toBe(1000);
		expect(() => new Reader(written(1001)).varint(1000)).toThrow(DecodeError);
	});
});

describe('parts of fixed length', () => {
	it('P6: numbers of fixed length are big-endian', () => {
		const bytes = new Writer().u8(0xfe).u16(0x0102).u64(0x0102030405060708n).finish();
		expect(bytes).toEqual(fromHex('fe01020102030405060708'));
		const reader = new Reader(bytes);
		expect([reader.u8(), reader.u16(), reader.u64()]).toEqual([0xfe, 0x0102, 0x0102030405060708n]);
		reader.end();
	});

	it('P6: what ends early is an error, whichever part is asked for', () => {
		const empty = () => new Reader(new Uint8Array());
		expect(() => empty().u8()).toThrow(DecodeError);
		expect(() => new Reader(Uint8Array.of(1)).u16()).toThrow(DecodeError);
		expect(() => new Reader(new Uint8Array(7)).u64()).toThrow(DecodeError);
		expect(() => new Reader(new Uint8Array(3)).raw(4)).toThrow(DecodeError);
		expect(() => new Reader(Uint8Array.of(2, 1)).bytes(10)).toThrow(DecodeError);
	});

	it('P7: a length over its bound is refused although the bytes are there', () => {
		const bytes = new Writer().bytes(new Uint8Array(11)).finish();
		expect(() => new Reader(bytes).bytes(10)).toThrow(DecodeError);
		expect(new Reader(bytes).bytes(11)).toHaveLength(11);
	});

	it('P6: what is left over is an error', () => {
		const reader = new Reader(Uint8Array.of(1, 2));
		reader.u8();
		expect(() => reader.end()).toThrow(DecodeError);
		expect(reader.rest()).toEqual(Uint8Array.of(2));
		reader.end();
	});

	it('reads a part of a larger buffer at its own place', () => {
		const buffer = fromHex('ffff0102030405060708ffff');
		expect(new Reader(buffer.subarray(2, 10)).u64()).toBe(0x0102030405060708n);
	});
});
