import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { sha256 } from '$lib/storage/sha256.js';
import { toHex } from '$lib/util/bytes.js';
import { seeded } from '../../fuzz/random.js';

it.each([
	['', 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'],
	['abc', 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'],
	[
		'abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq',
		'248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1'
	]
])('S1 SHA-256 of "%s", an example of the standard', (text, hash) => {
	expect(toHex(sha256(new TextEncoder().encode(text)))).toBe(hash);
});

it('S1 SHA-256 agrees with OpenSSL for every length around the block borders, and for views', () => {
	const random = seeded(1);
	const buffer = Uint8Array.from({ length: 400 }, () => random.int(256));
	for (let length = 0; length < 300; length += 1) {
		const bytes = buffer.subarray(length % 7, (length % 7) + length);
		expect(toHex(sha256(bytes))).toBe(createHash('sha256').update(bytes).digest('hex'));
	}
});
