/**
 * The keys of the commands of the text, in CodeMirror's notation. The editor is bound to them, and the page that lists shortcuts reads
 * them: there is no other list. It imports nothing, so that whoever reads it needs no editor.
 */
export const COMMAND_KEYS = {
	bold: ['Mod-b'],
	italic: ['Mod-i'],
	code: ['Mod-e'],
	strike: ['Mod-Shift-x'],
	link: ['Mod-Shift-k'],
	openLink: ['Alt-Enter'],
	heading1: ['Mod-Alt-1'],
	heading2: ['Mod-Alt-2'],
	heading3: ['Mod-Alt-3'],
	heading4: ['Mod-Alt-4'],
	heading5: ['Mod-Alt-5'],
	heading6: ['Mod-Alt-6'],
	noHeading: ['Mod-Alt-0'],
	list: ['Mod-Shift-8'],
	orderedList: ['Mod-Shift-7'],
	taskList: ['Mod-Shift-9'],
	toggleDone: ['Mod-Enter'],
	indent: ['Tab'],
	outdent: ['Shift-Tab'],
	quote: ['Mod-Shift-.'],
	undo: ['Mod-z'],
	redo: ['Mod-Shift-z', 'Mod-y']
} satisfies Record<string, readonly string[]>;

/** What can be done to the text by name. */
export type NoteCommand = keyof typeof COMMAND_KEYS;
