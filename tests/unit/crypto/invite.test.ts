import { webcrypto } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import {
	createInvite,
	decodeInvite,
	encodeInvite,
	InviteError,
	type InviteFailure
} from '$lib/crypto/invite.js';
import { concatBytes, toBase64Url, toHex, type Bytes } from '$lib/util/bytes.js';
import { seeded } from '../../fuzz/random.js';
import { vector, vectorBytes } from '../protocol/vectors.js';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const SEED = vectorBytes('seed');
const TEXT = vector('invite, text');

/** Why the text is not taken; undefined if it is. */
async function refusal(pasted: string): Promise<InviteFailure | undefined> {
	try {
		await decodeInvite(pasted);
		return undefined;
	} catch (failure) {
		if (failure instanceof InviteError) return failure.reason;
		throw failure;
	}
}

/** An invite of any content with a right checksum. */
async function sealed(...content: readonly Uint8Array[]): Promise<string> {
	const bytes: Bytes = concatBytes(...content);
	const digest = new Uint8Array(await webcrypto.subtle.digest('SHA-256', bytes));
	return toBase64Url(concatBytes(bytes, digest.subarray(0, 4)));
}

describe('what is taken', () => {
	it('P1: the test vector of docs/protocol.md, both ways', async () => {
		expect(await encodeInvite({ kind: 'edit', seed: SEED })).toBe(TEXT);
		expect(await decodeInvite(TEXT)).toEqual({ kind: 'edit', seed: SEED });
		expect(await sealed(Uint8Array.of(1, 1), SEED)).toBe(TEXT);
		expect(toBase64Url(vectorBytes('invite, bytes'))).toBe(TEXT);
	});

	it('P1: every new invite comes back, and no two are alike', async () => {
		const texts = new Set<string>();
		for (let run = 0; run < 50; run += 1) {
			const invite = createInvite();
			const text = await encodeInvite(invite);
			expect(await decodeInvite(text)).toEqual(invite);
			texts.add(text);
		}
		expect(texts.size).toBe(50);
	});

	it.each([
		`https://perch.example/join#${TEXT}`,
		`https://perch.example/some/path/join/?a=b#${TEXT}`,
		`#${TEXT}`,
		`  ${TEXT}\n`,
		`\thttps://perch.example/join#\r\n${TEXT.slice(0, 20)}\n  ${TEXT.slice(20, 40)}\u00a0${TEXT.slice(40)} `,
		`https://perch.example/#/join#${TEXT}`,
		Array.from(TEXT).join(' ')
	])('P1: a link as it may be pasted: %j', async (pasted) => {
		expect(await decodeInvite(pasted)).toEqual({ kind: 'edit', seed: SEED });
	});
});

describe('what is refused', () => {
	it('P1: each single character flipped, to any other', async () => {
		for (const [index, original] of Array.from(TEXT).entries()) {
			for (const character of `${ALPHABET}!#%. é`) {
				if (character === original) continue;
				const flipped = TEXT.slice(0, index) + character + TEXT.slice(index + 1);
				expect(['damaged', 'foreign'], flipped).toContain(await refusal(flipped));
			}
		}
	});

	it('P1: flipped behind its beginning, or cut short anywhere, it is known as a damaged invite', async () => {
		for (let index = 2; index < TEXT.length; index += 1) {
			const flipped = TEXT.slice(0, index) + (TEXT[index] === 'A' ? 'B' : 'A') + TEXT.slice(index + 1);
			expect(await refusal(flipped)).toBe('damaged');
			expect(await refusal(TEXT.slice(0, index))).toBe('damaged');
		}
		expect(await refusal(`${TEXT}A`)).toBe('damaged');
		expect(await refusal(`https://perch.example/join#${TEXT}.`)).toBe('damaged');
	});

	it('P1: two characters exchanged', async () => {
		const random = seeded(11);
		for (let run = 0; run < 300; run += 1) {
			const characters = Array.from(TEXT);
			const [a, b] = [2 + random.int(TEXT.length - 2), 2 + random.int(TEXT.length - 2)];
			[characters[a], characters[b]] = [characters[b] ?? '', characters[a] ?? ''];
			const exchanged = characters.join('');
			if (exchanged !== TEXT) expect(await refusal(exchanged)).toBe('damaged');
		}
	});

	it.each(['', ' ', '\n\t\u00a0'])('P1: nothing is missing: %j', async (pasted) => {
		expect(await refusal(pasted)).toBe('missing');
	});

	it.each([
		'https://perch.example/join',
		'https://perch.example/join#',
		'https://example.org/wiki/Perch#Habitat',
		'#',
		'hello',
		'hello world',
		'buy milk and bread',
		'Dear Anna, here are the minutes of the meeting.',
		'Привет',
		'😀',
		'12345678',
		'x'.repeat(5000)
	])('P1: something else is foreign: %j', async (pasted) => {
		expect(await refusal(pasted)).toBe('foreign');
	});

	it('P1: random prose is foreign', async () => {
		const random = seeded(12);
		for (let run = 0; run < 1_000; run += 1) {
			const words = Array.from({ length: 1 + random.int(12) }, () => random.word());
			expect(await refusal(words.join(random.pick([' ', ', ', '-', '_'])))).toBe('foreign');
		}
	});

	it('P1: a later version with a right checksum is newer, whatever its kind and length', async () => {
		expect(await refusal(await sealed(Uint8Array.of(2, 1), SEED))).toBe('newer');
		expect(await refusal(await sealed(Uint8Array.of(255, 2), new Uint8Array(100)))).toBe('newer');
		expect(await refusal(await sealed(Uint8Array.of(1, 3), SEED))).toBe('newer');
	});

	it('P1: a view invite is known as such', async () => {
		expect(await refusal(await sealed(Uint8Array.of(1, 2), SEED, SEED))).toBe('view-only');
	});

	it('P1: an edit invite of another length is damaged, whatever its checksum says', async () => {
		expect(await refusal(await sealed(Uint8Array.of(1, 1), SEED.subarray(1)))).toBe('damaged');
		expect(await refusal(await sealed(Uint8Array.of(1, 1), SEED, Uint8Array.of(0)))).toBe('damaged');
		expect(await refusal(await sealed(Uint8Array.of(1, 1)))).toBe('damaged');
	});

	it('P1: the error holds nothing of the invite', async () => {
		const damaged = `${TEXT.slice(0, -1)}A`;
		const failure = await decodeInvite(damaged).catch((error: unknown) => error);
		expect(failure).toBeInstanceOf(InviteError);
		const { message, stack = '', cause } = failure as InviteError;
		const all = [message, stack, JSON.stringify(failure), JSON.stringify(cause)].join('\n');
		for (let from = 0; from + 8 <= damaged.length; from += 1)
			expect(all).not.toContain(damaged.slice(from, from + 8));
		expect(all).not.toContain(toHex(SEED).slice(0, 16));
	});
});
