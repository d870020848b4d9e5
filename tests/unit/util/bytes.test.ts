import { expect, it } from 'vitest';
import {
	concatBytes,
	equalBytes,
	equalSecrets,
	fromBase64Url,
	fromLittleEndian,
	randomBytes,
	toBase64Url,
	toHex
} from '$lib/util/bytes.js';

/** RFC 4648, section 10, without the padding. */
const RFC_4648 = [
	['', ''],
	['f', 'Zg'],
	['fo', 'Zm8'],
	['foo', 'Zm9v'],
	['foob', 'Zm9vYg'],
	['fooba', 'Zm9vYmE'],
	['foobar', 'Zm9vYmFy']
] as const;

it.each(RFC_4648)('base64url of the test vector %j of RFC 4648', (plain, encoded) => {
	const bytes = new TextEncoder().encode(plain);
	expect(toBase64Url(bytes)).toBe(encoded);
	expect(fromBase64Url(encoded)).toEqual(bytes);
});

it('base64url takes every byte at every place, with the two characters of its own', () => {
	for (let length = 0; length < 70; length += 1) {
		const bytes = Uint8Array.from({ length }, (_, index) => (index * 83 + length * 7) & 0xff);
		expect(fromBase64Url(toBase64Url(bytes))).toEqual(bytes);
	}
	expect(toBase64Url(Uint8Array.of(0xfb, 0xff, 0xfe))).toBe('-__-');
});

it.each(['A', 'AAAAA', 'Zh', 'Zm9', 'Zg==', '+/+/', 'Zm 9v', 'Zm9v\n', 'Zmé9v', '😀😀'])(
	'base64url takes only the one text of some bytes, and not %j',
	(text) => {
		expect(fromBase64Url(text)).toBeUndefined();
	}
);

it('hexadecimal has two digits for each byte', () => {
	expect(toHex(Uint8Array.of(0, 1, 15, 16, 255))).toBe('00010f10ff');
});

it('secrets are equal if every byte is, and their lengths', () => {
	const secret = Uint8Array.from({ length: 16 }, (_, index) => index * 17);
	expect(equalSecrets(secret, secret.slice())).toBe(true);
	expect(equalSecrets(new Uint8Array(), new Uint8Array())).toBe(true);
	expect(equalSecrets(secret, secret.subarray(1))).toBe(false);
	expect(equalSecrets(secret, concatBytes(secret, Uint8Array.of(0)))).toBe(false);
	for (let bit = 0; bit < secret.length * 8; bit += 1) {
		const other = secret.slice();
		other[bit >> 3] = (other[bit >> 3] ?? 0) ^ (1 << (bit & 7));
		expect(equalSecrets(secret, other)).toBe(false);
	}
});

it('a little-endian number has its least byte first', () => {
	expect(fromLittleEndian(new Uint8Array())).toBe(0n);
	expect(fromLittleEndian(Uint8Array.of(1, 2, 0))).toBe(0x0201n);
	expect(fromLittleEndian(new Uint8Array(32).fill(0xff))).toBe(2n ** 256n - 1n);
});

it('joins and compares', () => {
	const joined = concatBytes(Uint8Array.of(1), new Uint8Array(), Uint8Array.of(2, 3));
	expect(joined).toEqual(Uint8Array.of(1, 2, 3));
	expect(equalBytes(joined, Uint8Array.of(1, 2, 3))).toBe(true);
	expect(equalBytes(joined, Uint8Array.of(1, 2, 4))).toBe(false);
	expect(equalBytes(joined, Uint8Array.of(1, 2))).toBe(false);
	expect(equalBytes(new Uint8Array(), new Uint8Array())).toBe(true);
});

it('draws other random bytes each time', () => {
	expect(randomBytes(16)).toHaveLength(16);
	expect(toHex(randomBytes(16))).not.toBe(toHex(randomBytes(16)));
});
