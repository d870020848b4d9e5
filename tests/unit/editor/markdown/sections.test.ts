import { ensureSyntaxTree, syntaxTree } from '@codemirror/language';
import { EditorState } from '@codemirror/state';
import type { SyntaxNode, Tree } from '@lezer/common';
import { describe, expect, it } from 'vitest';
import { markdownLanguage } from '$lib/editor/markdown/language.js';
import { MAX_SECTION_LENGTH, SECTION_LENGTH } from '$lib/editor/markdown/limits.js';
import { findSectionEnd } from '$lib/editor/markdown/section-scan.js';
import { seeded } from '../../../fuzz/random.js';
import { LONG_NOTE_PARTS, longNote } from '../../../support/long-note.js';
import { sampleOrFull } from '../../../support/long.js';
import { eventually } from '../../support/eventually.js';

const PARSE_MS = 60_000;

function parsed(state: EditorState): Tree {
	const tree = ensureSyntaxTree(state, state.doc.length, PARSE_MS);
	if (tree === null) throw new Error('not parsed in time');
	return tree;
}

/** The blocks and marks with their places, but for the borders of sections. */
function nodesOf(tree: Tree): string[] {
	const nodes: string[] = [];
	tree.iterate({
		enter: ({ name, from, to }) => {
			if (name !== 'Section' && name !== 'Document') nodes.push(`${name} ${from}-${to}`);
		}
	});
	return nodes;
}

/** What the text means, wherever sections end: lists and code blocks may be cut there. */
function meaning(state: EditorState): string[] {
	const tree = parsed(state);
	const nodes = nodesOf(tree).filter((it) => !/^(?:\w+List|FencedCode|Code\w+) /.test(it));
	const code: string[] = [];
	for (let number = 1; number <= state.doc.lines; number++) {
		const { from } = state.doc.line(number);
		for (let node: SyntaxNode | null = tree.resolveInner(from, 1); node; node = node.parent) {
			if (node.name === 'FencedCode') code.push(`code in line ${number}`);
		}
	}
	return [...nodes, ...code];
}

function editorOf(doc: string): EditorState {
	return EditorState.create({ doc, extensions: markdownLanguage.extension });
}

function sectionsOf(text: string, length: number): string[] {
	const sections: string[] = [];
	let at = 0;
	let fence = '';
	while (at < text.length) {
		const end = findSectionEnd((from, to) => text.slice(from, to), at, text.length, fence, {
			length,
			preferred: undefined
		});
		sections.push(text.slice(at, end.to));
		at = end.to;
		fence = end.fence;
	}
	return sections;
}

describe('a section', () => {
	it.each([
		['behind an empty line', 'a\n\nb\n\nc', ['a\n\n', 'b\n\n', 'c']],
		['at a heading', 'a\n# b', ['a\n', '# b']],
		['at an item', '- a\n- b', ['- a\n', '- b']],
		['not at what belongs to an item', '- a\n\n  b\n', ['- a\n\n  b\n']],
		['not in a paragraph', 'a\nb', ['a\nb']],
		['not at a line that underlines', 'a\n---', ['a\n---']],
		['not in code', '```\n\n# a\n\n```\n\nb', ['```\n\n# a\n\n```\n\n', 'b']],
		['not at other marks in code', '~~~\n\n```\n\nb\n~~~\n# c', ['~~~\n\n```\n\nb\n~~~\n', '# c']],
		['behind code in one line that is none', '``` a``` b\n\nc', ['``` a``` b\n\n', 'c']]
	])('begins %s', (_where, text, sections) => {
		expect(sectionsOf(text, 1)).toEqual(sections);
	});

	it('is bounded, whatever stands in it', () => {
		const sections = sectionsOf('```\n' + 'a b c\n'.repeat(100_000), SECTION_LENGTH);
		expect(Math.max(...sections.map((it) => it.length))).toBeLessThan(MAX_SECTION_LENGTH + 100);
	});
});

describe('Markdown in sections', () => {
	it('is what it is as a whole', () => {
		const doc = longNote(300_000);
		const whole = markdownLanguage.parser as unknown as { markdown: { parse(text: string): Tree } };
		const sectioned = parsed(editorOf(doc));
		expect(sectioned.children.length).toBeGreaterThan(20);
		const byName = (nodes: readonly string[]) => nodes.filter((it) => !/^(?:Bullet|Ordered)List /.test(it));
		expect(byName(nodesOf(sectioned))).toEqual(byName(nodesOf(whole.markdown.parse(doc))));
	});

	it('is after any edits what it is when parsed anew, but for where sections end', () => {
		for (let seed = 1; seed <= sampleOrFull(8, 20); seed++) {
			const random = seeded(seed);
			let state = editorOf(longNote(60_000));
			parsed(state);
			for (let step = 0; step < 40; step++) {
				const from = random.int(state.doc.length + 1);
				const to = Math.min(state.doc.length, from + (random.chance(0.5) ? 0 : random.int(3_000)));
				const insert = random.chance(0.3)
					? ''
					: random.pick([...LONG_NOTE_PARTS, '```\n', '\n', '\n\n', 'x', '# ']);
				({ state } = state.update({ changes: { from, to, insert } }));
				if (random.chance(0.3)) parsed(state);
			}
			expect(meaning(state), `seed ${seed}`).toEqual(meaning(editorOf(state.doc.toString())));
		}
	});

	it('parses at a key what stands around it, and takes the rest as it is', () => {
		let state = editorOf(longNote(1_000_000));
		const before = new Set(parsed(state).children);
		({ state } = state.update({ changes: { from: 500_000, insert: 'x' } }));
		const after = syntaxTree(state);
		expect(after.length).toBe(state.doc.length);
		expect(after.children.filter((section) => !before.has(section)).length).toBeLessThanOrEqual(2);
	});

	it('leaves what is out of sight for later', () => {
		let state = editorOf(longNote(2_000_000));
		({ state } = state.update({ changes: { from: 0, insert: 'x' } }));
		const tree = ensureSyntaxTree(state, 3_000, PARSE_MS);
		expect(tree?.length).toBeLessThan(200_000);
	});

	it('reads a code block of many sections as code to its end', () => {
		const tree = parsed(editorOf('```\n' + '# no heading\n'.repeat(20_000) + '```\n\n# heading\n'));
		const names = nodesOf(tree).map((it) => it.split(' ')[0]);
		expect(names.filter((it) => it === 'ATXHeading1')).toHaveLength(1);
		expect(names).toContain('FencedCode');
	});

	it('reads code in the language that it names, when that has been loaded', async () => {
		const doc = '```json\n{"a": [1, true]}\n```\n';
		const nameOfKey = (): string => parsed(editorOf(doc)).resolveInner(doc.indexOf('"a"') + 1).name;
		expect(nameOfKey()).not.toBe('PropertyName');
		await eventually(() => {
			expect(nameOfKey()).toBe('PropertyName');
		});
	});
});
