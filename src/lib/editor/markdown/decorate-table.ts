import type { Line } from '@codemirror/state';
import type { SyntaxNode } from '@lezer/common';
import { directionOf } from '../../util/direction.js';
import type { Marks, Stretch } from './marks.js';
import { EmptyCell } from './widgets.js';

const PIPE = /(?<!\\)(?:\\\\)*\|/g;
const QUOTE_AND_INDENT = /^(?:[ \t]*>)*[ \t]*/;
/** A cell with more characters breaks into lines where there is no room; one with fewer never does. */
const LONG_CELL = 24;

/** Sides of the page, as in HTML, whichever way is read: figures stand below each other digit by digit. */
type Alignment = 'left' | 'centre' | 'right';

/**
 * Shows a table's rows in columns: each cell, and each pipe, becomes an element of its own, and the browser sets the columns
 * (`block-wrappers.ts` puts the rows into one element).
 */
export function decorateTable(marks: Marks, node: SyntaxNode): void {
	const rule = node.getChild('TableDelimiter');
	const head = marks.state.doc.lineAt(node.from);
	const isTouched = marks.touches(node);
	// Who writes in the body does not want the table to move.
	const showsRule = rule !== null && marks.touches({ from: head.from, to: rule.to });
	const alignments = alignmentsOf(marks, rule);
	for (const line of marks.lines(node)) {
		const isRule = rule !== null && line.from <= rule.from && line.to >= rule.from;
		marks.markLine(line.from, 'pm-row');
		if (line.from === head.from) marks.markLine(line.from, 'pm-row-head');
		if (isRule && !showsRule) {
			marks.markLine(line.from, 'pm-row-line');
			marks.hide(rule.from, line.to);
			continue;
		}
		if (isRule) marks.markLine(line.from, 'pm-row-rule');
		decorateRow(marks, line, isTouched, isRule ? [] : alignments);
	}
}

function decorateRow(
	marks: Marks,
	line: Line,
	isTouched: boolean,
	alignments: readonly (Alignment | undefined)[]
): void {
	const end = line.from + line.text.trimEnd().length;
	const start = line.from + (QUOTE_AND_INDENT.exec(line.text)?.[0].length ?? 0);
	const pipes = pipesIn(line.text).map((at) => line.from + at);
	for (const [index, at] of pipes.entries()) {
		// What stands before the first and behind the last is no cell of its own.
		const from = index === 0 && at === start ? line.from : at;
		const to = at + 1 === end ? line.to : at + 1;
		marks.wrap(from, to, isTouched ? 'pm-pipe' : 'pm-pipe pm-unseen');
	}
	for (const [column, { from, to }] of cellsBetween(pipes, start, end).entries()) {
		if (from === to) marks.insert(from, new EmptyCell());
		else decorateCell(marks, { from: from === start ? line.from : from, to }, alignments[column]);
	}
}

function decorateCell(marks: Marks, cell: Stretch, alignment: Alignment | undefined): void {
	const text = marks.text(cell.from, cell.to);
	const names = ['pm-cell'];
	if (text.trim().length > LONG_CELL) names.push('pm-cell-long');
	if (alignment !== undefined) names.push(`pm-cell-${alignment}`);
	const direction = directionOf(text);
	marks.wrap(cell.from, cell.to, names.join(' '), direction === undefined ? {} : { dir: direction });
	if (marks.touchesLine(cell.from)) return;
	// Somebody has filled the cells up with spaces: the columns are set without them.
	const before = text.length - text.trimStart().length;
	const behind = text.length - text.trimEnd().length;
	if (before < text.length && before > 1) marks.hide(cell.from + 1, cell.from + before);
	if (before < text.length && behind > 1) marks.hide(cell.to - behind, cell.to - 1);
}

function alignmentsOf(marks: Marks, rule: SyntaxNode | null): readonly (Alignment | undefined)[] {
	if (rule === null) return [];
	const { text } = marks.state.doc.lineAt(rule.from);
	const start = QUOTE_AND_INDENT.exec(text)?.[0].length ?? 0;
	return cellsBetween(pipesIn(text), start, text.trimEnd().length).map((cell) => {
		const dashes = text.slice(cell.from, cell.to).trim();
		if (dashes.endsWith(':')) return dashes.startsWith(':') ? 'centre' : 'right';
		return dashes.startsWith(':') ? 'left' : undefined;
	});
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
