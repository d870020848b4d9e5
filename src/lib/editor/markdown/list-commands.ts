import { ChangeSet, EditorSelection, type EditorState, type StateCommand } from '@codemirror/state';
import { LINE_END, type Splice } from '../splice.js';
import {
	contentColumn,
	indentWidth,
	isItem,
	nextMark,
	prefixLength,
	shapeOf,
	type LineShape
} from './line-shape.js';
import { asOneStep } from './one-step.js';
import { renumberingFor } from './renumber.js';
import { isInCode } from './syntax.js';

/**
 * Enter: goes on with a list or a quote. In an empty item it ends the list, or goes up one level; in an empty quoted line it
 * ends the quote. False elsewhere.
 */
export const continueMarkup: StateCommand = (target) => {
	const { state } = target;
	const { from, to } = state.selection.main;
	const line = state.doc.lineAt(from);
	const shape = shapeOf(line.text);
	const prefix = prefixLength(shape);
	if (state.readOnly || state.selection.ranges.length > 1 || (shape.quote === '' && !isItem(shape)))
		return false;
	if (from - line.from < prefix || isInCode(state, from)) return false;
	if (shape.text.trim() === '' && to <= line.to) return endMarkup(target, line.number, shape);
	const mark = isItem(shape) ? nextMark(shape.mark) + (shape.box === '' ? '' : '[ ] ') : '';
	const insert = LINE_END + shape.quote + shape.indent + mark;
	// Spaces at the break would stay at the end of the one line, or begin the other.
	const spaces = /^[ \t]*/.exec(state.doc.sliceString(to, state.doc.lineAt(to).to))?.[0].length ?? 0;
	const splices = [{ from, to: to + spaces, insert }];
	return edit(target, splices, line.number + 1, { caret: from + insert.length, userEvent: 'input' });
};

/** Backspace at the beginning of an item's text, or of a quote's: takes the mark away. False elsewhere. */
export const removeMark: StateCommand = (target) => {
	const { state } = target;
	const { head, empty } = state.selection.main;
	if (state.readOnly || !empty || state.selection.ranges.length > 1) return false;
	const line = state.doc.lineAt(head);
	const shape = shapeOf(line.text);
	if (head - line.from !== prefixLength(shape) || isInCode(state, head)) return false;
	if (!isItem(shape) && shape.quote === '') return false;
	return dropMark(target, line.number, shape);
};

/** Sets the selected items in below the ones before them, with all that belongs to them. False where there is none. */
export const indentItems: StateCommand = (target) =>
	shiftItems(target, (state, number, shape) => {
		const before = itemAbove(state, number, indentWidth(shape), shape.quote);
		return before !== undefined && indentWidth(before) === indentWidth(shape)
			? contentColumn(before)
			: undefined;
	});

/** Sets the selected items out by one level, with all that belongs to them. False where there is none. */
export const outdentItems: StateCommand = (target) =>
	shiftItems(target, (state, number, shape) => {
		const own = indentWidth(shape);
		if (own === 0) return undefined;
		const above = itemAbove(state, number, own - 1, shape.quote);
		return above === undefined ? 0 : indentWidth(above);
	});

function endMarkup(target: Parameters<StateCommand>[0], number: number, shape: LineShape): boolean {
	if (isItem(shape) && indentWidth(shape) > 0) return outdentItems(target);
	return dropMark(target, number, shape);
}

function dropMark(target: Parameters<StateCommand>[0], number: number, shape: LineShape): boolean {
	const line = target.state.doc.line(number);
	const from = isItem(shape)
		? line.from + shape.quote.length + shape.indent.length
		: line.from + shape.quote.length - (/>[ \t]?$/.exec(shape.quote)?.[0].length ?? 0);
	const to = line.from + prefixLength(shape);
	return edit(target, [{ from, to, insert: '' }], number, { caret: from, userEvent: 'delete' });
}

/** The next item above a line that is set in by at most so many columns. */
function itemAbove(
	{ doc }: EditorState,
	number: number,
	atMost: number,
	quote: string
): LineShape | undefined {
	for (let above = number - 1; above >= 1; above -= 1) {
		const shape = shapeOf(doc.line(above).text);
		if (!isItem(shape)) {
			if (shape.text.trim() !== '' && indentWidth(shape) === 0) return undefined;
			continue;
		}
		if (shape.quote.trim() !== quote.trim()) return undefined;
		if (indentWidth(shape) <= atMost) return shape;
	}
	return undefined;
}

function shiftItems(
	target: Parameters<StateCommand>[0],
	columnFor: (state: EditorState, number: number, shape: LineShape) => number | undefined
): boolean {
	const { state } = target;
	const { doc } = state;
	const { from, to } = state.selection.main;
	const first = doc.lineAt(from).number;
	const shape = shapeOf(doc.line(first).text);
	if (state.readOnly || !isItem(shape) || isInCode(state, from)) return false;
	const column = columnFor(state, first, shape);
	if (column === undefined) return true;
	const by = column - indentWidth(shape);
	const last = lastOfItem(state, doc.lineAt(to).number);
	const splices: Splice[] = [];
	for (let number = first; number <= last; number += 1) {
		const line = doc.line(number);
		const { quote, indent, mark, text } = shapeOf(line.text);
		if (mark === '' && text.trim() === '') continue;
		const start = line.from + quote.length;
		const width = Math.max(0, indentWidth(shapeOf(line.text)) + by);
		splices.push(changedIndent(start, indent, width));
	}
	return edit(target, splices, first, { last, userEvent: by > 0 ? 'input.indent' : 'delete.dedent' });
}

function changedIndent(start: number, indent: string, width: number): Splice {
	if (indent.includes('\t')) return { from: start, to: start + indent.length, insert: ' '.repeat(width) };
	return width >= indent.length
		? { from: start, to: start, insert: ' '.repeat(width - indent.length) }
		: { from: start, to: start + indent.length - width, insert: '' };
}

/** The last line of what belongs to the item in a line. */
function lastOfItem({ doc }: EditorState, number: number): number {
	const own = indentWidth(shapeOf(doc.line(number).text));
	let last = number;
	for (let below = number + 1; below <= doc.lines; below += 1) {
		const shape = shapeOf(doc.line(below).text);
		if (!isItem(shape) && shape.text.trim() === '') continue;
		if (indentWidth(shape) <= own) break;
		last = below;
	}
	return last;
}

/** Edits a list, and makes its numbers follow each other where that is safe, as one step of undo. */
function edit(
	{ state, dispatch }: Parameters<StateCommand>[0],
	splices: readonly Splice[],
	firstChanged: number,
	{
		caret,
		last = firstChanged,
		userEvent
	}: { readonly caret?: number; readonly last?: number; readonly userEvent: string }
): true {
	const made = ChangeSet.of([...splices], state.doc.length, LINE_END);
	const doc = made.apply(state.doc);
	const numbers = ChangeSet.of(renumberingFor(state, doc, firstChanged, last), doc.length, LINE_END);
	const selection = caret === undefined ? state.selection.map(made, 1) : EditorSelection.single(caret);
	dispatch(
		state.update(
			asOneStep({ changes: made.compose(numbers), selection: selection.map(numbers, 1), userEvent })
		)
	);
	return true;
}
