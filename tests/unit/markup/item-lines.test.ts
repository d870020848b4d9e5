import remarkGfm from 'remark-gfm';
import remarkParse from 'remark-parse';
import { unified } from 'unified';
import { visit } from 'unist-util-visit';
import { expect, it } from 'vitest';
import { ItemLines } from '$lib/markup/item-lines.js';
import { seeded } from '../../fuzz/random.js';
import { sampleOrFull } from '../../support/long.js';

const reader = unified().use(remarkParse).use(remarkGfm).freeze();

const BEFORE = ['', '', '', '  ', '    ', '\t', '      ', '> ', '>', '- ', '1. ', '-   ', '*\t', '1) '];
const WORDS = ['[xx] a', '[xx] b', 'words', '', '```', '~~~', '# head', '---', '-', '* * *'];

/** The lines in which an item begins with a box, by another reader. */
function itemsWithBox(markdown: string): number[] {
	const lines: number[] = [];
	visit(reader.parse(markdown), 'listItem', ({ children: [first], position }) => {
		const begin = first?.position?.start;
		const isText = first?.type === 'paragraph' || first?.type === 'heading';
		if (!isText || begin === undefined || begin.line !== position?.start.line) return;
		if (markdown.startsWith('[xx] ', begin.offset)) lines.push(begin.line);
	});
	return lines;
}

it('items begin where they do for who renders the text', () => {
	for (let seed = 1; seed <= sampleOrFull(400, 20_000); seed += 1) {
		const random = seeded(seed);
		const line = () =>
			Array.from({ length: random.int(3) }, () => random.pick(BEFORE)).join('') + random.pick(WORDS);
		const lines = Array.from({ length: 1 + random.int(7) }, line);
		const items = new ItemLines();
		const found = lines.flatMap((text, index) => {
			const at = items.next(text);
			return at !== undefined && text.startsWith('[xx] ', at) ? [index + 1] : [];
		});
		expect(found, `seed ${seed}: ${JSON.stringify(lines.join('\n'))}`).toEqual(
			itemsWithBox(lines.join('\n'))
		);
	}
});
