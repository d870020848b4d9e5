import { describe, expect, it } from 'vitest';
import { ensureSyntaxTree } from '@codemirror/language';
import { EditorState } from '@codemirror/state';
import type { DecorationSet, WidgetType } from '@codemirror/view';
import { decorate } from '$lib/editor/markdown/decorate.js';
import { LinkDefinitions } from '$lib/editor/markdown/link-definitions.js';
import { markdownLanguage } from '$lib/editor/markdown/language.js';
import { seeded } from '../../../fuzz/random.js';
import { LONG_NOTE_PARTS } from '../../../support/long-note.js';
import { cellsOf, classesOf, directionsOf, seen } from './support.js';

describe('what is seen of a text', () => {
	it.each([
		['a heading', '# Title\n\ntext', 'Title\n\ntext'],
		['a heading that the caret is in', '# Ti‖tle\n\ntext', '# Title\n\ntext'],
		['a heading when the caret is below', '# Title\n‖', 'Title\n'],
		['a heading closed by marks', '## Title ##', 'Title'],
		['a heading without text', '# ', '# '],
		['a heading underlined', 'Title\n=====', 'Title\n====='],
		['bold', 'a **b** c', 'a b c'],
		['bold that the caret is in', 'a **b‖** c', 'a **b** c'],
		['bold that the caret touches', 'a ‖**b** c', 'a **b** c'],
		['bold beside the caret', '‖a **b** c', 'a b c'],
		['one of two constructs', '*a* and *b‖*', 'a and *b*'],
		['one in another', '**a *b* c**', 'a b c'],
		['one in another, at the caret', '**a‖ *b* c**', '**a b c**'],
		['italics with an underscore', '_a_', 'a'],
		['struck-out text', '~~a~~', 'a'],
		['code', '`a`', 'a'],
		['code with a backtick', '``a`b``', 'a`b'],
		['an escaped mark', '\\*a\\*', '*a*'],
		['an escaped mark at the caret', '\\*‖a\\*', '\\*a*'],
		['a selection over constructs', '‖*a* `b`‖ *c*', '*a* `b` c'],
		['a link', 'see [it](https://a.b/c) now', 'see it now'],
		['a link at the caret', 'see [i‖t](https://a.b/c) now', 'see [it](https://a.b/c)↗ now'],
		['a link with a title', '[it](https://a.b "t")', 'it'],
		['a link that is marked up', '[*it*](https://a.b)', 'it'],
		['a link of no safe kind', '[it](javascript:x)', '[it](javascript:x)'],
		['a link to data', '[it](data:text/html,x)', '[it](data:text/html,x)'],
		['a link to a file beside', '[it](other.md)', '[it](other.md)'],
		['a link without text', '[](https://a.b)', '[](https://a.b)'],
		['brackets', 'so [sic] it is', 'so [sic] it is'],
		['an address', 'https://a.b/c', 'https://a.b/c'],
		['an address in angle brackets', '<https://a.b>', 'https://a.b'],
		['an image', '![it](https://a.b/c.png)', 'it'],
		['a quote', '> a\n> b\n\nc', 'a\nb\n\nc'],
		['the quoted line that the caret is in', '> a\n> b‖\n\nc', 'a\n> b\n\nc'],
		['a quote in a quote', '> > a', 'a'],
		['items', '- a\n- b', '• a\n• b'],
		['items with other marks', '* a\n\n+ b', '• a\n\n• b'],
		['an item with the caret in its text', '- ‖a', '• a'],
		['an item with the caret before its text', '‖- a', '- a'],
		['nested items', '- a\n  - b\n    - c', '• a\n• b\n• c'],
		['an item of several lines', '- a\n  b', '• a\nb'],
		['numbered items', '1. a\n2. b', '1. a\n2. b'],
		['tasks', '- [ ] a\n- [x] b', '☐ a\n☑ b'],
		['a task with the caret in its text', '- [ ] a‖', '☐ a'],
		['a task with the caret in its box', '- [‖ ] a', '- [ ] a'],
		['a numbered task', '1. [x] a', '1. ☑ a'],
		['a task in a quote', '> - [ ] a', '☐ a'],
		['a rule', 'a\n\n---\n\nb', 'a\n\n———\n\nb'],
		['a rule at the caret', 'a\n\n--‖-\n\nb', 'a\n\n---\n\nb'],
		['a code block', '```js\nlet *a*\n```', 'js\nlet *a*\n'],
		['a code block at the caret', '```js\nlet‖ *a*\n```', '```js\nlet *a*\n```'],
		['a code block that is not closed', '```\na', '\na'],
		['a table', '| a | b |\n| - | - |\n| ccc | d |', '| a | b |\n\n| ccc | d |'],
		['a table at the caret', '| a | b |\n| - | - |\n| c‖cc | d |', '| a | b |\n\n| ccc | d |'],
		[
			'a table with the caret in its head',
			'| a‖ | b |\n| - | - |\n| c | d |',
			'| a | b |\n| - | - |\n| c | d |'
		],
		['a table’s marks', '| **a** |\n| - |\n| bb |', '| a |\n\n| bb |'],
		[
			'a table filled up with spaces',
			'| a    |  b |\n| ---- | -- |\n|  cc  |    |',
			'| a | b |\n\n| cc |    |'
		],
		['a table with an empty cell', '| a | b |\n| - | - |\n|| d |', '| a | b |\n\n|∅| d |'],
		['a table with an escaped pipe', '| a\\|b |\n| - |\n| c |', '| a|b |\n\n| c |'],
		['emoji', '**👩‍👩‍👧‍👦** [😀](https://a.b)', '👩‍👩‍👧‍👦 😀'],
		['nothing', '', '']
	])('%s', (_what, source, expected) => {
		expect(seen(source)).toBe(expected);
	});
});

describe('the look of', () => {
	it.each([
		['headings', '# a\n## b', ['pm-heading pm-h1 pm-first', 'pm-heading pm-h2']],
		['a dash below a text, which may become an item', 'a\n-', ['', '']],
		['quotes', '> a\n> > b', ['pm-quote pm-quote-1', 'pm-quote pm-quote-2']],
		['items', '- a\n  - b', ['pm-item pm-in-list pm-list-1', 'pm-item pm-in-list pm-list-2']],
		['what belongs to an item', '- a\n\n  b', ['pm-item pm-in-list pm-list-1', '', 'pm-in-list pm-list-1']],
		['code', '```\na\n```', ['pm-code pm-code-first pm-fence', 'pm-code', 'pm-code pm-code-last pm-fence']]
	])('lines: %s', (_what, source, lines) => {
		expect(classesOf(source).lines).toEqual(lines);
	});

	it('words: links, code, what is done', () => {
		expect(classesOf('[a](https://b.c) `d`\n\n- [x] e').marks).toMatchObject({
			a: 'pm-link',
			'`d`': 'pm-inline-code',
			e: 'pm-done'
		});
	});

	it('the cells of a table: each an element, on the side that its column names', () => {
		const long = 'a text that needs more than one line';
		expect(cellsOf(`| a | b |\n| :- | -: |\n| ${long} | גן | \n`)).toEqual([
			'| pm-pipe pm-unseen',
			' a  pm-cell pm-cell-left ltr',
			'| pm-pipe pm-unseen',
			' b  pm-cell pm-cell-right ltr',
			'| pm-pipe pm-unseen',
			'| pm-pipe pm-unseen',
			` ${long}  pm-cell pm-cell-long pm-cell-left ltr`,
			'| pm-pipe pm-unseen',
			' גן  pm-cell pm-cell-right rtl',
			'|  pm-pipe pm-unseen'
		]);
		expect(cellsOf('> a | b\n> --- | ---\n> c‖ | d\n')).toEqual([
			'> a  pm-cell ltr',
			'| pm-pipe',
			' b pm-cell ltr',
			'> c  pm-cell ltr',
			'| pm-pipe',
			' d pm-cell ltr'
		]);
	});

	it('lines: written from right to left by their text, not by their marks; without a letter as those above', () => {
		expect(directionsOf('# שלום\n- [x] שלום\n\n123\nHello שלום\n\n> مرحبا\n```\nשלום\n```')).toEqual([
			'rtl',
			'rtl',
			'rtl',
			'rtl',
			undefined,
			'auto',
			'rtl',
			undefined,
			undefined,
			undefined
		]);
	});
});

describe('decorations of any text and any caret', () => {
	it('change nothing, stay within one line, and are found for each stretch of lines as for the whole', () => {
		for (let seed = 1; seed <= 60; seed++) {
			const random = seeded(seed);
			const parts = Array.from({ length: 12 }, () => random.pick([...LONG_NOTE_PARTS, ...AWKWARD]));
			const doc = parts.join('');
			const state = EditorState.create({ doc, extensions: markdownLanguage.extension });
			const tree = ensureSyntaxTree(state, doc.length, 10_000);
			if (tree === null) throw new Error('not parsed in time');
			const touched = [{ from: random.int(doc.length + 1), to: doc.length }].slice(random.int(2));
			const labels = { task: 'Task', table: 'Table', code: 'Code', openLink: 'Open' };
			const looks = { touched, labels, definitions: new LinkDefinitions(state.doc, tree) };
			const first = state.doc.line(1 + random.int(state.doc.lines));
			const last = state.doc.line(first.number + random.int(state.doc.lines - first.number + 1));
			for (const set of ['marks', 'outer'] as const) {
				const part = found(decorate(state, tree, { from: first.from, to: last.to }, looks)[set]);
				const whole = found(decorate(state, tree, { from: 0, to: doc.length }, looks)[set]);
				for (const { from, to } of whole) expect(state.doc.lineAt(from).to).toBeGreaterThanOrEqual(to);
				const inPart = whole.filter(({ from, to }) => from >= first.from && to <= last.to);
				expect(names(part), `seed ${seed}`).toEqual(names(inPart));
			}
			expect(state.doc.toString()).toBe(doc);
		}
	});
});

/** Pieces that trip up what reads Markdown. */
const AWKWARD = [
	'\n',
	'\n\n',
	'- ',
	'> ',
	'```',
	'\t- a\n',
	'**',
	'[a](',
	'|',
	'|-|\n',
	'😀',
	'\\',
	'---\n',
	'  ',
	'# ',
	'1) a\n',
	'<!-- ',
	'=\n',
	'- [ ]\n',
	'~~~js\n'
];

interface Found {
	readonly from: number;
	readonly to: number;
	readonly name: string;
}

function found(set: DecorationSet): Found[] {
	const all: Found[] = [];
	set.between(0, Number.MAX_SAFE_INTEGER, (from, to, { spec }) => {
		const {
			widget,
			class: name,
			attributes
		} = spec as {
			widget?: WidgetType;
			class?: string;
			attributes?: { dir?: string };
		};
		all.push({ from, to, name: name ?? attributes?.dir ?? widget?.constructor.name ?? 'hidden' });
	});
	return all;
}

function names(all: readonly Found[]): string[] {
	return all.map(({ from, to, name }) => `${from}-${to} ${name}`);
}
