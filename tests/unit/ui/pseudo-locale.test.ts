import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { pseudoCatalogue, pseudoText, type Catalogue } from '../../../scripts/lib/pseudo-locale.js';

const english = JSON.parse(
	readFileSync(join(import.meta.dirname, '../../../messages/en.json'), 'utf8')
) as Catalogue;
const pseudo = pseudoCatalogue(english);

/** The texts of a message. */
function texts(message: Catalogue[string] | undefined): readonly string[] {
	if (message === undefined) return [];
	return typeof message === 'string' ? [message] : message.flatMap(({ match }) => Object.values(match));
}

const placeholders = (text: string) => text.match(/\{[^{}]*\}/g) ?? [];

describe('the pseudo-locale', () => {
	it('has every message of the catalogue, with the same placeholders in each of its forms', () => {
		const names = Object.keys(english).filter((name) => !name.startsWith('$'));
		expect(names.length).toBeGreaterThan(500);
		for (const name of names) {
			const [ours, theirs] = [texts(english[name]), texts(pseudo[name])];
			expect(theirs.map(placeholders), name).toEqual(ours.map(placeholders));
			expect(
				theirs.every((text, at) => text.startsWith('[') && text !== ours[at]),
				name
			).toBe(true);
		}
	});

	it('turns words, and no placeholders', () => {
		expect(pseudoText('Open {title}, “now”')).toBe(
			'[\u200f\u202eÖpéñ\u202c\u200f {title}, “\u200f\u202eñöw\u202c\u200f”]'
		);
	});

	it('says of all other numbers what English says of them', () => {
		const [message] = pseudo['library_found'] as Exclude<Catalogue[string], string>;
		expect(Object.keys(message?.match ?? {})).toEqual(['amount=one', 'amount=*']);
	});
});
