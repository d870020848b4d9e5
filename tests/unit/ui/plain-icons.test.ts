import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { render } from 'svelte/server';
import { expect, it } from 'vitest';
import Trash from '@lucide/svelte/icons/trash';
import { compile } from 'svelte/compiler';
import { plainIcon } from '../../../scripts/lib/plain-icons.js';

const ICONS = join(import.meta.dirname, '../../../node_modules/@lucide/svelte/dist/icons');

const SOURCE = join(import.meta.dirname, '../../../src/lib/ui');

const source = readFileSync(join(ICONS, 'trash.svelte'), 'utf8');

function files(directory: string): readonly string[] {
	return readdirSync(directory, { recursive: true, encoding: 'utf8' }).filter((file) =>
		file.endsWith('.svelte')
	);
}

/** The elements of a picture, each with its attributes by name. */
function elementsOf(html: string): unknown[] {
	return [...html.matchAll(/<(svg|path)\b([^>]*?)\/?>/g)].map(([, tag, attributes = '']) => [
		tag,
		Object.fromEntries(
			[...attributes.matchAll(/([\w:-]+)="([^"]*)"/g)].map(([, name = '', value]) => [name, value] as const)
		)
	]);
}

it('an icon is the picture that Lucide’s own component makes of it', () => {
	const [svg, ...paths] = elementsOf(render(Trash, { props: { size: 18 } }).body) as [string, object][];
	const plain = plainIcon(source).replace(/\{(?:size|strokeWidth|color)\}/g, (prop) =>
		prop === '{size}' ? '"18"' : prop === '{color}' ? '"currentColor"' : '"2"'
	);
	const written = elementsOf(plain.slice(plain.indexOf('<svg')));
	expect(written.slice(1)).toEqual(paths);
	expect(written[0]).toEqual(['svg', { ...svg?.[1], class: 'lucide lucide-trash' }]);
});

it('what is made of an icon can be compiled', () => {
	expect(compile(plainIcon(source), { filename: 'trash.svelte' }).warnings).toEqual([]);
});

it('an icon that Lucide writes in another way fails the build instead of going missing', () => {
	expect(() => plainIcon(source.replace('iconData', 'icon'))).toThrow('not written as they were');
});

it('icons are given no property that they would not take', () => {
	const uses = files(SOURCE).flatMap((file) => {
		const text = readFileSync(join(SOURCE, file), 'utf8');
		const names = [...text.matchAll(/import (\w+) from '@lucide\/svelte\/icons\//g)].map(
			([, name = '']) => name
		);
		return names.flatMap((name) => [...text.matchAll(new RegExp(`<${name}\\s([^>]*?)/>`, 'g'))]);
	});
	const given = uses.flatMap(([, properties = '']) => [...properties.matchAll(/([\w-]+)=/g)]);
	expect(uses.length).toBeGreaterThan(50);
	expect(new Set(given.map(([, name]) => name))).toEqual(new Set(['size', 'aria-hidden', 'strokeWidth']));
});
