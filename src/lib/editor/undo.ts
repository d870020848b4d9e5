import { EditorSelection, Facet, type Extension } from '@codemirror/state';
import { EditorView, keymap, type KeyBinding } from '@codemirror/view';
import type { Cursor, LoroDoc, LoroText, UndoManager } from 'loro-crdt';
import type { Note } from '../note/note.js';
import type { EditorHost } from './binding.js';

type Direction = 'undo' | 'redo';

/**
 * Undo and redo of the edits made in this session (rule 3), with the selection that was there.
 *
 * Loro takes the edits back and keeps the stored cursors where they belong while others write. A note has one of these,
 * and one editor that uses it: a second one would take the undoing of the first for edits.
 */
export class NoteUndo {
	readonly #doc: LoroDoc;
	readonly #text: LoroText;
	readonly #manager: UndoManager;
	/** The selection before the edit, undo or redo that is being made. */
	#before: Cursor[] = [];
	/** The selection stored with the step that was just undone or redone. */
	#popped: Cursor[] = [];

	constructor(note: Note) {
		this.#doc = note.doc;
		this.#text = note.body;
		this.#manager = note.createUndo({
			onPush: () => {
				const cursors = this.#before;
				// An edit that another program makes next has no selection of its own.
				this.#before = [];
				return { value: null, cursors };
			},
			onPop: (_isUndo, { cursors }) => {
				this.#popped = cursors;
			}
		});
	}

	/** An edit is about to be made in the editor where this is selected, in UTF-16 units of the note's text. */
	beforeEdit(anchor: number, head: number): void {
		this.#before = [anchor, head].flatMap((at) => this.#cursorAt(at) ?? []);
	}

	/** Whether there is a step to take back or to make again. */
	can(direction: Direction): boolean {
		return direction === 'undo' ? this.#manager.canUndo() : this.#manager.canRedo();
	}

	/** Takes back or makes again one step and selects in the editor what was selected then. */
	run(direction: Direction, host: EditorHost): void {
		if (host.state.readOnly) return;
		const { anchor, head } = host.state.selection.main;
		let changed = false;
		// A step that came to nothing, such as typing that somebody else deleted, is no answer to a key press.
		while (!changed && this.can(direction)) {
			this.#popped = [];
			this.beforeEdit(anchor, head);
			changed = direction === 'undo' ? this.#manager.undo() : this.#manager.redo();
		}
		this.#before = [];
		if (!changed) return;
		const [from, to] = this.#popped.map((cursor) => this.#offsetOf(cursor));
		if (from === undefined || to === undefined) return;
		const { length } = host.state.doc;
		host.dispatch({
			selection: EditorSelection.single(Math.min(from, length), Math.min(to, length)),
			scrollIntoView: true,
			userEvent: direction
		});
	}

	/** Frees the undo history. */
	close(): void {
		this.#manager.free();
	}

	/**
	 * A cursor on the character behind the offset, or at the end of the text on that before it: Loro's own cursor for the
	 * end would move away with what others append.
	 */
	#cursorAt(offset: number): Cursor | undefined {
		if (offset < this.#text.length || offset === 0) return this.#text.getCursor(offset, -1);
		// In the middle of a surrogate pair there is none.
		return this.#text.getCursor(offset - 1, 1) ?? this.#text.getCursor(offset - 2, 1);
	}

	#offsetOf(cursor: Cursor): number | undefined {
		const position = this.#doc.getCursorPos(cursor);
		if (!position) return undefined;
		const { offset, side } = position;
		return side === 1 && offset < this.#text.length ? offset + this.#text.charAt(offset).length : offset;
	}
}

const undoOf = Facet.define<NoteUndo>();

/** Takes back one's last edit. Keeps the key from the browser even if there is nothing to take back. */
export function undo(view: EditorView): boolean {
	return run('undo', view);
}

/** Makes an edit again that was taken back. */
export function redo(view: EditorView): boolean {
	return run('redo', view);
}

/** The extension that gives a view its undo: the commands above, their keys, and the browser's menu entries. */
export function noteUndo(history: NoteUndo): Extension {
	return [
		undoOf.of(history),
		keymap.of(undoKeymap),
		EditorView.domEventHandlers({
			beforeinput: (event, view) => {
				if (event.inputType !== 'historyUndo' && event.inputType !== 'historyRedo') return false;
				event.preventDefault();
				return event.inputType === 'historyUndo' ? undo(view) : redo(view);
			}
		})
	];
}

const undoKeymap: readonly KeyBinding[] = [
	{ key: 'Mod-z', run: undo, preventDefault: true },
	{ key: 'Mod-y', run: redo, preventDefault: true },
	{ key: 'Mod-Shift-z', run: redo, preventDefault: true }
];

function run(direction: Direction, view: EditorView): boolean {
	const history = view.state.facet(undoOf)[0];
	history?.run(direction, view);
	return history !== undefined;
}
