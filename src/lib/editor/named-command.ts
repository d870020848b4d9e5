import type { EditorState } from '@codemirror/state';
import type { Command, KeyBinding } from '@codemirror/view';
import { COMMAND_KEYS, type NoteCommand } from './command-keys.js';

/** A command that can be called by its name and by the keys of that name. */
export interface NamedCommand {
	/** @returns false where it does not apply */
	readonly run: Command;
	/** The browser never gets its keys, also where it does not apply. */
	readonly keepsKeys?: boolean;
	/** Whether it applies, for one that does more than to change the state, or takes long. Any other can be tried. */
	readonly applies?: (state: EditorState) => boolean;
}

export type NamedCommands = Readonly<Partial<Record<NoteCommand, NamedCommand>>>;

/** The bindings of commands to their keys. */
export function bindingsOf(commands: NamedCommands): readonly KeyBinding[] {
	return Object.entries(commands).flatMap(([name, { run, keepsKeys = false }]) =>
		COMMAND_KEYS[name as NoteCommand].map((key) => ({ key, run, preventDefault: keepsKeys }))
	);
}
