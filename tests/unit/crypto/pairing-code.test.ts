import { createCipheriv, createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import {
	openAnswer,
	openOffer,
	PairingCodeError,
	sealAnswer,
	sealOffer,
	type PairingCodeFailure
} from '$lib/crypto/pairing-code.js';
import { concatBytes, randomBytes, toHex, type Bytes } from '$lib/util/bytes.js';
import { vectorBytes } from '../protocol/vectors.js';

const KEY = vectorBytes('pairing key');
const OFFER = vectorBytes('offer, code');
const ANSWER = vectorBytes('answer, code');
const CONTENT = Uint8Array.of(1, 2, 3);

async function refusal(opening: Promise<Bytes>): Promise<PairingCodeFailure> {
	try {
		await opening;
	} catch (error) {
		if (error instanceof PairingCodeError) return error.reason;
		throw error;
	}
	throw new Error('it was opened');
}

/** A code as another implementation of AES-GCM makes it. */
function sealedByNode(kind: number, bound: Bytes, content: Bytes, nonce: Bytes): string {
	const header = Uint8Array.of(1, kind);
	const cipher = createCipheriv('aes-256-gcm', KEY, nonce);
	cipher.setAAD(concatBytes(header, bound));
	return Buffer.concat([header, nonce, cipher.update(content), cipher.final(), cipher.getAuthTag()]).toString(
		'hex'
	);
}

it('P28: the test vectors of docs/protocol.md', async () => {
	expect(await openOffer(KEY, OFFER)).toEqual(vectorBytes('offer, content'));
	expect(await openAnswer(KEY, OFFER, ANSWER)).toEqual(vectorBytes('answer, content'));
});

it('P28: another implementation seals in the same way', async () => {
	const offer = await sealOffer(KEY, CONTENT);
	expect(sealedByNode(1, new Uint8Array(), CONTENT, offer.slice(2, 14))).toBe(toHex(offer));
	const answer = await sealAnswer(KEY, offer, CONTENT);
	const bound = new Uint8Array(createHash('sha256').update(offer).digest());
	expect(sealedByNode(2, bound, CONTENT, answer.slice(2, 14))).toBe(toHex(answer));
});

it('P28: no two codes have a nonce in common', async () => {
	const codes = await Promise.all(Array.from({ length: 50 }, () => sealOffer(KEY, CONTENT)));
	expect(new Set(codes.map((code) => toHex(code.subarray(2, 14)))).size).toBe(50);
});

describe('P28: who opens a code', () => {
	it('holds an invite to the note', async () => {
		expect(await refusal(openOffer(randomBytes(32), OFFER))).toBe('foreign');
		expect(await refusal(openAnswer(randomBytes(32), OFFER, ANSWER))).toBe('foreign');
	});

	it('has made the very offer that it answers', async () => {
		const other = await sealOffer(KEY, vectorBytes('offer, content'));
		expect(await refusal(openAnswer(KEY, other, ANSWER))).toBe('foreign');
		expect(await refusal(openAnswer(KEY, ANSWER, ANSWER))).toBe('foreign');
	});

	it('does not take one for the other, nor does a changed kind make it so', async () => {
		expect(await refusal(openOffer(KEY, ANSWER))).toBe('foreign');
		expect(await refusal(openAnswer(KEY, OFFER, OFFER))).toBe('foreign');
		const asOffer = ANSWER.slice();
		asOffer[1] = 1;
		expect(await refusal(openOffer(KEY, asOffer))).toBe('foreign');
	});

	it('finds each changed bit', async () => {
		for (let bit = 0; bit < OFFER.length * 8; bit += 1) {
			const changed = OFFER.slice();
			changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
			const version = changed[0] ?? 0;
			expect(await refusal(openOffer(KEY, changed))).toBe(version > 1 ? 'newer' : 'foreign');
		}
	});

	it('refuses what is cut, longer or far too long', async () => {
		for (let length = 0; length < OFFER.length; length += 1)
			expect(await refusal(openOffer(KEY, OFFER.slice(0, length)))).toBe('foreign');
		expect(await refusal(openOffer(KEY, concatBytes(OFFER, Uint8Array.of(0))))).toBe('foreign');
		const large = await sealOffer(KEY, new Uint8Array(300));
		expect(await refusal(openOffer(KEY, large))).toBe('foreign');
	});
});
