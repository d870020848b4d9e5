import type { ChangeDesc, EditorState, Extension, TransactionSpec } from '@codemirror/state';
import { ViewPlugin, type EditorView, type ViewUpdate } from '@codemirror/view';
import type * as Reader from '../../markup/pasted-markdown.js';
import type { PastedMarkdown } from '../../markup/pasted-markdown.js';
import type { Splice, Stretch } from '../splice.js';
import { wellFormedText } from '../well-formed.js';
import { contentColumn, isItem, prefixLength, shapeOf } from './line-shape.js';
import { asOneStep } from './one-step.js';
import { enclosing, isInCode } from './syntax.js';

/** What is on the clipboard: a page's part, and its words. */
interface Copied {
	readonly html: string;
	readonly text: string;
}

const LIST = /^(?:[-*+]|\d{1,9}[.)])[ \t]/;

/**
 * The extension by which what was copied from a page or another program comes in as Markdown, as one step. In code, or with several
 * carets, its plain text comes in; so it does with the browser's own key for that (Ctrl+Shift+V), which hides the rest from the page.
 */
export const richPaste: Extension = ViewPlugin.fromClass(
	class {
		/** Where pastes go whose reader is being loaded. What changes meanwhile moves them. */
		#waiting: { place: Stretch }[] = [];
		#isPutting = false;

		constructor(private readonly view: EditorView) {}

		/** What is written meanwhile comes behind a paste, but for the pastes before it. */
		update({ changes, docChanged }: ViewUpdate): void {
			if (!docChanged) return;
			for (const held of this.#waiting) {
				held.place = moved(held.place, changes, this.#isPutting ? 1 : -1);
			}
		}

		destroy(): void {
			this.#waiting = [];
		}

		paste({ clipboardData }: ClipboardEvent): boolean {
			const { state } = this.view;
			const html = clipboardData?.getData('text/html') ?? '';
			const text = wellFormedText(clipboardData?.getData('text/plain') ?? '');
			if (html.trim() === '' || state.readOnly || state.selection.ranges.length > 1) return false;
			if (clipboardData?.types.includes('vscode-editor-data') === true) return false;
			const place = state.selection.main;
			if (isInCode(state, place.from) || enclosing(state, place, 'InlineCode') !== undefined) return false;
			const stretch = { from: place.from, to: place.to };
			if (reader === undefined) void this.#takeLater(html, text, { place: stretch });
			else this.#putRead(reader, { html, text }, stretch);
			return true;
		}

		async #takeLater(html: string, text: string, held: { place: Stretch }): Promise<void> {
			this.#waiting.push(held);
			const loaded = await loadReader();
			const at = this.#waiting.indexOf(held);
			// The editor is gone.
			if (at < 0) return;
			this.#waiting.splice(at, 1);
			if (loaded === undefined) this.#put(asPlain(text), held.place);
			else this.#putRead(loaded, { html, text }, held.place);
		}

		/** Whatever fails, the words come in: the browser's own paste was prevented. */
		#putRead({ pastedMarkdown }: typeof Reader, { html, text }: Copied, place: Stretch): void {
			try {
				this.#put(pastedMarkdown(html, text) ?? asPlain(text), place);
			} catch (error) {
				tellPlain(error);
				this.#put(asPlain(text), place);
			}
		}

		#put(pasted: PastedMarkdown, place: Stretch): void {
			// A picture alone, say: what is selected is not to go for nothing.
			if (pasted.markdown === '') return;
			const { state } = this.view;
			const spec = pasteAt(state, place, pasted);
			const { anchor, head } = state.selection.main;
			const isStillThere = Math.min(anchor, head) === place.from && Math.max(anchor, head) === place.to;
			// Whoever has gone on writing meanwhile stays where that is.
			this.#isPutting = true;
			try {
				this.view.dispatch(isStillThere ? spec : { ...spec, selection: undefined, scrollIntoView: false });
			} finally {
				this.#isPutting = false;
			}
		}
	},
	{
		eventHandlers: {
			paste(event) {
				if (!this.paste(event)) return false;
				event.preventDefault();
				return true;
			}
		}
	}
);

let reader: typeof Reader | undefined;

async function loadReader(): Promise<typeof Reader | undefined> {
	try {
		reader = await import('../../markup/pasted-markdown.js');
	} catch (error) {
		tellPlain(error);
	}
	return reader;
}

function asPlain(text: string): PastedMarkdown {
	return { markdown: text, isInline: true };
}

function tellPlain(error: unknown): void {
	console.warn('what was pasted comes in as plain text', error);
}

/**
 * What of a stretch is left after changes, and where; a place if nothing is: before what was written there, or behind it (1). What was
 * written meanwhile, at its ends or over it, is not of it.
 */
function moved({ from, to }: Stretch, changes: ChangeDesc, side: 1 | -1): Stretch {
	const changed: Stretch[] = [];
	changes.iterChangedRanges((fromA, toA) => changed.push({ from: fromA, to: toA }), true);
	let start = from;
	for (const range of changed) if (range.from <= start) start = Math.max(start, range.to);
	let end = to;
	for (const range of changed.reverse()) if (range.to >= end) end = Math.min(end, range.from);
	if (start < end) return { from: changes.mapPos(start, 1), to: changes.mapPos(end, -1) };
	const place = changes.mapPos(side === -1 ? from : to, side);
	return { from: place, to: place };
}

/** Puts Markdown in the place of a stretch: words where they are, blocks on lines of their own, in the item or quote that they come into. */
export function pasteAt(
	state: EditorState,
	{ from, to }: Stretch,
	{ markdown, isInline }: PastedMarkdown
): TransactionSpec {
	const pasted = wellFormedText(markdown);
	const changes: Splice = isInline ? { from, to, insert: pasted } : blocksAt(state, { from, to }, pasted);
	return asOneStep({
		changes,
		selection: { anchor: changes.from + changes.insert.length },
		userEvent: 'input.paste'
	});
}

function blocksAt(state: EditorState, { from, to }: Stretch, markdown: string): Splice {
	const line = state.doc.lineAt(from);
	const shape = shapeOf(line.text);
	const isAtText = from - line.from <= prefixLength(shape);
	const isEmptyItem = isItem(shape) && shape.text.trim() === '' && isAtText;
	const isListIntoItem = isEmptyItem && LIST.test(markdown);
	const start = isListIntoItem ? line.from + shape.quote.length + shape.indent.length : from;
	const indent = isItem(shape) && !isListIntoItem ? ' '.repeat(contentColumn(shape)) : shape.indent;
	const prefix = shape.quote + indent;
	const blank = `\n${prefix.trimEnd()}\n${prefix}`;

	const before =
		isAtText && (line.from === from || isItem(shape) || shape.quote !== '')
			? ''
			: line.text.slice(0, from - line.from);
	const above = line.number > 1 ? state.doc.line(line.number - 1).text : '';
	const lead = before.trim() !== '' ? blank : line.from === from && above.trim() !== '' ? '\n' : '';
	const last = state.doc.lineAt(to);
	const behind = last.text.slice(to - last.from);
	const next = last.number < state.doc.lines ? state.doc.line(last.number + 1).text : '';
	const tail = behind.trim() !== '' ? blank : next.trim() !== '' && !isItem(shapeOf(next)) ? '\n' : '';
	// A quote goes on in its empty lines, too.
	const emptyLine = prefix.trimEnd();
	const body = markdown
		.split('\n')
		.map((text, index) => (index === 0 ? text : text === '' ? emptyLine : prefix + text));
	return { from: start, to, insert: lead + body.join('\n') + tail };
}
