import type { EditorSelection, Extension } from '@codemirror/state';
import { ViewPlugin, type EditorView, type ViewUpdate } from '@codemirror/view';
import { MAX_TEXT_FILE_BYTES } from '../storage/limits.js';
import { asOneStep } from './markdown/one-step.js';
import { LINE_END } from './splice.js';

/** Where dropped files go, and the selection that there was then. What changes meanwhile moves both. */
interface Held {
	at: number;
	selection: EditorSelection;
	/** Somebody has written in this editor since. */
	hasWritten: boolean;
}

/**
 * The extension by which files that are dropped on the text come in where they were dropped, as one step, whatever their encoding; what others
 * write meanwhile moves them. The caret comes behind them, but for whoever has gone on elsewhere before they were read. What is no text, or
 * longer than a text that is imported, stays out.
 */
export const droppedText: Extension = ViewPlugin.fromClass(
	class {
		#waiting: Held[] = [];

		constructor(private readonly view: EditorView) {}

		update({ changes, docChanged, selectionSet }: ViewUpdate): void {
			if (!docChanged) return;
			for (const held of this.#waiting) {
				held.at = changes.mapPos(held.at, 1);
				held.selection = held.selection.map(changes);
				held.hasWritten ||= selectionSet;
			}
		}

		destroy(): void {
			this.#waiting = [];
		}

		drop({ dataTransfer, clientX: x, clientY: y }: DragEvent): boolean {
			const files = [...(dataTransfer?.files ?? [])];
			const { view } = this;
			if (files.length === 0 || view.state.readOnly) return false;
			// At once, so that whoever is elsewhere once they are read has gone there since.
			view.focus();
			const at = view.posAtCoords({ x, y }, false);
			void this.#take(files, { at, selection: view.state.selection, hasWritten: false });
			return true;
		}

		async #take(files: readonly File[], held: Held): Promise<void> {
			this.#waiting.push(held);
			const texts = await Promise.all(files.map(textOf));
			// The editor is gone.
			if (!this.#waiting.includes(held)) return;
			this.#waiting = this.#waiting.filter((it) => it !== held);
			const insert = texts.filter((text) => text !== undefined).join(LINE_END);
			if (insert === '') return;
			const { view } = this;
			const spec = asOneStep({ changes: { from: held.at, insert }, userEvent: 'input.drop' });
			// Not hasFocus: the window may not have it yet, as files are dragged from another.
			const isStillThere =
				view.root.activeElement === view.contentDOM &&
				!held.hasWritten &&
				held.selection.eq(view.state.selection);
			view.dispatch(
				isStillThere
					? { ...spec, selection: { anchor: held.at + insert.length } }
					: { ...spec, scrollIntoView: false }
			);
		}
	},
	{
		eventHandlers: {
			drop(event) {
				if (!this.drop(event)) return false;
				event.preventDefault();
				return true;
			}
		}
	}
);

async function textOf(file: File): Promise<string | undefined> {
	if (file.size > MAX_TEXT_FILE_BYTES) return undefined;
	try {
		const { decodeText } = await import('../util/decode-text.js');
		return await decodeText(new Uint8Array(await file.arrayBuffer()));
	} catch (error) {
		console.warn('a dropped file was not read', error);
		return undefined;
	}
}
