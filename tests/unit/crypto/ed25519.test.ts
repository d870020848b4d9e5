import { createPrivateKey, createPublicKey, sign } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { computePublicKey } from '$lib/crypto/ed25519-engines.js';
import { createSigner, publicKeyOf, SIGNATURE_BYTES, verifySignature } from '$lib/crypto/ed25519.js';
import { verifyStrictly } from '$lib/crypto/ed25519-strict.js';
import { randomBytes, toHex } from '$lib/util/bytes.js';
import { seeded } from '../../fuzz/random.js';
import { someBytes } from '../protocol/examples.js';
import { fromHex } from '../protocol/vectors.js';
import { ENGINES, RFC_8032 } from './ed25519-examples.js';

const PKCS8_ED25519 = '302e020100300506032b657004220420';

describe.each(ENGINES)('%s', (_, engine) => {
	it.each(RFC_8032)(
		'P2: the test vector of RFC 8032 with the secret %s',
		async (secret, key, text, expected) => {
			const message = fromHex(text);
			expect(toHex(await computePublicKey(fromHex(secret)))).toBe(key);
			const signer = await engine.createSigner(fromHex(secret));
			expect(toHex(await signer.sign(message))).toBe(expected);
			expect(await engine.verify(fromHex(key), fromHex(expected), message)).toBe(true);
			expect(await verifyStrictly(engine, fromHex(key), fromHex(expected), message)).toBe(true);
		}
	);

	it('P2: what it signs every implementation takes, and Node signs the same', async () => {
		const random = seeded(21);
		for (let run = 0; run < 20; run += 1) {
			const secret = someBytes(random, 32);
			const message = someBytes(random, random.int(2_000));
			const publicKey = await publicKeyOf(secret);
			const signature = await (await engine.createSigner(secret)).sign(message);
			const der = Buffer.from(PKCS8_ED25519 + toHex(secret), 'hex');
			const key = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
			expect(toHex(signature)).toBe(sign(null, message, key).toString('hex'));
			const spki = createPublicKey(key).export({ format: 'der', type: 'spki' });
			expect(toHex(publicKey)).toBe(spki.subarray(-32).toString('hex'));
			for (const [, other] of ENGINES)
				expect(await verifyStrictly(other, publicKey, signature, message)).toBe(true);
		}
	});

	it('a signer keeps its key when the bytes that it was made of are overwritten', async () => {
		const [secret, key, text, expected] = RFC_8032[1];
		const bytes = fromHex(secret);
		const signer = await engine.createSigner(bytes);
		bytes.fill(0);
		expect(toHex(await signer.sign(fromHex(text)))).toBe(expected);
		expect(await verifyStrictly(engine, fromHex(key), fromHex(expected), fromHex(text))).toBe(true);
	});
});

it('P2: the page signs and verifies by either', async () => {
	for (const [secret, key, text, expected] of RFC_8032) {
		expect(toHex(await publicKeyOf(fromHex(secret)))).toBe(key);
		expect(toHex(await (await createSigner(fromHex(secret))).sign(fromHex(text)))).toBe(expected);
		expect(await verifySignature(fromHex(key), fromHex(expected), fromHex(text))).toBe(true);
		expect(await verifySignature(fromHex(key), fromHex(expected), randomBytes(9))).toBe(false);
	}
	expect(SIGNATURE_BYTES).toBe(64);
});

it.each([0, 31, 33, 64])('a secret of %d bytes is a mistake of the caller', async (length) => {
	await expect(createSigner(new Uint8Array(length))).rejects.toThrow(RangeError);
	await expect(publicKeyOf(new Uint8Array(length))).rejects.toThrow(RangeError);
});

it('a signer shows nothing of its secret', async () => {
	for (const [, engine] of ENGINES) {
		const signer = await engine.createSigner(randomBytes(32));
		expect(JSON.stringify(signer)).toBe('{}');
		expect(Object.keys(signer)).toEqual(['sign']);
	}
});
