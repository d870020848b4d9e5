import type { Line } from '@codemirror/state';
import type { SyntaxNode } from '@lezer/common';
import { SECTION_LENGTH, TABLE_WIDTHS } from './limits.js';
import type { Marks, Stretch } from './marks.js';
import { Padding } from './widgets.js';

const PIPE = /(?<!\\)(?:\\\\)*\|/g;
/** Characters that take the room of two. */
const WIDE =
	/\p{Script=Han}|\p{Script=Hiragana}|\p{Script=Katakana}|\p{Script=Hangul}|\p{Emoji_Presentation}/gu;

type Alignment = 'start' | 'centre' | 'end';

interface Row {
	readonly line: Line;
	readonly cells: readonly Stretch[];
}

/**
 * Shows a table's rows in columns: the text is set in one width, and cells are filled up to their column's. To be called when all
 * that is hidden in its cells is known.
 */
export function decorateTable(marks: Marks, node: SyntaxNode): void {
	const rows = decorateRows(marks, node);
	if (node.to - node.from > 2 * SECTION_LENGTH) return;
	const widthOf = (cell: Stretch): number => shownWidth(marks, cell);
	const widths: number[] = [];
	for (const { cells } of rows) {
		for (const [column, cell] of cells.entries()) {
			widths[column] = Math.max(widths[column] ?? 0, widthOf(cell));
		}
	}
	const whole = widths.reduce((sum, width) => sum + width + 1, 1);
	const fit = TABLE_WIDTHS.find((width) => width >= whole);
	if (fit === undefined) return;
	const alignments = alignmentsOf(marks, node);
	for (const { line, cells } of rows) {
		marks.markLine(line.from, `pm-table-${fit}`);
		for (const [column, cell] of cells.entries()) {
			const missing = (widths[column] ?? 0) - widthOf(cell);
			if (missing > 0) fill(marks, cell, missing, alignments[column] ?? 'start', line.to);
		}
	}
}

/** Gives the lines of a table their looks; the one between head and body is drawn where nobody writes in it. */
function decorateRows(marks: Marks, node: SyntaxNode): readonly Row[] {
	const rule = node.getChild('TableDelimiter');
	const isTouched = marks.touches(node);
	const rows: Row[] = [];
	for (const line of marks.lines(node)) {
		const isRule = rule !== null && line.from <= rule.from && line.to >= rule.from;
		marks.markLine(line.from, 'pm-table');
		if (line.from <= node.from) marks.markLine(line.from, 'pm-table-head');
		if (isRule && !isTouched) {
			marks.markLine(line.from, 'pm-table-line');
			marks.hide(rule.from, line.to);
			continue;
		}
		if (isRule) marks.markLine(line.from, 'pm-table-rule');
		const start = Math.max(line.from, node.from);
		const pipes = pipesIn(line.text.slice(start - line.from)).map((at) => start + at);
		for (const at of pipes) marks.mark(at, at + 1, isTouched ? 'pm-pipe' : 'pm-pipe pm-unseen');
		rows.push({ line, cells: cellsBetween(pipes, start, line.to) });
	}
	return rows;
}

function alignmentsOf(marks: Marks, node: SyntaxNode): readonly Alignment[] {
	const rule = node.getChild('TableDelimiter');
	if (rule === null) return [];
	const { to } = marks.state.doc.lineAt(rule.from);
	const text = marks.text(rule.from, to);
	return cellsBetween(pipesIn(text), 0, text.length).map((cell) => {
		const dashes = text.slice(cell.from, cell.to).trim();
		if (!dashes.endsWith(':')) return 'start';
		return dashes.startsWith(':') ? 'centre' : 'end';
	});
}

function fill(marks: Marks, cell: Stretch, missing: number, alignment: Alignment, lineEnd: number): void {
	const before = alignment === 'end' ? missing : alignment === 'centre' ? Math.floor(missing / 2) : 0;
	if (before > 0) marks.insert(cell.from, new Padding(before));
	// The last cell of a row that has no pipe behind it needs no filling.
	if (missing > before && cell.to < lineEnd) marks.insert(cell.to, new Padding(missing - before));
}

function pipesIn(text: string): readonly number[] {
	return Array.from(text.matchAll(PIPE), ({ 0: found, index }) => index + found.length - 1);
}

function cellsBetween(pipes: readonly number[], start: number, end: number): Stretch[] {
	const [first] = pipes;
	const edges = first === start ? pipes : [start - 1, ...pipes];
	return edges.flatMap((edge, index) => {
		const cell = { from: edge + 1, to: edges[index + 1] ?? end };
		return cell.to > cell.from || index < edges.length - 1 ? [cell] : [];
	});
}

function shownWidth(marks: Marks, { from, to }: Stretch): number {
	const text = marks.text(from, to);
	const characters = Array.from(text).length + (text.match(WIDE)?.length ?? 0);
	return marks.hidden.reduce(
		(width, mark) => (mark.from >= from && mark.to <= to ? width - (mark.to - mark.from) : width),
		characters
	);
}
