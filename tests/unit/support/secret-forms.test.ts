import { randomBytes } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { findSecrets, secretBytes, secretText, type Secret } from '../../support/secret-forms.js';

const SEED = randomBytes(32);
const TEXT = 'Quittengelee für Åse – süß';
const SECRETS: readonly Secret[] = [secretBytes('seed', SEED), secretText('text', TEXT)];

/** A place that holds something between other things. */
function around(written: string | Uint8Array, before = randomBytes(40), after = randomBytes(40)): Buffer {
	return Buffer.concat([before, Buffer.from(written as string), after]);
}

/** Something encoded together with what stands before and behind it. */
function within(secret: Uint8Array, encoding: BufferEncoding, before: number): string {
	return Buffer.concat([randomBytes(before), secret, randomBytes(5)]).toString(encoding);
}

describe('a secret is found however it was written down', () => {
	test.each([
		['raw', SEED],
		['hex', SEED.toString('hex')],
		['hex in capitals', SEED.toString('hex').toUpperCase()],
		['base64', SEED.toString('base64')],
		['base64url', SEED.toString('base64url')],
		['base64 in a query', encodeURIComponent(SEED.toString('base64'))],
		['base64 behind one byte', within(SEED, 'base64', 4)],
		['base64 behind two bytes', within(SEED, 'base64', 5)],
		['base64url behind two bytes', within(SEED, 'base64url', 2)],
		['percent', SEED.toString('hex').replaceAll(/../g, '%$&')],
		['JSON numbers', JSON.stringify([...SEED])],
		['a byte string', SEED.toString('latin1')]
	])('bytes: %s', (_form, written) => {
		expect(findSecrets(SECRETS, around(written))).toEqual(
			expect.arrayContaining([expect.stringMatching(/^seed as /)])
		);
	});

	test.each([
		['as it is', TEXT],
		['UTF-16', Buffer.from(TEXT, 'utf16le')],
		['percent', encodeURIComponent(TEXT)],
		['a form', String(new URLSearchParams({ q: TEXT }))],
		['JSON', JSON.stringify({ TEXT })],
		['base64 within', within(Buffer.from(TEXT), 'base64', 1)],
		['hex', Buffer.from(TEXT).toString('hex')],
		['ASCII only', 'Quittengelee f\\u00fcr \\u00c5se \\u2013 s\\u00fc\\u00df']
	])('text: %s', (_form, written) => {
		expect(findSecrets(SECRETS, around(written))).toEqual(
			expect.arrayContaining([expect.stringMatching(/^text as /)])
		);
	});
});

test('what is not there is not found', () => {
	const place = around(randomBytes(32).toString('base64') + 'Quittengelee', randomBytes(100_000));
	expect(findSecrets(SECRETS, place)).toEqual([]);
});
