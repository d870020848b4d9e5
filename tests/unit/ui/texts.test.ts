import { readFileSync, readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { parse, type AST } from 'svelte/compiler';
import { describe, expect, it } from 'vitest';

const SOURCE = join(import.meta.dirname, '../../../src');

/** Attributes that people read or hear. */
const SPOKEN = new Set([
	'alt',
	'aria-description',
	'aria-label',
	'aria-roledescription',
	'placeholder',
	'title'
]);

/** The name of the app, which no language changes. */
const NAMES = new Set(['Perch']);

function components(): readonly string[] {
	return readdirSync(SOURCE, { recursive: true, withFileTypes: true })
		.filter((entry) => entry.isFile() && entry.name.endsWith('.svelte'))
		.map((entry) => relative(SOURCE, join(entry.parentPath, entry.name)));
}

/** Addresses are the same in each language. */
function isWords(text: string): boolean {
	return /\p{L}{2,}/u.test(text) && !NAMES.has(text.trim()) && !/^\w+:\S+$/.test(text);
}

/** The words that stand in a component itself, and not in the catalogue. */
function literals(source: string): readonly string[] {
	const found: string[] = [];
	const visit = (node: unknown): void => {
		if (Array.isArray(node)) for (const one of node) visit(one);
		else if (typeof node === 'object' && node !== null) {
			const { type, name } = node as { type?: unknown; name?: unknown };
			// A key as it is printed on keyboards, or code, is the same in each language.
			if (type === 'RegularElement' && ['code', 'kbd', 'style'].includes(String(name))) return;
			if (type === 'StyleDirective') return;
			if (type === 'Attribute') {
				const { value } = node as AST.Attribute;
				const parts = Array.isArray(value) ? value : [];
				for (const part of parts) {
					if (part.type === 'Text' && SPOKEN.has(String(name)) && isWords(part.data)) found.push(part.data);
				}
				return;
			}
			if (type === 'Text' && isWords((node as AST.Text).data)) found.push((node as AST.Text).data.trim());
			for (const child of Object.values(node)) visit(child);
		}
	};
	visit(parse(source, { modern: true }).fragment);
	return found;
}

describe('texts', () => {
	it('words in a component are found', () => {
		expect(literals('<p title="To read">Hello {name}<code>npm</code></p>')).toEqual(['To read', 'Hello']);
	});

	it('are set as in print', () => {
		const catalogue = readFileSync(join(SOURCE, '../messages/en.json'), 'utf8');
		expect(catalogue.match(/.*(?:'|\\"|\.{3}).*/g)).toBeNull();
	});

	it.each(components())('%s says nothing that is not in the catalogue', (file) => {
		expect(literals(readFileSync(join(SOURCE, file), 'utf8'))).toEqual([]);
	});
});
