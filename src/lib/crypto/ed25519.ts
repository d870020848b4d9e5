import type { Bytes } from '../util/bytes.js';
import {
	chooseEngine,
	computePublicKey,
	ED25519_KEY_BYTES,
	type Ed25519Engine,
	type Signer
} from './ed25519-engines.js';
import { verifyStrictly } from './ed25519-strict.js';

export { SIGNATURE_BYTES, type Signer } from './ed25519-engines.js';

let chosen: Promise<Ed25519Engine> | undefined;

/** The engine of this page; chosen once. */
function engine(): Promise<Ed25519Engine> {
	chosen ??= chooseEngine(crypto.subtle);
	return chosen;
}

function requireSecret(secretSeed: Bytes): void {
	if (secretSeed.length !== ED25519_KEY_BYTES) throw new RangeError('an Ed25519 secret has 32 bytes');
}

/**
 * A signer with the key pair of a 32-byte secret (RFC 8032, section 5.1.5). Where the browser has Ed25519, the private
 * key cannot be exported again.
 *
 * @throws RangeError if the secret has another length.
 */
export async function createSigner(secretSeed: Bytes): Promise<Signer> {
	requireSecret(secretSeed);
	return await (await engine()).createSigner(secretSeed);
}

/**
 * The public key of a 32-byte secret, 32 bytes (RFC 8032, section 5.1.5).
 *
 * @throws RangeError if the secret has another length.
 */
export async function publicKeyOf(secretSeed: Bytes): Promise<Bytes> {
	requireSecret(secretSeed);
	return await computePublicKey(secretSeed);
}

/**
 * Whether the signature is the public key's for this message (RFC 8032, section 5.1.7), strictly: alike in every
 * browser. Whatever the bytes are, it never throws.
 */
export async function verifySignature(publicKey: Bytes, signature: Bytes, message: Bytes): Promise<boolean> {
	return await verifyStrictly(await engine(), publicKey, signature, message);
}
