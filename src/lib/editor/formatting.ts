import { redoDepth, undoDepth } from '@codemirror/commands';
import { syntaxTree } from '@codemirror/language';
import { StateEffect, type EditorState, type SelectionRange, type StateCommand } from '@codemirror/state';
import { EditorView } from '@codemirror/view';
import type { SyntaxNode } from '@lezer/common';
import { whenRead } from './bind-note.js';
import { finishComposition } from './composition-hold.js';
import { isComposing } from './composition.js';
import {
	removeHeading,
	toggleHeading,
	toggleList,
	toggleQuote,
	type HeadingLevel
} from './markdown/block-commands.js';
import { indent, outdent } from './markdown/indent.js';
import { toggleBold, toggleCode, toggleItalic } from './markdown/inline-commands.js';
import { kindOf, shapeOf, type ItemKind } from './markdown/line-shape.js';
import { editLink } from './markdown/link-commands.js';
import { redo, undo } from './undo.js';

/** How the text is marked up where the caret is. */
export interface Formatting {
	readonly heading: HeadingLevel | undefined;
	readonly item: ItemKind | undefined;
	readonly quote: boolean;
	readonly bold: boolean;
	readonly italic: boolean;
	readonly code: boolean;
	readonly link: boolean;
	readonly canUndo: boolean;
	readonly canRedo: boolean;
}

/** Between the caret and what covers the page. */
const CARET_MARGIN_PX = 12;

/** The headings that one press after the other leads through. */
const CYCLE: readonly HeadingLevel[] = [1, 2, 3];
const HEADING = /^(#{1,6})(?:[ \t]|$)/;

/** Reads what the line and the syntax at the caret say. Takes no time to speak of: what is not parsed yet is taken for text. */
export function formattingAt(state: EditorState): Formatting {
	const { head } = state.selection.main;
	const shape = shapeOf(state.doc.lineAt(head).text);
	const level = HEADING.exec(shape.text)?.[1]?.length as HeadingLevel | undefined;
	const names = namesAround(state, state.selection.main);
	return {
		heading: level,
		item: kindOf(shape),
		quote: shape.quote !== '',
		bold: names.has('StrongEmphasis'),
		italic: names.has('Emphasis'),
		code: names.has('InlineCode'),
		link: names.has('Link'),
		canUndo: undoDepth(state) > 0,
		canRedo: redoDepth(state) > 0
	};
}

/** What is around a selection; a caret at the edge of it is outside. */
function namesAround(state: EditorState, { from, to, empty }: SelectionRange): ReadonlySet<string> {
	const names = new Set<string>();
	const tree = syntaxTree(state);
	for (const side of [1, -1] as const) {
		for (let node: SyntaxNode | null = tree.resolveInner(from, side); node !== null; node = node.parent) {
			const isAround = empty ? node.from < from && to < node.to : node.from <= from && to <= node.to;
			if (isAround) names.add(node.name);
		}
	}
	return names;
}

/** From text to headings of the levels 1, 2 and 3, and back to text. */
export const cycleHeading: StateCommand = (target) => {
	const { heading } = formattingAt(target.state);
	const next = heading === undefined ? CYCLE[0] : CYCLE.find((level) => level === heading + 1);
	return (next === undefined ? removeHeading : toggleHeading(next))(target);
};

/** What a toolbar offers. */
export const formats = {
	undo,
	redo,
	heading: cycleHeading,
	bold: toggleBold,
	italic: toggleItalic,
	list: toggleList('bullet'),
	task: toggleList('task'),
	outdent,
	indent,
	quote: toggleQuote,
	code: toggleCode,
	link: editLink
} satisfies Record<string, StateCommand>;

export type Format = keyof typeof formats;

/**
 * Does what a button of a toolbar says, and leaves the focus where it is. On a phone the word that was typed last is still in the hand of
 * the input method: it is taken first, and read before anything else changes.
 */
export function applyFormat(view: EditorView, format: Format): void {
	const apply = (): void =>
		whenRead(view, () => {
			formats[format](view);
		});
	if (!isComposing(view)) {
		apply();
		return;
	}
	finishComposition(view);
	// Where input is read at once, what a composition left is nevertheless read in a later task.
	requestAnimationFrame(() => setTimeout(apply));
}

/** What a toolbar needs of the editor that it belongs to. */
export interface FormattingHooks {
	/** Told at once, and whenever it may be another. */
	changed(formatting: Formatting): void;
	/** How much of the window is covered, in CSS pixels: the caret is not scrolled to below that. */
	covered(): { readonly top: number; readonly bottom: number };
}

/** Tells how the text at the caret is marked up, and keeps the caret's line in sight. For as long as the editor lives. */
export function watchFormatting(view: EditorView, hooks: FormattingHooks): void {
	const watch = EditorView.updateListener.of(({ state, docChanged, selectionSet, startState }) => {
		if (docChanged || selectionSet || syntaxTree(state) !== syntaxTree(startState)) {
			hooks.changed(formattingAt(state));
		}
	});
	view.dispatch({
		effects: StateEffect.appendConfig.of([watch, EditorView.scrollMargins.of(() => hooks.covered())])
	});
	hooks.changed(formattingAt(view.state));
}

/** Scrolls as little as is needed to see the caret. */
export function showCaret(view: EditorView): void {
	view.dispatch({
		effects: EditorView.scrollIntoView(view.state.selection.main.head, { yMargin: CARET_MARGIN_PX })
	});
}
