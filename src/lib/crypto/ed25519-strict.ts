import { Point } from '@noble/ed25519';
import { fromLittleEndian, type Bytes } from '../util/bytes.js';
import { ED25519_KEY_BYTES, SIGNATURE_BYTES, type Ed25519Engine } from './ed25519-engines.js';

/** The order of the group that honest keys are in: L of RFC 8032, section 5.1. */
const GROUP_ORDER = Point.CURVE().n;

/** Whether these are the only bytes of a point of that group, other than its neutral element. */
function isPlainPoint(bytes: Bytes): boolean {
	try {
		const point = Point.fromBytes(bytes);
		return !point.isSmallOrder() && point.isTorsionFree();
	} catch {
		return false;
	}
}

/** Whether key and signature look as an honest signer makes them: lengths, S below the order, plain points. */
function isPlain(publicKey: Bytes, signature: Bytes): boolean {
	return (
		publicKey.length === ED25519_KEY_BYTES &&
		signature.length === SIGNATURE_BYTES &&
		fromLittleEndian(signature.subarray(SIGNATURE_BYTES / 2)) < GROUP_ORDER &&
		isPlainPoint(publicKey) &&
		isPlainPoint(signature.slice(0, SIGNATURE_BYTES / 2))
	);
}

/**
 * Whether the signature is the public key's for this message (RFC 8032, section 5.1.7), according to the engine.
 * Points of small or mixed order, other encodings of a point and an S that is not reduced are refused first: browsers
 * differ in them, and for a key of small order anybody can sign. Never throws. Public bytes only: not in constant time.
 */
export async function verifyStrictly(
	engine: Ed25519Engine,
	publicKey: Bytes,
	signature: Bytes,
	message: Bytes
): Promise<boolean> {
	if (!isPlain(publicKey, signature)) return false;
	try {
		return await engine.verify(publicKey, signature, message);
	} catch {
		return false;
	}
}
