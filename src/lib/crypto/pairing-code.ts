import { concatBytes, randomBytes, type Bytes } from '../util/bytes.js';

/** The first byte of a pairing code. A later layout takes the next number. */
export const PAIRING_VERSION = 1;

/** The second byte: which of the two codes it is. */
const KIND = { offer: 1, answer: 2 } as const;

const HEADER_BYTES = 2;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** A longer code is none; the longest of this version has 193 bytes (docs/protocol.md, P28). */
export const MAX_PAIRING_CODE_BYTES = 256;

/** `offer`: the first code, `answer`: the second one. */
export type PairingKind = keyof typeof KIND;

/**
 * Why a pairing code was not taken. `foreign`: it is something else, cut, of another note, or an answer to another
 * offer; `newer`: made by a later version of Perch; `offer`: it is the first code where the second is wanted, `answer`: the
 * other way round.
 */
export type PairingCodeFailure = 'foreign' | 'newer' | 'offer' | 'answer';

/** Says why a pairing code was not taken; its message never holds any of it. */
export class PairingCodeError extends Error {
	override readonly name = 'PairingCodeError';

	constructor(readonly reason: PairingCodeFailure) {
		super(`pairing code not taken: ${reason}`);
	}
}

/** Seals an offer, so that only those who hold an invite to the note can read it. `key`: the note's pairing key. */
export async function sealOffer(key: Bytes, content: Bytes): Promise<Bytes> {
	return await seal(key, 'offer', new Uint8Array(), content);
}

/** @throws PairingCodeError "foreign" or "newer" */
export async function openOffer(key: Bytes, code: Bytes): Promise<Bytes> {
	return await open(key, 'offer', new Uint8Array(), code);
}

/** Seals the answer to an offer; it is worth nothing beside another offer. */
export async function sealAnswer(key: Bytes, offer: Bytes, content: Bytes): Promise<Bytes> {
	return await seal(key, 'answer', await sha256(offer), content);
}

/** Opens an answer to this very offer. @throws PairingCodeError "foreign" or "newer" */
export async function openAnswer(key: Bytes, offer: Bytes, code: Bytes): Promise<Bytes> {
	return await open(key, 'answer', await sha256(offer), code);
}

async function sha256(bytes: Bytes): Promise<Bytes> {
	return new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
}

async function seal(key: Bytes, kind: PairingKind, bound: Bytes, content: Bytes): Promise<Bytes> {
	const header = Uint8Array.of(PAIRING_VERSION, KIND[kind]);
	const iv = randomBytes(NONCE_BYTES);
	const aes = await crypto.subtle.importKey('raw', key, 'AES-GCM', false, ['encrypt']);
	const parameters = { name: 'AES-GCM', iv, additionalData: concatBytes(header, bound) };
	const sealed = await crypto.subtle.encrypt(parameters, aes, content);
	return concatBytes(header, iv, new Uint8Array(sealed));
}

async function open(key: Bytes, kind: PairingKind, bound: Bytes, code: Bytes): Promise<Bytes> {
	const [version, ofKind] = code;
	if (code.length > MAX_PAIRING_CODE_BYTES || code.length <= HEADER_BYTES + NONCE_BYTES + TAG_BYTES)
		throw new PairingCodeError('foreign');
	if (version !== undefined && version > PAIRING_VERSION) throw new PairingCodeError('newer');
	if (version !== PAIRING_VERSION || ofKind !== KIND[kind]) throw new PairingCodeError('foreign');
	const header = code.slice(0, HEADER_BYTES);
	const iv = code.slice(HEADER_BYTES, HEADER_BYTES + NONCE_BYTES);
	const aes = await crypto.subtle.importKey('raw', key, 'AES-GCM', false, ['decrypt']);
	const parameters = { name: 'AES-GCM', iv, additionalData: concatBytes(header, bound) };
	try {
		return new Uint8Array(
			await crypto.subtle.decrypt(parameters, aes, code.slice(HEADER_BYTES + NONCE_BYTES))
		);
	} catch (error) {
		if (!(error instanceof DOMException)) throw error;
		throw new PairingCodeError('foreign');
	}
}
