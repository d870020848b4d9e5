import type { Line } from '@codemirror/state';
import type { SyntaxNode } from '@lezer/common';
import { MAX_ALIGNED_TABLE, SECTION_LENGTH } from './limits.js';
import type { Marks, Stretch } from './marks.js';
import { Padding } from './widgets.js';

const PIPE = /(?<!\\)(?:\\\\)*\|/g;
/** Characters that take the room of two. */
const WIDE =
	/\p{Script=Han}|\p{Script=Hiragana}|\p{Script=Katakana}|\p{Script=Hangul}|\p{Emoji_Presentation}/gu;

/** Shows a table's rows in columns: the text is set in one width, and cells are filled up to their column's. */
export function decorateTable(marks: Marks, node: SyntaxNode): void {
	const rule = node.getChild('TableDelimiter');
	const rows: { readonly line: Line; readonly cells: readonly Stretch[] }[] = [];
	const isTouched = marks.touches(node);
	for (const line of marks.lines(node)) {
		const isRule = rule !== null && line.from <= rule.from && line.to >= rule.from;
		const isHead = line.from <= node.from;
		marks.markLine(line.from, 'pm-table', ...(isHead ? ['pm-table-head'] : []));
		if (isRule) marks.markLine(line.from, 'pm-table-rule');
		if (isRule && !isTouched) {
			marks.markLine(line.from, 'pm-table-line');
			marks.hide(rule.from, line.to);
			continue;
		}
		const start = Math.max(line.from, node.from);
		const pipes = Array.from(
			line.text.slice(start - line.from).matchAll(PIPE),
			({ 0: it, index }) => start + index + it.length - 1
		);
		for (const at of pipes) marks.mark(at, at + 1, 'pm-pipe');
		rows.push({ line, cells: cellsBetween(pipes, start, line.to) });
	}
	if (node.to - node.from > 2 * SECTION_LENGTH) return;
	const widths: number[] = [];
	const inlines = inlineMarks(marks, node);
	for (const { cells } of rows) {
		for (const [column, cell] of cells.entries()) {
			widths[column] = Math.max(widths[column] ?? 0, shownWidth(marks, cell, inlines));
		}
	}
	if (widths.reduce((sum, width) => sum + width + 1, 0) > MAX_ALIGNED_TABLE) return;
	for (const { line, cells } of rows) {
		for (const [column, cell] of cells.entries()) {
			const missing = (widths[column] ?? 0) - shownWidth(marks, cell, inlines);
			// The last cell of a row that has no pipe behind it needs no filling.
			if (missing > 0 && cell.to < line.to) marks.insert(cell.to, new Padding(missing));
		}
	}
}

function cellsBetween(pipes: readonly number[], start: number, end: number): Stretch[] {
	const [first] = pipes;
	const edges = first === start ? pipes : [start - 1, ...pipes];
	return edges.flatMap((edge, index) => {
		const cell = { from: edge + 1, to: edges[index + 1] ?? end };
		return cell.to > cell.from || index < edges.length - 1 ? [cell] : [];
	});
}

/** The marks in cells that will be hidden: they take no room. */
function inlineMarks(marks: Marks, table: SyntaxNode): readonly Stretch[] {
	const found: Stretch[] = [];
	table.cursor().iterate((node) => {
		if (!/^(?:Emphasis|StrongEmphasis|Strikethrough|InlineCode)$/.test(node.name) || marks.touches(node))
			return;
		for (const name of ['EmphasisMark', 'StrikethroughMark', 'CodeMark'])
			found.push(...node.node.getChildren(name));
	});
	return found;
}

function shownWidth(marks: Marks, { from, to }: Stretch, unseen: readonly Stretch[]): number {
	const text = marks.text(from, to);
	const wide = text.match(WIDE)?.length ?? 0;
	const characters = Array.from(text).length + wide;
	return unseen.reduce(
		(width, mark) => (mark.from >= from && mark.to <= to ? width - (mark.to - mark.from) : width),
		characters
	);
}
