import { ensureSyntaxTree } from '@codemirror/language';
import { EditorState } from '@codemirror/state';
import { describe, expect, it } from 'vitest';
import { markdownLanguage } from '$lib/editor/markdown/language.js';

const PARSE_MS = 10_000;

/** The names and lengths of the blocks and marks of a text. */
function nodes(doc: string): { name: string; length: number }[] {
	const tree = ensureSyntaxTree(
		EditorState.create({ doc, extensions: markdownLanguage }),
		doc.length,
		PARSE_MS
	);
	const found: { name: string; length: number }[] = [];
	tree?.iterate({ enter: ({ name, from, to }) => void found.push({ name, length: to - from }) });
	return found;
}

describe('Markdown', () => {
	it('is known by its headings, emphasis, code, links, quotes and lists', () => {
		const names = nodes('# H\n\n*e* **s** ~~d~~ `c` [l](u)\n\n> q\n\n- [ ] t\n').map(({ name }) => name);
		for (const name of [
			'ATXHeading1',
			'Emphasis',
			'StrongEmphasis',
			'Strikethrough',
			'InlineCode',
			'Link',
			'Blockquote',
			'BulletList',
			'Task'
		]) {
			expect(names).toContain(name);
		}
	});

	it('is parsed in bounded pieces, so that a key in a huge paragraph costs no more than in a small one', () => {
		const paragraphs = nodes('lorem *ipsum* dolor\n'.repeat(5000)).filter(({ name }) => name === 'Paragraph');
		expect(paragraphs.length).toBeGreaterThan(9);
		expect(Math.max(...paragraphs.map(({ length }) => length))).toBeLessThanOrEqual(10_000);
	});

	it('goes on after a line that is too long for it', () => {
		const names = nodes(`${'*x* '.repeat(5000)}\n\n# H\n`).map(({ name }) => name);
		expect(names).not.toContain('Emphasis');
		expect(names).toContain('ATXHeading1');
	});
});
