import { expect, it } from 'vitest';
import { cleanName, MAX_NAME_LENGTH, shownName } from '$lib/workspace/person-name';

it('makes one visible line of a name', () => {
	expect(cleanName('  Ada\n\tLovelace ')).toBe('Ada Lovelace');
	expect(cleanName('A\u202Eda\u0000')).toBe('A da');
	expect(cleanName('x'.repeat(100))).toHaveLength(MAX_NAME_LENGTH);
	expect(cleanName(`${'x'.repeat(MAX_NAME_LENGTH - 1)}😀`).isWellFormed()).toBe(true);
});

it('never shows an empty name', () => {
	expect(shownName('\u200B \u0007')).toBe('?');
});
