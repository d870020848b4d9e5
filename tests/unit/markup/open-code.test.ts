import { toHtml } from 'hast-util-to-html';
import { expect, it } from 'vitest';
import { isInCode } from '$lib/markup/open-code.js';
import { slicesOf } from '$lib/markup/slices.js';
import { renderedTree } from '$lib/markup/tree.js';
import { seeded } from '../../fuzz/random.js';
import { sampleOrFull } from '../../support/long.js';

function html(markdown: string): string {
	const tree = renderedTree(markdown);
	if (tree === undefined) throw new Error('not rendered');
	// Of blank lines at the end of code that its item ends, some are lost.
	return toHtml(tree).replaceAll(/\n+/g, '\n').replaceAll('\n</code>', '</code>').trim();
}

/** A text that is cut wherever it can be. */
function inSlices(text: string): string {
	return (slicesOf(text, 1) ?? []).map(html).filter(Boolean).join('\n');
}

it.each([
	['marks of a quote in code are code', '```\n> ```\n\nstill code\n```\n\nWords\n'],
	['marks of an item in code are code', '```\n- ```\n\nstill code\n```\n\nWords\n'],
	[
		'marks that are set in further than a fence may be are code',
		'```\n     ```\n\nstill code\n```\n\nWords\n'
	],
	['code in a quote ends with it', '> ```\n> code\nWords\n\n```\ncode\n\nmore\n```\n\nWords\n'],
	['code in an item ends with it', '1. ```\n\n~~~\ncode\n\nmore\n~~~\n\nWords\n'],
	['code in an item ends where its words begin', '1. ~~~\nwords\n~~~\ncode\n\nmore\n~~~\n\nWords\n'],
	['another item ends it, and has its own', '- ```\n- ~~~\n\n# no heading\n  ~~~\n\nWords\n'],
	['a tab is as wide as four blanks', '1. ```\n\t```\n\nWords\n\n\t```\n\nWords\n'],
	['what is set in by four blanks is no fence', 'Words\n\n    ```\n\nWords\n\n    ```\n\nWords\n']
])('CommonMark 4.5: %s', (_what, text) => {
	expect(slicesOf(text, 1)?.length).toBeGreaterThan(1);
	expect(inSlices(text)).toBe(html(text));
});

/** Lines of all kinds, some of which begin or end code together with others. */
const LINES = [
	...['Words', 'Words', '', '', '', '# head', '  code', '> code', '- item', '- item', '   more'],
	...['```', '```', '~~~', '``` a', '````', '  ```', '   ```', '- ```', '> ```', '  ~~~']
];

it('looks in slices as it does as a whole, however code is begun and ended', () => {
	const differing: string[] = [];
	const texts = sampleOrFull(200, 2_000);
	for (let seed = 1; seed <= texts; seed += 1) {
		const random = seeded(seed);
		const text = Array.from({ length: 4 + random.int(14) }, () => `${random.pick(LINES)}\n`).join('');
		if (inSlices(text) !== html(text)) differing.push(text);
	}
	expect(differing).toEqual([]);
});

it('a place stands in the block of code that was begun before it and has not ended', () => {
	const text =
		'a\n> ```\n> b\n> ```\nc\n\t~~~\nd\n\t~~~\n- ~~~\n  e\n  ~~~\nf\n1. g\n\n   ```\n   h\n   ```\n';
	const inCode = 'a b c d e f g h'.split(' ').filter((word) => isInCode(text, text.indexOf(word)));
	expect(inCode).toEqual(['b', 'd', 'e', 'h']);
});
