import { ensureSyntaxTree } from '@codemirror/language';
import { EditorState } from '@codemirror/state';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { markdownLanguage } from '$lib/editor/markdown/language.js';
import { addressAtCaret } from '$lib/editor/markdown/link-commands.js';
import { definitionsIn } from '$lib/markup/definitions.js';
import { LinkDefinitions } from '$lib/editor/markdown/link-definitions.js';
import { MAX_SECTION_LENGTH } from '$lib/editor/markdown/limits.js';
import { seen, stateOf } from './support.js';

afterEach(() => vi.restoreAllMocks());

const ADDRESS = 'https://a.b/c';
const DEFINED = `\n\n[map]: ${ADDRESS}`;

function parsed(doc: string) {
	const state = EditorState.create({ doc, extensions: markdownLanguage.extension });
	const tree = ensureSyntaxTree(state, doc.length, 60_000);
	if (tree === null) throw new Error('not parsed in time');
	return { doc: state.doc, tree };
}

/** What a label stands for in a text. */
function addressIn(text: string, label: string): string | undefined {
	const { doc, tree } = parsed(text);
	for (;;) {
		const definitions = new LinkDefinitions(doc, tree);
		const address = definitions.addressOf(label);
		if (!definitions.isUnfinished) return address;
	}
}

describe('a link whose address is defined elsewhere', () => {
	it.each([
		['a text and a label', 'see [it][map]', 'see it'],
		['a label alone', 'see [map] now', 'see map now'],
		['a label with empty brackets', 'see [map][]', 'see map'],
		['a label in other letters and blanks', 'see [it][ MAP ]', 'see it'],
		['a text that is marked up', '[*it*][map]', 'it'],
		['an image', '![it][map]', 'it'],
		['at the caret', 'see [i‖t][map]', 'see [it][map]↗'],
		['a label that is defined nowhere', 'see [it][way], [sic]', 'see [it][way], [sic]'],
		['a link without an address', '[map]()', '[map]()']
	])('is seen as a link: %s', (_what, text, expected) => {
		expect(seen(text + DEFINED)).toBe(expected + DEFINED);
	});

	it('is opened at the caret', () => {
		expect(addressAtCaret(stateOf(`a [i‖t][map]${DEFINED}`))).toBe(ADDRESS);
		expect(addressAtCaret(stateOf(`a [si‖c]${DEFINED}`))).toBeUndefined();
	});

	it('to no safe kind of address stays as it is written', () => {
		const text = '[it][map]\n\n[map]: javascript:x';
		expect(seen(text)).toBe(text);
	});
});

describe('a definition', () => {
	it.each([
		['with a title', `[a]: ${ADDRESS} "A title"`],
		['in angle brackets', `[a]: <${ADDRESS}>`],
		['behind another', `[b]: /x\n[a]: ${ADDRESS}`],
		['behind a heading', `# Links\n[a]: ${ADDRESS}`],
		['in a quote', `> [a]: ${ADDRESS}`],
		['behind a block of code', `\`\`\`\nlet a;\n\`\`\`\n[a]: ${ADDRESS}`],
		['that is the first of two', `[a]: ${ADDRESS}\n[A]: /other`],
		['far behind', `${'Words and words.\n\n'.repeat(20_000)}[a]: ${ADDRESS}`]
	])('is found: %s', (_what, text) => {
		expect(addressIn(`[a]\n\n${text}\n\nend`, 'a')?.replaceAll(/[<>]/g, '')).toBe(ADDRESS);
	});

	it.each([
		['in a block of code', `\`\`\`\n[a]: ${ADDRESS}\n\`\`\``],
		['in one that goes on for sections', `~~~\n${'x\n'.repeat(MAX_SECTION_LENGTH)}\n\n[a]: ${ADDRESS}`],
		['in a paragraph', `words\n[a]: ${ADDRESS}`],
		['with more behind it', `[a]: ${ADDRESS} and more`],
		['without an address', '[a]:'],
		['of a footnote', `[^a]: ${ADDRESS}`]
	])('is none: %s', (_what, text) => {
		expect(addressIn(text, text.startsWith('[^') ? '^a' : 'a')).toBeUndefined();
	});

	it('behind very many lines is found in goes of a few milliseconds, and what was looked through is not again', () => {
		const { doc, tree } = parsed(`${'[sic]: so it is\n\n'.repeat(8_000)}[a]: ${ADDRESS}\n`);
		const read = vi.spyOn(doc, 'sliceString');
		// Every look at the clock finds a millisecond gone.
		let now = 0;
		vi.spyOn(performance, 'now').mockImplementation(() => (now += 1));
		let goes = 0;
		for (let isFound = false; !isFound; goes += 1) {
			const definitions = new LinkDefinitions(doc, tree);
			isFound = definitions.addressOf('a') === ADDRESS;
			expect(definitions.isUnfinished).toBe(!isFound);
		}
		expect(goes).toBeGreaterThan(1);
		expect(read).toHaveBeenCalledTimes(tree.children.length);
	});

	it.each([
		['brackets', (length: number) => '['.repeat(length)],
		['quotes', (length: number) => '> '.repeat(length / 2)],
		['escapes', (length: number) => `[${'\\'.repeat(length)}`],
		['blanks', (length: number) => `[a]: x${' '.repeat(length)}y`]
	])('takes time that grows no faster than lines made to hold it up: %s', (_what, line) => {
		const lengths = [20_000, 160_000] as const;
		const took = lengths.map((length) => {
			const text = `]:\n\n${line(length)}\n`;
			// The least of a few: what else the machine does only adds to it.
			const each = Array.from({ length: 5 }, () => {
				const begun = performance.now();
				expect(definitionsIn(text, '').size).toBe(0);
				return performance.now() - begun;
			});
			return Math.min(...each);
		});
		const [little = 0, much = 0] = took;
		// Eight times as long; by its square it would take 64 times as long.
		expect(much).toBeLessThan(24 * Math.max(little, 0.5));
	});
});
