import { readFileSync, readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';

const SOURCE = join(import.meta.dirname, '../../../src');
/** The one place where colours and durations stand. */
const TOKENS = 'lib/ui/tokens.css';
/** Documents that leave the app, and paper: they have no tokens. */
const EXPORTED = /^lib\/(markup\/|ui\/print-sheet\.css$)/;
/** Pictures that point somewhere along the line. */
const DIRECTED =
	/^((arrow|chevron|panel|corner)-(left|right)(-.+)?|external-link|list(-todo|-indent-.+)?|log-(in|out)|(undo|redo)(-.+)?|reply|send|text-quote)$/;
/** States that are told by a ground or a shadow; the radios of `share-rights` are the browser's own, which it shows in any colours. */
const STATE = /\[aria-(pressed|selected|current)|:checked|class="meter"|<progress/;
const OWN_STATE = ['lib/ui/share-rights.svelte'];
/** What ends a motion for those who want none. */
const NO_MOTION = '0.01ms !important';

interface Declaration {
	readonly file: string;
	readonly property: string;
	readonly value: string;
}

function files(directory: string): readonly string[] {
	return readdirSync(directory, { recursive: true, withFileTypes: true })
		.filter((entry) => entry.isFile() && /\.(svelte|css)$/.test(entry.name))
		.map((entry) => relative(SOURCE, join(entry.parentPath, entry.name)));
}

/** Every declaration of a style sheet or of the style of a component. */
function declarations(file: string, text: string): readonly Declaration[] {
	const css = file.endsWith('.css') ? text : (/<style[^>]*>([\s\S]*?)<\/style>/.exec(text)?.[1] ?? '');
	const bare = css.replaceAll(/\/\*[\s\S]*?\*\//g, '');
	return [...bare.matchAll(/(?<=[{;]\s*)(-{0,2}[a-z][\w-]*)\s*:\s*([^;{}]+);/g)].map(
		([, property = '', value = '']) => ({ file, property, value: value.replaceAll(/\s+/g, ' ').trim() })
	);
}

/** The values of a shorthand, what is in brackets as one. */
function values(value: string): readonly string[] {
	const found: string[] = [''];
	let depth = 0;
	for (const character of value) {
		if (character === '(') depth += 1;
		if (character === ')') depth -= 1;
		if (character === ' ' && depth === 0) found.push('');
		else found.push(`${found.pop() ?? ''}${character}`);
	}
	return found;
}

/** Whether a value says left or right, where it should say start or end. */
function isPhysical({ property, value }: Declaration): boolean {
	if (/(^|-)(left|right)(-|$)/.test(property)) return true;
	if (/^(text-align|float|clear)$/.test(property)) return /\b(left|right)\b/.test(value);
	if (!/^(margin|padding|inset|border-(width|color|style)|scroll-(margin|padding))$/.test(property))
		return false;
	// The screen's own edges, such as its rounded corners, do not change sides with the language.
	const [, right, , left] = values(value).map((one) => one.replace(/safe-area-inset-(left|right)/g, ''));
	return right !== undefined && left !== undefined && right !== left;
}

const all = files(SOURCE)
	.filter((file) => !EXPORTED.test(file))
	.flatMap((file) => declarations(file, readFileSync(join(SOURCE, file), 'utf8')));

const told = (found: readonly Declaration[]) =>
	found.map(({ file, property, value }) => `${file}: ${property}: ${value}`);

describe('styles', () => {
	it('are found', () => {
		expect(all.length).toBeGreaterThan(1_000);
		expect(declarations('a.css', 'a { /* b: c; */ inset: 0 1px\n 2px 3px; color: red; }')).toEqual([
			{ file: 'a.css', property: 'inset', value: '0 1px 2px 3px' },
			{ file: 'a.css', property: 'color', value: 'red' }
		]);
	});

	it.each([
		['margin-left', '0', true],
		['left', '0', true],
		['border-top-right-radius', '0', true],
		['text-align', 'right', true],
		['text-align', 'start', false],
		['padding', '0 1px 0 2px', true],
		['padding', '0 calc(1px + 2px) 0 calc(1px + 2px)', false],
		['padding', '0 env(safe-area-inset-right) 0 env(safe-area-inset-left)', false],
		['inset', 'auto 0 0', false]
	])('%s: %s says a side: %s', (property, value, physical) => {
		expect(isPhysical({ file: '', property, value })).toBe(physical);
	});

	it('say start and end, never left and right', () => {
		expect(told(all.filter(isPhysical))).toEqual([]);
	});

	it('name colours and durations by tokens', () => {
		const own = all.filter(
			({ file, property, value }) =>
				file !== TOKENS &&
				value !== NO_MOTION &&
				!property.startsWith('mask') &&
				(/#[0-9a-f]{3,8}\b|\b(rgb|hsl|oklch|oklab|lab|lch)a?\(/i.test(value) ||
					(/^(transition|animation)/.test(property) && /(?<![\w-])[\d.]*\d(ms|s)\b/.test(value)))
		);
		expect(told(own)).toEqual([]);
	});

	it('take the sizes of letters from the scale, or relative to those around', () => {
		const own = all.filter(
			({ file, property, value }) =>
				file !== TOKENS &&
				property === 'font-size' &&
				!/^(inherit|var\(--text-[\w-]+\)|[\d.]+em|max\(1rem, 1em\) !important|calc\(var\(--avatar-size\) \* [\d.]+\))$/.test(
					value
				)
		);
		expect(told(own)).toEqual([]);
	});

	it('keep nothing from being selected by a long press but what is pressed, and no menu from coming up there', () => {
		const rules = readdirSync(SOURCE, { recursive: true, withFileTypes: true })
			.filter((entry) => entry.isFile() && /\.(svelte|css|ts)$/.test(entry.name))
			.map((entry) => join(entry.parentPath, entry.name))
			.filter((path) => /user-?select\b|touch-?callout/i.test(readFileSync(path, 'utf8')))
			.map((path) => relative(SOURCE, path));
		expect(rules.sort()).toEqual(['lib/ui/controls.css', 'lib/ui/format-toolbar.svelte']);
	});

	it('ask for the direction by its attribute: what is built asks for one of some languages in the place of :dir()', () => {
		const asking = files(SOURCE).filter((file) => readFileSync(join(SOURCE, file), 'utf8').includes(':dir('));
		expect(asking).toEqual([]);
	});

	it('mirror each picture that points along the line, where one reads from right to left', () => {
		const names = readdirSync(SOURCE, { recursive: true, withFileTypes: true })
			.filter((entry) => entry.isFile() && /\.(svelte|ts)$/.test(entry.name))
			.map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'))
			.flatMap((text) => [...text.matchAll(/lucide\/svelte\/icons\/([\w-]+)/g)])
			.map(([, name = '']) => name);
		const [, mirrored = ''] =
			/\[dir='rtl'\]\s+:is\(([^)]*)\)/.exec(readFileSync(join(SOURCE, 'lib/ui/base.css'), 'utf8')) ?? [];
		const told = [...mirrored.matchAll(/\.lucide-([\w-]+)/g)].map(([, name = '']) => name);
		expect(new Set(told)).toEqual(new Set(names.filter((name) => DIRECTED.test(name))));
	});

	it('show in the colours of the system, too, what is chosen and how full something is', () => {
		const lacking = files(SOURCE).filter((file) => {
			const text = readFileSync(join(SOURCE, file), 'utf8');
			return file.endsWith('.svelte') && STATE.test(text) && !text.includes('forced-colors: active');
		});
		expect(lacking).toEqual(OWN_STATE);
	});
});
