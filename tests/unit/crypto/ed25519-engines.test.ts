import { expect, it } from 'vitest';
import { chooseEngine, nobleEngine, webCryptoEngine } from '$lib/crypto/ed25519-engines.js';
import { verifyStrictly } from '$lib/crypto/ed25519-strict.js';
import { randomBytes, type Bytes } from '$lib/util/bytes.js';
import { fromHex } from '../protocol/vectors.js';
import { RFC_8032, signOddly } from './ed25519-examples.js';

type Overrides = Partial<Record<'importKey' | 'sign' | 'verify', (...parameters: never[]) => unknown>>;

/** The WebCrypto of this machine, but for what a browser lacks or does otherwise. */
function subtleWith(overrides: Overrides): SubtleCrypto {
	const { subtle } = crypto;
	const own: Overrides = {
		importKey: subtle.importKey.bind(subtle),
		sign: subtle.sign.bind(subtle),
		verify: subtle.verify.bind(subtle)
	};
	return { ...own, ...overrides } as unknown as SubtleCrypto;
}

const unsupported = () => Promise.reject(new DOMException('Unrecognized name.', 'NotSupportedError'));

it('WebCrypto is chosen where it is whole', async () => {
	expect(await chooseEngine(crypto.subtle)).not.toBe(nobleEngine);
	expect(await chooseEngine(subtleWith({}))).not.toBe(nobleEngine);
});

it('WebCrypto that signs with noise, as WebKit does, is whole too', async () => {
	let secret = new Uint8Array();
	const subtle = subtleWith({
		importKey: (format: 'raw', bytes: Bytes, ...rest: [string, boolean, KeyUsage[]]) => {
			if (rest[2].includes('sign')) secret = bytes.slice(-32);
			return crypto.subtle.importKey(format, bytes, ...rest);
		},
		sign: async (_name: string, _key: CryptoKey, message: Bytes) =>
			(await signOddly(secret, message, 'nothing')).signature.buffer
	});
	const engine = await chooseEngine(subtle);
	expect(engine).not.toBe(nobleEngine);
	const [seed, key, text, expected] = RFC_8032[2];
	const signature = await (await engine.createSigner(fromHex(seed))).sign(fromHex(text));
	expect(signature).not.toEqual(fromHex(expected));
	for (const verifier of [engine, nobleEngine])
		expect(await verifyStrictly(verifier, fromHex(key), signature, fromHex(text))).toBe(true);
});

it.each<[string, Overrides]>([
	['knows no Ed25519', { importKey: unsupported }],
	[
		'takes no private keys',
		{
			importKey: (format: 'raw', bytes: Bytes, ...rest: [string, boolean, KeyUsage[]]) =>
				rest[2].includes('sign') ? unsupported() : crypto.subtle.importKey(format, bytes, ...rest)
		}
	],
	['cannot sign', { sign: unsupported }],
	['signs wrongly', { sign: () => Promise.resolve(randomBytes(64).buffer) }],
	['signs too short', { sign: () => Promise.resolve(randomBytes(63).buffer) }],
	['cannot verify', { verify: unsupported }],
	['takes every signature', { verify: () => Promise.resolve(true) }],
	['takes none', { verify: () => Promise.resolve(false) }],
	[
		'throws at once',
		{
			importKey: () => {
				throw new TypeError('not a function');
			}
		}
	]
])('WebCrypto that %s is not chosen, and what is does all', async (_, overrides) => {
	const engine = await chooseEngine(subtleWith(overrides));
	expect(engine).toBe(nobleEngine);
	const [secret, key, text, expected] = RFC_8032[2];
	const signature = await (await engine.createSigner(fromHex(secret))).sign(fromHex(text));
	expect(signature).toEqual(fromHex(expected));
	expect(await engine.verify(fromHex(key), signature, fromHex(text))).toBe(true);
});

it('no WebCrypto at all is no error', async () => {
	expect(await chooseEngine(undefined as unknown as SubtleCrypto)).toBe(nobleEngine);
});

it('a private key of WebCrypto cannot be exported', async () => {
	const keys: CryptoKey[] = [];
	const subtle = subtleWith({
		importKey: async (format: 'raw', bytes: Bytes, ...rest: [string, boolean, KeyUsage[]]) => {
			keys.push(await crypto.subtle.importKey(format, bytes, ...rest));
			return keys.at(-1);
		}
	});
	await webCryptoEngine(subtle).createSigner(randomBytes(32));
	expect(keys.map(({ extractable, type }) => [extractable, type])).toEqual([[false, 'private']]);
	for (const key of keys)
		for (const format of ['pkcs8', 'jwk'] as const)
			await expect(crypto.subtle.exportKey(format, key)).rejects.toThrow();
});
