import { getIndentation, IndentContext } from '@codemirror/language';
import { EditorSelection, type EditorState, type Line, type StateCommand } from '@codemirror/state';
import type { SyntaxNode } from '@lezer/common';
import { LINE_END, type Splice } from '../splice.js';
import { shapeOf } from './line-shape.js';
import type { Stretch } from './marks.js';
import { asOneStep } from './one-step.js';
import { enclosing } from './syntax.js';

const INDENT = '  ';
/** What a new line opens up. */
const BRACKETS = ['()', '[]', '{}'];
const SPACES = /^[ \t]*/;

/**
 * Enter where no list or quote goes on: the new line is set in as the one before it, in a block of code within the same quote. An
 * empty line outside of code is left behind empty. False where the language of the code sets the new line in further.
 */
export const newLine: StateCommand = ({ state, dispatch }) => {
	const { ranges, main } = state.selection;
	if (state.readOnly) return false;
	if (ranges.length === 1 && languageSetsIn(state, main.from)) return false;
	const changes = state.changeByRange((range) => {
		const splice = lineBreak(state, range);
		return { changes: splice, range: EditorSelection.cursor(splice.from + splice.insert.length) };
	});
	dispatch(state.update(changes, { scrollIntoView: true, userEvent: 'input' }));
	return true;
};

/** Sets the selected lines of a block of code in. False elsewhere, and on the lines of its marks. */
export const indentCode: StateCommand = (target) =>
	onCodeLines(target, 'input.indent', (at) => ({ from: at, to: at, insert: INDENT }));

/** Sets the selected lines of a block of code out. False elsewhere, and on the lines of its marks. */
export const outdentCode: StateCommand = (target) =>
	onCodeLines(target, 'delete.dedent', (at, text) => {
		const spaces = /^(?:\t| {1,2})/.exec(text)?.[0].length ?? 0;
		return { from: at, to: at + spaces, insert: '' };
	});

function lineBreak(state: EditorState, { from, to }: Stretch): Splice {
	const line = state.doc.lineAt(from);
	const code = codeAround(state, { from, to: from });
	const start = line.from + quoteLength(state, code, line);
	const spaces = SPACES.exec(state.sliceDoc(start, line.to))?.[0] ?? '';
	const last = state.doc.lineAt(to);
	// Spaces at the break would begin the new line, and the marks of a quote that a selection ends in would stand in it twice.
	const behind = Math.max(to, from < to ? last.from + quoteLength(state, code, last) : to);
	const end = behind + (SPACES.exec(state.sliceDoc(behind, last.to))?.[0].length ?? 0);
	if (from < start) {
		const quote = state.sliceDoc(line.from, start);
		return to <= start
			? { from: line.from, to: line.from, insert: quote + LINE_END }
			: { from: line.from, to: end, insert: quote + LINE_END + quote };
	}
	const isBlank = spaces.length === line.to - start;
	const isBefore = from > start && from <= start + spaces.length;
	const lead = isBlank && code === undefined ? '' : leadOf(state, code, line, start, spaces);
	const insert = LINE_END + lead;
	return isBefore || (from === start && spaces !== '')
		? { from: start, to: Math.max(end, start + spaces.length), insert }
		: { from, to: end, insert };
}

/** What a line below another begins with. */
function leadOf(
	state: EditorState,
	code: SyntaxNode | undefined,
	line: Line,
	start: number,
	spaces: string
): string {
	// Behind the opening marks, which may stand in an item.
	if (code !== undefined && code.from >= line.from && code.from <= line.to)
		return state.sliceDoc(line.from, code.from).replaceAll(/[^>\s]/g, ' ');
	return state.sliceDoc(line.from, start) + spaces;
}

function languageSetsIn(state: EditorState, at: number): boolean {
	const code = codeAround(state, { from: at, to: at });
	if (code === undefined) return false;
	const line = state.doc.lineAt(at);
	if (quoteLength(state, code, line) > 0) return false;
	const simulateDoubleBreak = BRACKETS.includes(state.sliceDoc(at - 1, at + 1));
	const context = new IndentContext(state, { simulateBreak: at, simulateDoubleBreak });
	return (getIndentation(context, at) ?? 0) > context.lineIndent(at, -1);
}

function codeAround(state: EditorState, stretch: Stretch): SyntaxNode | undefined {
	return enclosing(state, stretch, 'FencedCode');
}

/** How long the marks are by which a line of code is in a quote. */
function quoteLength(state: EditorState, code: SyntaxNode | undefined, line: Line): number {
	if (code === undefined || enclosing(state, code, 'Blockquote') === undefined) return 0;
	return shapeOf(line.text).quote.length;
}

function onCodeLines(
	{ state, dispatch }: Parameters<StateCommand>[0],
	userEvent: string,
	change: (at: number, text: string) => Splice
): boolean {
	const { from, to } = state.selection.main;
	if (state.readOnly || state.selection.ranges.length > 1) return false;
	const code = codeAround(state, { from, to });
	if (code === undefined) return false;
	const marked = code.getChildren('CodeMark').map((mark) => state.doc.lineAt(mark.from).from);
	const splices: Splice[] = [];
	let touched = 0;
	for (let at = from; at <= to;) {
		const line = state.doc.lineAt(at);
		at = line.to + 1;
		// A selection that ends before the first character of a line does not mean it.
		if (marked.includes(line.from) || (from < to && line.from === to)) continue;
		touched += 1;
		const start = line.from + quoteLength(state, code, line);
		const text = state.sliceDoc(start, line.to);
		const splice = change(start, text);
		if (from === to || text !== '') splices.push(splice);
	}
	if (touched === 0) return false;
	const changes = state.changes(splices);
	const selection = state.selection.map(changes, 1);
	dispatch(state.update(asOneStep({ changes, selection, userEvent })));
	return true;
}
