import type { StateCommand } from '@codemirror/state';
import type { EditorView } from '@codemirror/view';
import type { NoteCommand } from './command-keys.js';
import { markdownCommands } from './markdown/keys.js';
import type { NamedCommand } from './named-command.js';
import { undoCommands } from './undo.js';

/** Everything that can be done to the text by name. */
export const noteCommands = { ...markdownCommands, ...undoCommands } satisfies Record<
	NoteCommand,
	NamedCommand
>;

/** Whether a command would do something where the caret is. Nothing changes. */
export function commandApplies({ state }: EditorView, name: NoteCommand): boolean {
	const command: NamedCommand = noteCommands[name];
	if (command.applies !== undefined) return command.applies(state);
	return (command.run as unknown as StateCommand)({ state, dispatch: () => undefined });
}

/** Does what a command says, with the focus in the text. */
export function runCommand(view: EditorView, name: NoteCommand): void {
	view.focus();
	noteCommands[name].run(view);
}
