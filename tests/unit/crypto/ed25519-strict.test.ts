import { describe, expect, it } from 'vitest';
import { nobleEngine, webCryptoEngine, type Ed25519Engine } from '$lib/crypto/ed25519-engines.js';
import { verifyStrictly } from '$lib/crypto/ed25519-strict.js';
import { publicKeyOf } from '$lib/crypto/ed25519.js';
import { concatBytes, fromLittleEndian, randomBytes, type Bytes } from '$lib/util/bytes.js';
import { seeded } from '../../fuzz/random.js';
import { sampleOrFull } from '../../support/long.js';
import { someBytes } from '../protocol/examples.js';
import { fromHex } from '../protocol/vectors.js';
import { ENGINES, littleEndian, ORDER, RFC_8032, signOddly, SMALL_ORDER } from './ed25519-examples.js';

const [, KEY, MESSAGE, SIGNATURE] = RFC_8032[2].map(fromHex) as [Bytes, Bytes, Bytes, Bytes];
const R = SIGNATURE.slice(0, 32);
const S = SIGNATURE.slice(32);

/** In a sample, each byte has one flipped at least, and each place within a byte comes up. */
const BITS_APART = sampleOrFull(7, 1);

/** Takes everything: what is refused nevertheless was refused before. */
const CREDULOUS: Ed25519Engine = { ...nobleEngine, verify: () => Promise.resolve(true) };
const ALL: typeof ENGINES = [...ENGINES, ['an engine that takes everything', CREDULOUS]];

describe.each(ALL)('%s', (_, engine) => {
	const isTaken = (key: Bytes, signature: Bytes, message = MESSAGE) =>
		verifyStrictly(engine, key, signature, message);

	it('P2: takes what is right', async () => {
		expect(await isTaken(KEY, SIGNATURE)).toBe(true);
	});

	it('P2: a key or signature of another length is false', async () => {
		for (const length of [0, 1, 31, 33, 64, 1000]) {
			expect(await isTaken(new Uint8Array(length), SIGNATURE)).toBe(false);
			expect(await isTaken(concatBytes(KEY, KEY, KEY).slice(0, length), SIGNATURE)).toBe(length === 32);
		}
		for (const length of [0, 1, 32, 63, 65, 128])
			expect(await isTaken(KEY, concatBytes(SIGNATURE, SIGNATURE).slice(0, length))).toBe(false);
	});

	it('P2: S plus the order means the same and is false, and so is every S from the order on', async () => {
		const s = fromLittleEndian(S);
		for (const other of [s + ORDER, s + 2n * ORDER, s + 14n * ORDER, ORDER, 2n ** 255n, 2n ** 256n - 1n])
			expect(await isTaken(KEY, concatBytes(R, littleEndian(other)))).toBe(false);
	});

	it.each(SMALL_ORDER)('P2: a key or R of small order is false: %s', async (hex) => {
		const point = fromHex(hex);
		const zero = new Uint8Array(32);
		for (const s of [zero, S]) {
			expect(await isTaken(KEY, concatBytes(point, s))).toBe(false);
			expect(await isTaken(point, concatBytes(R, s))).toBe(false);
			for (const r of SMALL_ORDER) expect(await isTaken(point, concatBytes(fromHex(r), s))).toBe(false);
		}
	});

	it('P2: a key or R of mixed order is false, also where the equation of the RFC holds', async () => {
		const secret = randomBytes(32);
		for (const mixed of ['key', 'R'] as const) {
			for (const multiple of [true, false]) {
				const accept = (challenge: bigint) => (challenge % 8n === 0n) === multiple;
				const { publicKey, signature } = await signOddly(secret, MESSAGE, mixed, accept);
				expect(await isTaken(publicKey, signature)).toBe(false);
			}
		}
	});

	it('P2: bytes that are no point are false', async () => {
		const noPoint = fromHex(`02${'00'.repeat(31)}`);
		expect(await isTaken(noPoint, SIGNATURE)).toBe(false);
		expect(await isTaken(KEY, concatBytes(noPoint, S))).toBe(false);
	});
});

describe.each(ENGINES)('%s', (_, engine) => {
	it('P2: any bit flipped in key, signature or message is false', async () => {
		const whole = concatBytes(KEY, SIGNATURE, MESSAGE);
		for (let bit = 0; bit < whole.length * 8; bit += BITS_APART) {
			const flipped = whole.slice();
			flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
			const parts = [flipped.slice(0, 32), flipped.slice(32, 96), flipped.slice(96)] as const;
			expect(await verifyStrictly(engine, ...parts), `bit ${bit}`).toBe(false);
		}
	});

	it('P2: random keys and signatures are false', async () => {
		const random = seeded(22);
		for (let run = 0; run < 100; run += 1) {
			expect(await verifyStrictly(engine, someBytes(random, 32), SIGNATURE, MESSAGE)).toBe(false);
			expect(await verifyStrictly(engine, KEY, someBytes(random, 64), MESSAGE)).toBe(false);
		}
	});

	it('P2: the signature of another key is false', async () => {
		const secret = randomBytes(32);
		const signature = await (await engine.createSigner(secret)).sign(MESSAGE);
		expect(await verifyStrictly(engine, await publicKeyOf(secret), signature, MESSAGE)).toBe(true);
		expect(await verifyStrictly(engine, KEY, signature, MESSAGE)).toBe(false);
	});
});

it('P2: an engine that fails is false, and never an error', async () => {
	const failing: Ed25519Engine = { ...nobleEngine, verify: () => Promise.reject(new Error('no')) };
	expect(await verifyStrictly(failing, KEY, SIGNATURE, MESSAGE)).toBe(false);
});

it('the two implementations alone would disagree on a mixed R: hence the strictness', async () => {
	const { publicKey, signature } = await signOddly(randomBytes(32), MESSAGE, 'R');
	expect(await nobleEngine.verify(publicKey, signature, MESSAGE)).toBe(true);
	expect(await webCryptoEngine(crypto.subtle).verify(publicKey, signature, MESSAGE)).toBe(false);
});
