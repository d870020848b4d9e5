import type { EditorView } from '@codemirror/view';
import { COMMAND_KEYS, type NoteCommand } from '$lib/editor/command-keys.js';
import { commandApplies, runCommand } from '$lib/editor/note-commands.js';
import type { Action } from './action.js';
import { COMMAND_TEXT } from './command-text.js';

/** What can be done to the text where the caret is. */
export function textActions(view: EditorView): readonly Action[] {
	return (Object.keys(COMMAND_KEYS) as NoteCommand[])
		.filter((name) => commandApplies(view, name))
		.map((name) => ({
			id: name,
			group: 'text',
			label: COMMAND_TEXT[name](),
			run: () => runCommand(view, name)
		}));
}
