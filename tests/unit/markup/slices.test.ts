import { toHtml } from 'hast-util-to-html';
import { describe, expect, it } from 'vitest';
import { MAX_RENDERED_LENGTH, MAX_SLICED_LENGTH, SLICE_LENGTH } from '$lib/markup/limits.js';
import { slicesOf } from '$lib/markup/slices.js';
import { NotRenderedError, renderedTree, renderedTrees } from '$lib/markup/tree.js';
import { seeded } from '../../fuzz/random.js';
import { sampleOrFull } from '../../support/long.js';
import { LONG_NOTE_PARTS, longNote } from '../../support/long-note.js';

/** Where a cut would be seen. */
const AWKWARD = [
	'```\nlet a;\n\nNo words but code\n\n# no heading\n```\n\n',
	'- an item\n\n  ```\n  code\n\n  more\n  ```\n\n  its words\n\n- another\n\n',
	'- ~~~\n  code that its item ends\n\nWords at the margin\n\n',
	'Code set in\n\n  ```\n  let b;\n\nfoo <b>x\n\n# no heading\n  ```\n\n',
	'> a quote\n>\n> ```\n> code\n\nWords behind it\n\n',
	'<!-- nobody\n\nsees this\n\n# nor this -->\n\n',
	'<pre>\nas\n\nit is\n</pre>\n\n',
	'``` a`b`\n\nThis is no code\n\n',
	'See [the *map*][map], [map] and ![it][ MAP ], not [sic].\n\n',
	'See [in two], [in *three*][in three\nlines], [in an item], [in a quote], [over\nlines], [a\\[b], [cr], not [code] or [html].\n\n',
	'1. one\n2. two\n\n3. three\n\n',
	'A heading\n===\n\n',
	'    set in\n\n',
	'- [xx] soup\n\n'
];

/** Of which the ones at the end of other blocks, and those that are none, are not to be told by one line. */
const DEFINITIONS = `[in two]:
  https://a.example/2

[in three lines]:
<https://a.example/3>
"A title
over \\"lines\\" & more"

Words

- an item

  [in an item]: https://a.example/\\*?a&amp;b 'It'

> [in a quote]:
> <https://a.example/a (b>
[Over
Lines]: /o
[a\\[b]: /escaped
[CR]: </a&#13;b> "t&#13;&#10;u"

Code

    [code]: /none

<div>
[html]: /none
</div>
`;

function html(markdown: string): string {
	const tree = renderedTree(markdown);
	if (tree === undefined) throw new Error('not rendered');
	return toHtml(tree);
}

describe('a long text in slices', () => {
	it('looks as the whole does', () => {
		for (let seed = 1; seed <= sampleOrFull(1, 20); seed += 1) {
			const random = seeded(seed);
			let text = '';
			while (text.length < 3 * SLICE_LENGTH)
				text += random.pick(random.int(3) > 0 ? [...LONG_NOTE_PARTS] : AWKWARD);
			text += '[map]: https://a.example/ "The map"\n\n[map]: https://b.example/\n\n';
			text += DEFINITIONS;
			const slices = slicesOf(text) ?? [];
			expect(slices.length, `seed ${seed}`).toBeGreaterThanOrEqual(3);
			expect(slices.map(html).join('\n').replaceAll(/\n+/g, '\n'), `seed ${seed}`).toBe(
				html(text).replaceAll(/\n+/g, '\n')
			);
		}
	});

	it('is not cut in code that is set in a little, with no item around it', () => {
		const code = 'let a;\n\nfoo <b>x\n\n'.repeat(SLICE_LENGTH / 10);
		const text = `Words\n\n  \`\`\`\n${code}  \`\`\`\n\nMore words\n`;
		expect(slicesOf(text)?.map((slice) => slice.slice(0, 5))).toEqual(['Words', 'More ']);
	});

	it('is all of it, in parts that can be rendered, also in 10 MB', () => {
		const text = longNote(10_000_000);
		const slices = slicesOf(text) ?? [];
		expect(slices.join('')).toBe(text);
		expect(slices.length).toBeGreaterThan(100);
		expect(Math.max(...slices.map(({ length }) => length))).toBeLessThan(2 * SLICE_LENGTH);
	});

	it.each([
		['no block begins', '- an item\n'.repeat(MAX_RENDERED_LENGTH / 10 + 1)],
		['a comment does not end', `<!--\n\n${'words\n\n'.repeat(MAX_RENDERED_LENGTH / 6)}`],
		['it has footnotes', `${'words[^1]\n\n'.repeat(MAX_RENDERED_LENGTH / 10)}[^1]: A footnote.`],
		['it is longer still', 'words\n\n'.repeat(MAX_SLICED_LENGTH / 7 + 1)]
	])('stays as it is written where %s', (_why, text) => {
		expect(() => [...renderedTrees(text)]).toThrow(NotRenderedError);
	});

	it('is cut in no time where its lines are made to hold that up', () => {
		for (const line of [
			'> '.repeat(100_000),
			'- '.repeat(100_000),
			'`'.repeat(100_000),
			'['.repeat(100_000)
		]) {
			const begun = performance.now();
			slicesOf(`${line}\n\n`.repeat(5));
			expect(performance.now() - begun).toBeLessThan(2_000);
		}
	});
});
