import { history, redo, undo } from '@codemirror/commands';
import type { Extension } from '@codemirror/state';
import { keymap } from '@codemirror/view';
import { MAX_UNDO_STEPS, UNDO_MERGE_INTERVAL_MS } from '../note/schema.js';
import { bindingsOf, type NamedCommands } from './named-command.js';

/** Takes back one's last edit and selects what was selected before it. False if there is none. */
export { undo };

/** Makes the edit again that was taken back last. False if there is none. */
export { redo };

/** To take back and to make again, by name. */
export const undoCommands = {
	undo: { run: undo, keepsKeys: true },
	redo: { run: redo, keepsKeys: true }
} satisfies NamedCommands;

/**
 * The extension for undo and redo by keys, by the browser's menu and by gesture (`beforeinput`).
 *
 * It is CodeMirror's history, which maps one's own edits over the changes that the binding shows, and not Loro's
 * UndoManager: where people had edited one passage at the same time, that took away text of others, against rule 3, or
 * threw (loro-crdt 1.17.1; found by tests/fuzz/editor-binding.test.ts). What is undone becomes an edit as any other.
 */
export function noteUndo(): Extension {
	return [
		history({ minDepth: MAX_UNDO_STEPS, newGroupDelay: UNDO_MERGE_INTERVAL_MS }),
		keymap.of(bindingsOf(undoCommands))
	];
}
