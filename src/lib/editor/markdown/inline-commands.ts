import {
	EditorSelection,
	type ChangeSpec,
	type EditorState,
	type SelectionRange,
	type StateCommand
} from '@codemirror/state';
import type { SyntaxNode } from '@lezer/common';
import { prefixLength, shapeOf } from './line-shape.js';
import type { Stretch } from './marks.js';
import { asOneStep } from './one-step.js';
import { enclosing, treeOf } from './syntax.js';

interface InlineKind {
	readonly node: string;
	readonly markNode: string;
	readonly mark: string;
}

interface Edit {
	readonly changes: ChangeSpec;
	readonly range: SelectionRange;
}

const STRONG: InlineKind = { node: 'StrongEmphasis', markNode: 'EmphasisMark', mark: '**' };
const EMPHASIS: InlineKind = { node: 'Emphasis', markNode: 'EmphasisMark', mark: '*' };
const STRIKE: InlineKind = { node: 'Strikethrough', markNode: 'StrikethroughMark', mark: '~~' };
const CODE: InlineKind = { node: 'InlineCode', markNode: 'CodeMark', mark: '`' };

/**
 * Makes what is selected bold, or the word that the caret is in, or what is typed next; or takes that back. In several
 * lines each is marked by itself, behind the marks that begin it.
 */
export const toggleBold: StateCommand = toggle(STRONG);

/** As `toggleBold`, for italics. */
export const toggleItalic: StateCommand = toggle(EMPHASIS);

/** As `toggleBold`, for struck-out text. */
export const toggleStrike: StateCommand = toggle(STRIKE);

/** As `toggleBold`, for code within a line. */
export const toggleCode: StateCommand = toggle(CODE);

function toggle(kind: InlineKind): StateCommand {
	return ({ state, dispatch }) => {
		if (state.readOnly) return false;
		const edits = state.changeByRange((range) =>
			range.empty ? toggledAtCaret(state, range, kind) : toggledIn(state, range, kind)
		);
		dispatch(state.update(edits, asOneStep({ userEvent: 'input.format' })));
		return true;
	};
}

function toggledAtCaret(state: EditorState, { head }: SelectionRange, kind: InlineKind): Edit {
	const { mark } = kind;
	const around = enclosing(state, { from: head, to: head }, kind.node);
	if (around && around.from < head && around.to > head) {
		const [, close] = around.getChildren(kind.markNode);
		// What was begun by this command is ended by it.
		if (close?.from === head) return { changes: [], range: EditorSelection.cursor(around.to) };
		const changes = state.changes(withoutMarks(around, kind));
		return { changes, range: EditorSelection.cursor(changes.mapPos(head)) };
	}
	if (isEmptyPair(state, head, mark)) {
		return {
			changes: { from: head - mark.length, to: head + mark.length },
			range: EditorSelection.cursor(head - mark.length)
		};
	}
	const word = state.wordAt(head);
	if (word && word.from < head && word.to > head) {
		return { changes: wrapped(state, word, kind), range: EditorSelection.cursor(head + mark.length) };
	}
	return { changes: { from: head, insert: mark + mark }, range: EditorSelection.cursor(head + mark.length) };
}

function isEmptyPair({ doc }: EditorState, at: number, mark: string): boolean {
	const sign = mark.charAt(0);
	const before = /(.)\1*$/.exec(doc.sliceString(Math.max(0, at - 4), at))?.[0] ?? '';
	const after = /^(.)\1*/.exec(doc.sliceString(at, at + 4))?.[0] ?? '';
	return before === mark && after === mark && before.startsWith(sign);
}

function toggledIn(state: EditorState, range: SelectionRange, kind: InlineKind): Edit {
	const parts = partsOf(state, range);
	if (parts.length === 0) return { changes: [], range };
	const around = parts.map((part) => enclosing(state, part, kind.node));
	const nodes = around.filter((node) => node !== undefined);
	const specs =
		nodes.length === parts.length
			? [...new Map(nodes.map((node) => [node.from, node])).values()].flatMap((node) =>
					withoutMarks(node, kind)
				)
			: parts.flatMap((part, index) => (around[index] ? [] : wrapped(state, part, kind)));
	const changes = state.changes(specs);
	const from = changes.mapPos(parts[0]?.from ?? range.from, 1);
	const to = changes.mapPos(parts.at(-1)?.to ?? range.to, -1);
	const isBackwards = range.head < range.anchor;
	return { changes, range: isBackwards ? EditorSelection.range(to, from) : EditorSelection.range(from, to) };
}

/** What is to be marked of each line: neither the marks that begin it nor white space at the edges. */
function partsOf({ doc }: EditorState, { from, to }: Stretch): Stretch[] {
	const parts: Stretch[] = [];
	for (let at = from; at <= to;) {
		const line = doc.lineAt(at);
		const heading = /^#{1,6}[ \t]+/;
		const shape = shapeOf(line.text);
		const textFrom = line.from + prefixLength(shape) + (heading.exec(shape.text)?.[0].length ?? 0);
		const start = Math.max(from, textFrom);
		const end = Math.min(to, line.to);
		const text = start < end ? doc.sliceString(start, end) : '';
		if (text.trim() !== '') {
			parts.push({
				from: start + text.length - text.trimStart().length,
				to: end - (text.length - text.trimEnd().length)
			});
		}
		at = line.to + 1;
	}
	return parts;
}

/** Marks a stretch of a line as a whole; what was marked within it in the same way is joined. */
function wrapped(
	state: EditorState,
	{ from, to }: Stretch,
	kind: InlineKind
): { from: number; to?: number; insert?: string }[] {
	const inner: SyntaxNode[] = [];
	treeOf(state, { from, to }).iterate({
		from,
		to,
		enter: (ref) => {
			if (ref.name === kind.node && ref.from >= from && ref.to <= to) inner.push(ref.node);
		}
	});
	const removed = inner.flatMap((node) => withoutMarks(node, kind));
	const { mark, space } = marksFor(state.doc.sliceString(from, to), kind, inner.length > 0);
	return [{ from, insert: mark + space }, ...removed, { from: to, insert: space + mark }];
}

/** Code that has backticks in it needs more of them around it. */
function marksFor(
	text: string,
	kind: InlineKind,
	isJoined: boolean
): { readonly mark: string; readonly space: string } {
	const runs = kind === CODE && !isJoined ? (text.match(/`+/g) ?? []) : [];
	if (runs.length === 0) return { mark: kind.mark, space: '' };
	const longest = Math.max(...runs.map((run) => run.length));
	return { mark: '`'.repeat(longest + 1), space: ' ' };
}

function withoutMarks(node: SyntaxNode, kind: InlineKind): { from: number; to: number }[] {
	return node.getChildren(kind.markNode).map(({ from, to }) => ({ from, to }));
}
