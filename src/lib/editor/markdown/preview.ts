import { syntaxTree } from '@codemirror/language';
import { StateEffect, type Extension, type Range } from '@codemirror/state';
import {
	BlockWrapper,
	Decoration,
	EditorView,
	ViewPlugin,
	type DecorationSet,
	type ViewUpdate
} from '@codemirror/view';
import type { Tree } from '@lezer/common';
import { hasAppleKeys } from '../../util/apple-keys.js';
import { composedLine, isComposing } from '../composition.js';
import { blockWrappers, scrollWithinBlocks } from './block-wrappers.js';
import { decorate, type Look } from './decorate.js';
import { highlightStyle } from './highlight.js';
import type { PreviewLabels } from './labels.js';
import { common, wholeLines, without } from './line-stretches.js';
import { LinkDefinitions } from './link-definitions.js';
import { openAddress } from './links.js';
import type { Stretch } from './marks.js';
import { previewTheme } from './preview-theme.js';
import { revealed } from './revealed.js';

/** Nothing changed but what the look may depend on: it is made anew. */
const lookAgain = StateEffect.define();

/** What ends a press of the mouse. */
const RELEASES = ['mouseup', 'dragend', 'contextmenu'] as const;

/** The extension that shows Markdown as it is meant, and its marks where the caret is. It needs the language. */
export function livePreview(labels: PreviewLabels): Extension {
	const plugin = ViewPlugin.define((view) => new LivePreview(view, labels), {
		decorations: ({ look }) => look.marks,
		provide: (plugin) => [
			EditorView.outerDecorations.of((view) => view.plugin(plugin)?.look.outer ?? Decoration.none),
			EditorView.blockWrappers.of((view) => view.plugin(plugin)?.wrappers ?? BlockWrapper.set([]))
		],
		eventHandlers: {
			mousedown(event, view) {
				return this.press(event, view);
			}
		}
	});
	const { module } = highlightStyle;
	return [
		plugin,
		scrollWithinBlocks,
		EditorView.perLineTextDirection.of(true),
		module === null ? [] : EditorView.styleModule.of(module),
		previewTheme
	];
}

/**
 * Decorates the lines in sight.
 *
 * A line that is being composed in keeps the decorations that it has, moved along with the text: others garble the composition
 * (codemirror/dev#1650). So does what the parser has not reached yet, and everything while the mouse selects: text would run away
 * under the pointer.
 */
class LivePreview {
	look: Look = { marks: Decoration.none, outer: Decoration.none };
	wrappers = BlockWrapper.set([]);
	#tree: Tree;
	/** The lines that it has decorated, from the last change of the text on. */
	#covered: readonly Stretch[] = [];
	#pressed: AbortController | undefined;
	/** Something was left as it was. */
	#owes = false;
	/** Until it looks again for what it had no time for. */
	#later: ReturnType<typeof setTimeout> | undefined;

	constructor(
		view: EditorView,
		private readonly labels: PreviewLabels
	) {
		this.#tree = syntaxTree(view.state);
		this.#look(view);
	}

	update(update: ViewUpdate): void {
		const { view, state, docChanged, viewportChanged, selectionSet, focusChanged, transactions } = update;
		if (docChanged) {
			const { marks, outer } = this.look;
			this.look = { marks: marks.map(update.changes), outer: outer.map(update.changes) };
			this.wrappers = this.wrappers.map(update.changes);
			this.#covered = [];
		}
		const tree = syntaxTree(state);
		const asked = transactions.some(({ effects }) => effects.some((effect) => effect.is(lookAgain)));
		if (
			docChanged ||
			viewportChanged ||
			selectionSet ||
			focusChanged ||
			asked ||
			state.facet(revealed) !== update.startState.facet(revealed) ||
			tree !== this.#tree ||
			(this.#owes && !isComposing(view) && this.#pressed === undefined)
		) {
			this.#tree = tree;
			this.#look(view);
		}
	}

	destroy(): void {
		clearTimeout(this.#later);
		this.#pressed?.abort();
		this.#pressed = undefined;
	}

	/** A link is opened by a click with Ctrl or, where that opens a menu, with Cmd. Where nobody can write it is the browser's own. */
	press(event: MouseEvent, view: EditorView): boolean {
		if (event.button !== 0) return false;
		const link = event.target instanceof Element ? event.target.closest('[data-href]') : null;
		const href = link?.getAttribute('data-href');
		if (href && (hasAppleKeys(navigator) ? event.metaKey : event.ctrlKey)) {
			event.preventDefault();
			openAddress(href);
			return true;
		}
		this.#hold(view);
		return false;
	}

	#hold(view: EditorView): void {
		this.#pressed?.abort();
		const pressed = (this.#pressed = new AbortController());
		const release = (): void => {
			pressed.abort();
			// The editor has the selection of this click only after its own listeners.
			setTimeout(() => {
				if (this.#pressed !== pressed) return;
				this.#pressed = undefined;
				view.dispatch({ effects: lookAgain.of(null) });
			});
		};
		for (const name of RELEASES) {
			view.dom.ownerDocument.addEventListener(name, release, { signal: pressed.signal });
		}
	}

	#look(view: EditorView): void {
		const { state } = view;
		const held = this.#heldLines(view);
		this.#owes = held.length > 0;
		const selected = view.hasFocus && !state.readOnly ? state.selection.ranges : [];
		const touched = [...selected, ...state.facet(revealed)];
		const definitions = new LinkDefinitions(state.doc, this.#tree);
		const looks = { touched, labels: this.labels, definitions };
		const made = { marks: [] as Range<Decoration>[], outer: [] as Range<Decoration>[] };
		for (const range of view.visibleRanges) {
			const within = wholeLines(state.doc, range);
			for (const part of without(within, held)) {
				// What is drawn for an earlier tree is better than nothing.
				const source = this.#tree.length >= part.to ? decorate(state, this.#tree, part, looks) : this.look;
				collect(source.marks, part, made.marks);
				collect(source.outer, part, made.outer);
			}
			for (const line of held) {
				collect(this.look.marks, common(line, within), made.marks);
				collect(this.look.outer, common(line, within), made.outer);
			}
		}
		this.look = { marks: Decoration.set(made.marks, true), outer: Decoration.set(made.outer, true) };
		// An element that comes around the line of a composition breaks it off.
		if (held.length === 0) this.wrappers = blockWrappers(state, view.visibleRanges, this.labels);
		this.#covered = view.visibleRanges.map((range) => wholeLines(state.doc, range));
		clearTimeout(this.#later);
		if (definitions.isUnfinished)
			this.#later = setTimeout(() => view.dispatch({ effects: lookAgain.of(null) }));
	}

	#heldLines(view: EditorView): readonly Stretch[] {
		if (this.#pressed !== undefined) return this.#covered;
		return isComposing(view) ? [composedLine(view)] : [];
	}
}

function collect(from: DecorationSet, within: Stretch, into: Range<Decoration>[]): void {
	if (within.from > within.to) return;
	from.between(within.from, within.to, (start, end, decoration) => {
		if (start >= within.from && end <= within.to) into.push(decoration.range(start, end));
	});
}
