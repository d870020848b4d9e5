import { describe, expect, it } from 'vitest';
import { decodeInvite, InviteError } from '$lib/crypto/invite.js';
import {
	answerText,
	isAnswerText,
	offerLink,
	readAnswer,
	readOffer,
	splitOfferLink
} from '$lib/crypto/pairing-text.js';
import { vector, vectorBytes } from '../protocol/vectors.js';

const OFFER = vectorBytes('offer, code');
const ANSWER = vectorBytes('answer, code');

const reason = (expected: string): unknown => expect.objectContaining({ reason: expected });

describe.each(['invite, text', 'view invite, text'])('P28: a link with %s and an offer', (kind) => {
	const invite = vector(kind);
	const link = `https://perch.example.org/a.b/join#${invite}`;
	const both = offerLink(link, OFFER);

	it('is taken apart again, from wherever it comes', async () => {
		for (const pasted of [
			both,
			` ${both}\n`,
			both.replace(invite, `${invite.slice(0, 9)}\n${invite.slice(9)}`)
		])
			expect(splitOfferLink(pasted)).toEqual({ link, offer: both.slice(link.length + 1) });
		expect(splitOfferLink(both.slice(both.indexOf('#') + 1)).link).toBe(invite);
		const { link: first, offer = '' } = splitOfferLink(both);
		expect(await decodeInvite(first)).toEqual(await decodeInvite(invite));
		expect(readOffer(offer)).toEqual(OFFER);
	});

	it('is nothing that `decodeInvite` takes for a plain invite', async () => {
		await expect(decodeInvite(both)).rejects.toBeInstanceOf(InviteError);
	});

	it('is told apart from a plain one', () => {
		for (const plain of [link, invite, `${link}\n`])
			expect(splitOfferLink(plain)).toEqual({ link: plain, offer: undefined });
	});

	it('still invites where its offer is cut off or spoilt', () => {
		expect(splitOfferLink(`${link}.`)).toEqual({ link, offer: '' });
		expect(() => readOffer('A')).toThrow(reason('foreign'));
		expect(() => readOffer('A'.repeat(400))).toThrow(reason('foreign'));
	});
});

it('P28: what is no link at all is left as it is', () => {
	for (const text of ['', '#', 'https://example.com/a.html', 'x'.repeat(5000)])
		expect(splitOfferLink(text)).toEqual({ link: text, offer: undefined });
});

describe('P28: an answer as text', () => {
	it('is read however it was copied', () => {
		const text = answerText(ANSWER);
		expect(text).toMatch(/^perch-answer:[\w-]+$/);
		for (const pasted of [
			text,
			`  ${text}\n`,
			text.replace('perch', 'Perch'),
			`${text.slice(0, 40)}\n${text.slice(40)}`
		]) {
			expect(isAnswerText(pasted)).toBe(true);
			expect(readAnswer(pasted)).toEqual(ANSWER);
		}
	});

	it('is told apart from a first code, and from anything else', () => {
		const link = offerLink(`https://perch.example.org/join#${vector('invite, text')}`, OFFER);
		expect(isAnswerText(link)).toBe(false);
		expect(() => readAnswer(link)).toThrow(reason('offer'));
		for (const text of [
			'',
			'https://example.com',
			'perch-answer:A',
			'perch-answer:é',
			`perch-answer:${'A'.repeat(5000)}`
		]) {
			expect(() => readAnswer(text)).toThrow(reason('foreign'));
		}
	});
});
