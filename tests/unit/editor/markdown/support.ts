import { ensureSyntaxTree } from '@codemirror/language';
import { EditorSelection, EditorState, type StateCommand } from '@codemirror/state';
import type { WidgetType } from '@codemirror/view';
import { noteUndo, undo } from '$lib/editor/undo.js';
import { decorate } from '$lib/editor/markdown/decorate.js';
import { LinkDefinitions } from '$lib/editor/markdown/link-definitions.js';
import { markdownLanguage } from '$lib/editor/markdown/language.js';
import {
	Bullet,
	EmptyCell,
	ItemNumber,
	OpenLinkButton,
	Rule,
	TaskBox
} from '$lib/editor/markdown/widgets.js';

/** Marks the caret in a text, or the edges of a selection. */
export const CARET = '‖';
const PARSE_MS = 10_000;
const LABELS = { task: 'Task', table: 'Table', code: 'Code', openLink: 'Open link' };

/** The state that a text with its selection marked stands for: "a ‖b" or "a ‖b‖". */
export function stateOf(marked: string): EditorState {
	const [before = '', selected, after] = marked.split(CARET);
	const doc = before + (selected ?? '') + (after ?? '');
	const anchor = selected === undefined ? 0 : before.length;
	const head = after === undefined ? anchor : anchor + (selected ?? '').length;
	return EditorState.create({
		doc,
		selection: EditorSelection.single(anchor, head),
		extensions: [markdownLanguage.extension, noteUndo()]
	});
}

/** A state as a text with its selection marked. */
export function markedText({ doc, selection }: EditorState): string {
	const text = doc.toString();
	const { from, to, empty } = selection.main;
	const inner = empty ? CARET : CARET + text.slice(from, to) + CARET;
	return text.slice(0, from) + inner + text.slice(to);
}

/** What a command makes of a marked text, or undefined if it says that it does not apply. */
export function after(marked: string, command: StateCommand): string | undefined {
	let state = stateOf(marked);
	const applied = command({ state, dispatch: (transaction) => (state = transaction.state) });
	return applied ? markedText(state) : undefined;
}

/** What is left of a marked text after a command and one step of undo. */
export function undone(marked: string, command: StateCommand): string {
	let state = stateOf(marked);
	const target = () => ({
		state,
		dispatch: (transaction: { readonly state: EditorState }) => {
			state = transaction.state;
		}
	});
	command(target());
	undo(target());
	return markedText(state);
}

/** A text as it is seen; where a caret is marked, as somebody sees it who writes there. */
export function seen(marked: string): string {
	const { text, replaced } = looks(marked);
	let shown = '';
	let at = 0;
	for (const { from, to, symbol } of replaced) {
		shown += text.slice(at, from) + symbol;
		at = to;
	}
	return shown + text.slice(at);
}

/** The classes of each line, and of each stretch of it. */
export function classesOf(marked: string): {
	readonly lines: string[];
	readonly marks: Record<string, string>;
} {
	const { text, lines, marks } = looks(marked);
	return {
		lines: text.split('\n').map((_, index) => lines.get(index) ?? ''),
		marks: Object.fromEntries(marks)
	};
}

/** The direction that each line is given, where it is given one. */
export function directionsOf(marked: string): readonly (string | undefined)[] {
	const { text, directions } = looks(marked);
	return text.split('\n').map((_, index) => directions[index]);
}

/** The pipes and cells of tables, each with its classes and its direction. */
export function cellsOf(marked: string): readonly string[] {
	return looks(marked).cells;
}

interface Looked {
	readonly text: string;
	readonly replaced: readonly { readonly from: number; readonly to: number; readonly symbol: string }[];
	readonly lines: ReadonlyMap<number, string>;
	readonly marks: ReadonlyMap<string, string>;
	readonly directions: readonly (string | undefined)[];
	readonly cells: readonly string[];
}

interface Spec {
	readonly widget?: WidgetType;
	readonly class?: string;
	readonly attributes?: { readonly dir?: string };
}

function looks(marked: string): Looked {
	const state = stateOf(marked);
	const tree = ensureSyntaxTree(state, state.doc.length, PARSE_MS);
	if (tree === null) throw new Error('the text was not parsed in time');
	const touched = marked.includes(CARET) ? state.selection.ranges : [];
	const replaced: { from: number; to: number; symbol: string }[] = [];
	const lines = new Map<number, string>();
	const marks = new Map<string, string>();
	const definitions = new LinkDefinitions(state.doc, tree);
	const looks = { touched, labels: LABELS, definitions };
	const look = decorate(state, tree, { from: 0, to: state.doc.length }, looks);
	const directions: (string | undefined)[] = [];
	const cells: string[] = [];
	look.outer.between(0, state.doc.length, (from, to, { spec }) => {
		const { class: name, attributes } = spec as Spec;
		cells.push(`${state.sliceDoc(from, to)} ${[name, attributes?.dir].filter(Boolean).join(' ')}`);
	});
	look.marks.between(0, state.doc.length, (from, to, { spec }) => {
		const { widget, class: name, attributes } = spec as Spec;
		const line = state.doc.lineAt(from);
		if (attributes?.dir !== undefined) directions[line.number - 1] = attributes.dir;
		else if (name === undefined) replaced.push({ from, to, symbol: symbolOf(widget) });
		else if (from === to) lines.set(line.number - 1, name);
		else if (name.startsWith('pm-')) marks.set(state.doc.sliceString(from, to), name);
	});
	return { text: state.doc.toString(), replaced, lines, marks, directions, cells };
}

function symbolOf(widget: WidgetType | undefined): string {
	if (widget instanceof Bullet) return '• ';
	if (widget instanceof ItemNumber) return String(widget.number);
	if (widget instanceof Rule) return '———';
	if (widget instanceof TaskBox) return widget.eq(new TaskBox(true, widget.name, false)) ? '☑ ' : '☐ ';
	if (widget instanceof OpenLinkButton) return '↗';
	if (widget instanceof EmptyCell) return '∅';
	return '';
}
