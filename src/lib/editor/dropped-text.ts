import type { Extension } from '@codemirror/state';
import { ViewPlugin, type EditorView, type ViewUpdate } from '@codemirror/view';
import { MAX_TEXT_FILE_BYTES } from '../storage/limits.js';
import { asOneStep } from './markdown/one-step.js';
import { LINE_END } from './splice.js';

/**
 * The extension by which files that are dropped on the text come in where they were dropped, as one step, whatever their encoding; what others
 * write meanwhile moves them. What is no text, or longer than a text that is imported, stays out.
 */
export const droppedText: Extension = ViewPlugin.fromClass(
	class {
		#waiting: { at: number }[] = [];

		constructor(private readonly view: EditorView) {}

		update({ changes, docChanged }: ViewUpdate): void {
			if (docChanged) for (const held of this.#waiting) held.at = changes.mapPos(held.at, 1);
		}

		destroy(): void {
			this.#waiting = [];
		}

		drop({ dataTransfer, clientX: x, clientY: y }: DragEvent): boolean {
			const files = [...(dataTransfer?.files ?? [])];
			if (files.length === 0 || this.view.state.readOnly) return false;
			void this.#take(files, { at: this.view.posAtCoords({ x, y }, false) });
			return true;
		}

		async #take(files: readonly File[], held: { at: number }): Promise<void> {
			this.#waiting.push(held);
			const texts = await Promise.all(files.map(textOf));
			// The editor is gone.
			if (!this.#waiting.includes(held)) return;
			this.#waiting = this.#waiting.filter((it) => it !== held);
			const insert = texts.filter((text) => text !== undefined).join(LINE_END);
			if (insert === '') return;
			this.view.focus();
			const selection = { anchor: held.at, head: held.at + insert.length };
			this.view.dispatch(
				asOneStep({ changes: { from: held.at, insert }, selection, userEvent: 'input.drop' })
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
