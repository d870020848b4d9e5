import { webcrypto } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import {
	createInvite,
	decodeInvite,
	encodeInvite,
	InviteError,
	type Invite,
	type InviteFailure
} from '$lib/crypto/invite.js';
import { concatBytes, toBase64Url, toHex, type Bytes } from '$lib/util/bytes.js';
import { seeded } from '../../fuzz/random.js';
import { someBytes } from '../protocol/examples.js';
import { fromHex, vector, vectorBytes } from '../protocol/vectors.js';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const SEED = vectorBytes('seed');
const TEXT = vector('invite, text');
const VIEW = {
	kind: 'view',
	viewSeed: vectorBytes('view seed'),
	writePublicKey: vectorBytes('write key, public')
} as const;
const VIEW_TEXT = vector('view invite, text');

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

	it('P1: the view invite of docs/protocol.md, both ways', async () => {
		expect(await encodeInvite(VIEW)).toBe(VIEW_TEXT);
		expect(await decodeInvite(VIEW_TEXT)).toEqual(VIEW);
		expect(await sealed(Uint8Array.of(1, 2), VIEW.viewSeed, VIEW.writePublicKey)).toBe(VIEW_TEXT);
		expect(toBase64Url(vectorBytes('view invite, bytes'))).toBe(VIEW_TEXT);
		expect(await decodeInvite(` https://perch.example/join#${VIEW_TEXT}\n`)).toEqual(VIEW);
	});

	it('P1: every view invite comes back, its two parts never exchanged', async () => {
		const random = seeded(13);
		for (let run = 0; run < 50; run += 1) {
			const invite: Invite = {
				kind: 'view',
				viewSeed: someBytes(random, 32),
				writePublicKey: someBytes(random, 32)
			};
			expect(await decodeInvite(await encodeInvite(invite))).toEqual(invite);
		}
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
	it.each([TEXT, VIEW_TEXT])('P1: each single character flipped, to any other: %s', async (text) => {
		for (const [index, original] of Array.from(text).entries()) {
			for (const character of `${ALPHABET}!#%. é`) {
				if (character === original) continue;
				const flipped = text.slice(0, index) + character + text.slice(index + 1);
				expect(['damaged', 'foreign'], flipped).toContain(await refusal(flipped));
			}
		}
	});

	it.each([TEXT, VIEW_TEXT])(
		'P1: flipped behind its beginning, or cut short anywhere, it is known as a damaged invite: %s',
		async (text) => {
			for (let index = 2; index < text.length; index += 1) {
				const flipped = text.slice(0, index) + (text[index] === 'A' ? 'B' : 'A') + text.slice(index + 1);
				expect(await refusal(flipped)).toBe('damaged');
				expect(await refusal(text.slice(0, index))).toBe('damaged');
			}
			expect(await refusal(`${text}A`)).toBe('damaged');
			expect(await refusal(`https://perch.example/join#${text}.`)).toBe('damaged');
		}
	);

	it.each([TEXT, VIEW_TEXT])('P1: two characters exchanged: %s', async (text) => {
		const random = seeded(11);
		for (let run = 0; run < 300; run += 1) {
			const characters = Array.from(text);
			const [a, b] = [2 + random.int(text.length - 2), 2 + random.int(text.length - 2)];
			[characters[a], characters[b]] = [characters[b] ?? '', characters[a] ?? ''];
			const exchanged = characters.join('');
			if (exchanged !== text) expect(await refusal(exchanged)).toBe('damaged');
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

	it('P1: an invite of another length than its kind has is damaged, whatever its checksum says', async () => {
		const allowed = new Map([
			[1, 32],
			[2, 64]
		]);
		for (const [kind, right] of allowed)
			for (let length = 0; length <= 130; length += 1) {
				const text = await sealed(Uint8Array.of(1, kind), new Uint8Array(length).fill(7));
				expect(await refusal(text), `kind ${kind}, ${length} bytes`).toBe(
					length === right ? undefined : 'damaged'
				);
			}
	});

	it('P1: an invite whose kind was changed with its checksum left is damaged, so that viewing never reads as editing', async () => {
		const changed = (hex: string, kind: number) => {
			const bytes = fromHex(hex);
			bytes[1] = kind;
			return toBase64Url(bytes);
		};
		expect(await refusal(changed(vector('view invite, bytes'), 1))).toBe('damaged');
		expect(await refusal(changed(vector('invite, bytes'), 2))).toBe('damaged');
	});

	it.each([
		['edit', TEXT, SEED],
		['view', VIEW_TEXT, VIEW.viewSeed]
	])('P1: the error about an invite to %s holds nothing of it', async (_, text, secret) => {
		const damaged = `${text.slice(0, -1)}A`;
		const failure = await decodeInvite(damaged).catch((error: unknown) => error);
		expect(failure).toBeInstanceOf(InviteError);
		const { message, stack = '', cause } = failure as InviteError;
		const all = [message, stack, JSON.stringify(failure), JSON.stringify(cause)].join('\n');
		for (let from = 0; from + 8 <= damaged.length; from += 1)
			expect(all).not.toContain(damaged.slice(from, from + 8));
		expect(all).not.toContain(toHex(secret).slice(0, 16));
	});
});
