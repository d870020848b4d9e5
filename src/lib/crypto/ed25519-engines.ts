import { getPublicKeyAsync, signAsync, verifyAsync } from '@noble/ed25519';
import { concatBytes, randomBytes, type Bytes } from '../util/bytes.js';

/** Length in bytes of an Ed25519 public key, and of the secret that its key pair follows from (RFC 8032, 5.1.5). */
export const ED25519_KEY_BYTES = 32;

/** Length in bytes of an Ed25519 signature. */
export const SIGNATURE_BYTES = 64;

/** Signs with one secret key, which it does not give away. */
export interface Signer {
	/** The Ed25519 signature of the message, 64 bytes (RFC 8032). */
	sign(message: Bytes): Promise<Bytes>;
}

/** One implementation of Ed25519. How strict its `verify` is differs from one to the next: see `verifyStrictly`. */
export interface Ed25519Engine {
	createSigner(secretSeed: Bytes): Promise<Signer>;
	verify(publicKey: Bytes, signature: Bytes, message: Bytes): Promise<boolean>;
}

/** The ASN.1 of an Ed25519 private key up to its 32 bytes (RFC 8410, section 7): WebCrypto takes no bare ones. */
const PKCS8_PREFIX = new Uint8Array([
	0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20
]);

/** The browser's Ed25519, whose private keys cannot be exported. Where the browser lacks it, every call rejects. */
export function webCryptoEngine(subtle: SubtleCrypto): Ed25519Engine {
	return {
		async createSigner(secretSeed) {
			const pkcs8 = concatBytes(PKCS8_PREFIX, secretSeed);
			const key = await subtle.importKey('pkcs8', pkcs8, 'Ed25519', false, ['sign']);
			return { sign: async (message) => new Uint8Array(await subtle.sign('Ed25519', key, message)) };
		},
		async verify(publicKey, signature, message) {
			const key = await subtle.importKey('raw', publicKey, 'Ed25519', false, ['verify']);
			return await subtle.verify('Ed25519', key, signature, message);
		}
	};
}

/** Ed25519 in JavaScript, for where the browser has none. Its SHA-512 is the browser's. */
export const nobleEngine: Ed25519Engine = {
	createSigner(secretSeed) {
		const secret = secretSeed.slice();
		return Promise.resolve({ sign: async (message) => new Uint8Array(await signAsync(message, secret)) });
	},
	verify: (publicKey, signature, message) => verifyAsync(signature, message, publicKey, { zip215: false })
};

/** The public key of a 32-byte secret. Always in JavaScript: WebCrypto tells none of a non-extractable key. */
export async function computePublicKey(secretSeed: Bytes): Promise<Bytes> {
	return new Uint8Array(await getPublicKeyAsync(secretSeed));
}

/**
 * Whether the engine can do all that is asked of it. It is made to do it with a fresh key, because some browsers have
 * only a part of Ed25519. Its signature may be another than the reference's: WebKit signs with noise.
 */
async function isWhole(engine: Ed25519Engine): Promise<boolean> {
	try {
		const secretSeed = randomBytes(ED25519_KEY_BYTES);
		const message = randomBytes(ED25519_KEY_BYTES);
		const otherMessage = randomBytes(ED25519_KEY_BYTES);
		const publicKey = await computePublicKey(secretSeed);
		const signature = await (await engine.createSigner(secretSeed)).sign(message);
		const reference = await (await nobleEngine.createSigner(secretSeed)).sign(message);
		return (
			(await nobleEngine.verify(publicKey, signature, message)) &&
			(await engine.verify(publicKey, reference, message)) &&
			!(await engine.verify(publicKey, reference, otherMessage))
		);
	} catch {
		return false;
	}
}

/** The browser's own Ed25519 if it has it whole, else the one in JavaScript. Never rejects. */
export async function chooseEngine(subtle: SubtleCrypto): Promise<Ed25519Engine> {
	const ofBrowser = webCryptoEngine(subtle);
	return (await isWhole(ofBrowser)) ? ofBrowser : nobleEngine;
}
