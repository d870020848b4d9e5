import type { ChangeDesc, EditorState, Extension, TransactionSpec } from '@codemirror/state';
import { ViewPlugin, type EditorView, type PluginValue, type ViewUpdate } from '@codemirror/view';
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

/** A paste whose reader is being loaded, and where it goes: what changes meanwhile moves that. */
interface HeldPaste {
	readonly copied: Copied;
	place: Stretch;
}

/** A paste waits no longer for its reader, in milliseconds: where the network is slow, it comes in as plain text. */
const READER_PATIENCE_MS = 3_000;

class RichPaste implements PluginValue {
	#held: HeldPaste[] = [];
	#isPutting = false;

	constructor(private readonly view: EditorView) {
		// Before those who save what is written: a page that is out of sight may be gone soon.
		document.addEventListener('visibilitychange', this.#hidden, { capture: true });
	}

	/** What is written meanwhile comes behind a paste, but for the pastes before it. */
	update({ changes, docChanged }: ViewUpdate): void {
		if (!docChanged) return;
		for (const held of this.#held) {
			held.place = moved(held.place, changes, this.#isPutting ? 1 : -1);
		}
	}

	destroy(): void {
		document.removeEventListener('visibilitychange', this.#hidden, { capture: true });
		this.#held = [];
	}

	paste({ clipboardData }: ClipboardEvent): boolean {
		const { state } = this.view;
		const html = clipboardData?.getData('text/html') ?? '';
		const text = wellFormedText(clipboardData?.getData('text/plain') ?? '');
		if (html.trim() === '' || state.readOnly || state.selection.ranges.length > 1) return false;
		if (clipboardData?.types.includes('vscode-editor-data') === true) return false;
		const { from, to } = state.selection.main;
		if (isInCode(state, from) || enclosing(state, { from, to }, 'InlineCode') !== undefined) return false;
		const held = { copied: { html, text }, place: { from, to } };
		if (reader === undefined) void this.#putLater(held);
		else this.#putRead(reader, held);
		return true;
	}

	/** Puts in as plain text what still waits for its reader. What came as HTML alone has none, and waits on. */
	putHeld(): void {
		for (const held of this.#held.filter(({ copied }) => copied.text !== '')) {
			this.#held.splice(this.#held.indexOf(held), 1);
			this.#putPlain(held);
		}
	}

	readonly #hidden = (): void => {
		if (document.hidden) this.putHeld();
	};

	async #putLater(held: HeldPaste): Promise<void> {
		this.#held.push(held);
		const patience = setTimeout(() => this.putHeld(), READER_PATIENCE_MS);
		const loaded = await loadReader();
		clearTimeout(patience);
		const at = this.#held.indexOf(held);
		// It has come in, or the editor is gone.
		if (at < 0) return;
		this.#held.splice(at, 1);
		if (loaded === undefined) this.#putPlain(held);
		else this.#putRead(loaded, held);
	}

	/** Whatever fails, the words come in: the browser's own paste was prevented. */
	#putRead({ pastedMarkdown }: typeof Reader, held: HeldPaste): void {
		const { html, text } = held.copied;
		try {
			this.#put(pastedMarkdown(html, text) ?? asPlain(text), held.place);
		} catch (error) {
			tellPlain(error);
			this.#putPlain(held);
		}
	}

	#putPlain({ copied, place }: HeldPaste): void {
		this.#put(asPlain(copied.text), place);
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
}

const plugin = ViewPlugin.fromClass(RichPaste, {
	eventHandlers: {
		paste(event) {
			if (!this.paste(event)) return false;
			event.preventDefault();
			return true;
		}
	}
});

/**
 * The extension by which what was copied from a page or another program comes in as Markdown, as one step. In code, or with several
 * carets, its plain text comes in; so it does with the browser's own key for that (Ctrl+Shift+V), which hides the rest from the page.
 */
export const richPaste: Extension = plugin;

/** To be called before an editor is taken away: what was pasted, and waits for what reads it, comes in as plain text. */
export function putHeldPastes(view: EditorView): void {
	view.plugin(plugin)?.putHeld();
}

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
