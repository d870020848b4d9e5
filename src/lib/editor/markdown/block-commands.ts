import { ChangeSet, type EditorState, type Line, type StateCommand } from '@codemirror/state';
import { LINE_END, type Splice } from '../splice.js';
import { indentWidth, kindOf, prefixLength, shapeOf, type ItemKind, type LineShape } from './line-shape.js';
import { asOneStep } from './one-step.js';

export type HeadingLevel = 1 | 2 | 3 | 4 | 5 | 6;

interface ShapedLine {
	readonly line: Line;
	readonly shape: LineShape;
}

const HEADING = /^(#{1,6})(?:[ \t]+|$)/;

/** Makes headings of the selected lines, or text if all of them are headings of that level. */
export function toggleHeading(level: HeadingLevel): StateCommand {
	return onLines((lines) => {
		const isSet = lines.every(({ shape }) => HEADING.exec(shape.text)?.[1]?.length === level);
		return lines.map((it) => headingSplice(it, isSet ? '' : `${'#'.repeat(level)} `));
	});
}

/** Makes plain text of the selected headings. */
export const removeHeading: StateCommand = onLines((lines) => lines.map((it) => headingSplice(it, '')));

/** Quotes the selected lines, or takes one level of quotes away if all are quoted. */
export const toggleQuote: StateCommand = ({ state, dispatch }) => {
	const all = selectedLines(state);
	const written = all.filter(({ line }) => line.text.trim() !== '');
	const isSet = written.length > 0 && written.every(({ shape }) => shape.quote !== '');
	return dispatchSplices(
		{ state, dispatch },
		all.map(({ line, shape }) => {
			if (!isSet)
				return { from: line.from, to: line.from, insert: line.text === '' && all.length > 1 ? '>' : '> ' };
			const inner = />[ \t]?$/.exec(shape.quote)?.[0] ?? '';
			const to = line.from + shape.quote.length;
			return { from: to - inner.length, to, insert: '' };
		})
	);
};

/** Makes items of the selected lines, with a dash, a number or a box; or text if all of them are such items. */
export function toggleList(kind: ItemKind): StateCommand {
	return onLines((lines) => {
		const isSet = lines.every(({ shape }) => kindOf(shape) === kind);
		const count = new ItemCount();
		return lines.map(({ line, shape }) => {
			const from = line.from + shape.quote.length + shape.indent.length;
			const to = line.from + prefixLength(shape);
			const number = count.next(indentWidth(shape));
			return { from, to, insert: isSet ? '' : markOf(kind, number) };
		});
	});
}

/** Counts the items of nested lists. */
class ItemCount {
	readonly #counts = new Map<number, number>();

	next(indent: number): number {
		for (const deeper of this.#counts.keys()) if (deeper > indent) this.#counts.delete(deeper);
		const number = (this.#counts.get(indent) ?? 0) + 1;
		this.#counts.set(indent, number);
		return number;
	}
}

function markOf(kind: ItemKind, number: number): string {
	if (kind === 'ordered') return `${number}. `;
	return kind === 'task' ? '- [ ] ' : '- ';
}

function headingSplice({ line, shape }: ShapedLine, insert: string): Splice {
	const from = line.from + prefixLength(shape);
	return { from, to: from + (HEADING.exec(shape.text)?.[0].length ?? 0), insert };
}

/** A command on the selected lines but the empty ones among others. */
function onLines(edit: (lines: readonly ShapedLine[]) => Splice[]): StateCommand {
	return ({ state, dispatch }) => {
		const all = selectedLines(state);
		const written = all.filter(({ line }) => line.text.trim() !== '');
		return dispatchSplices({ state, dispatch }, edit(all.length === 1 ? all : written));
	};
}

function selectedLines({ doc, selection }: EditorState): ShapedLine[] {
	const lines = new Map<number, ShapedLine>();
	for (const { from, to, empty } of selection.ranges) {
		for (let at = from; at <= to;) {
			const line = doc.lineAt(at);
			// A selection that ends before the first character of a line does not mean it.
			if (empty || at === from || line.from < to) lines.set(line.from, { line, shape: shapeOf(line.text) });
			at = line.to + 1;
		}
	}
	return [...lines.values()].sort((a, b) => a.line.from - b.line.from);
}

function dispatchSplices(
	{ state, dispatch }: Parameters<StateCommand>[0],
	splices: readonly Splice[]
): boolean {
	if (state.readOnly) return false;
	const needed = splices.filter(({ from, to, insert }) => state.doc.sliceString(from, to) !== insert);
	const changes = ChangeSet.of([...needed], state.doc.length, LINE_END);
	// The caret stays with the text behind a new mark.
	const selection = state.selection.map(changes, 1);
	dispatch(state.update(asOneStep({ changes, selection, userEvent: 'input.format' })));
	return true;
}
