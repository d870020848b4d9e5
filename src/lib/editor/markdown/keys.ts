import { Prec, type EditorState, type Extension } from '@codemirror/state';
import { keymap, type KeyBinding } from '@codemirror/view';
import { bindingsOf, type NamedCommands } from '../named-command.js';
import { removeHeading, toggleHeading, toggleList, toggleQuote } from './block-commands.js';
import { newLine } from './code-lines.js';
import { toggleBold, toggleCode, toggleItalic, toggleStrike } from './inline-commands.js';
import { addressAtCaret, editLink, openLink } from './link-commands.js';
import { indent, outdent } from './indent.js';
import { continueMarkup, removeMark } from './list-commands.js';
import { toggleDone } from './tasks.js';

/** These apply everywhere: to try them on the whole of a long note would take seconds. */
const canWrite = ({ readOnly }: EditorState): boolean => !readOnly;

/**
 * What marks text up, by name. Where a command says that it does not apply, the key does what it does elsewhere. So Tab leaves the text
 * but in an item and in code, and from there too after Escape (CodeMirror's own rule, for two seconds).
 */
export const markdownCommands = {
	bold: { run: toggleBold, keepsKeys: true, applies: canWrite },
	italic: { run: toggleItalic, keepsKeys: true, applies: canWrite },
	code: { run: toggleCode, keepsKeys: true, applies: canWrite },
	strike: { run: toggleStrike, keepsKeys: true, applies: canWrite },
	heading1: { run: toggleHeading(1), applies: canWrite },
	heading2: { run: toggleHeading(2), applies: canWrite },
	heading3: { run: toggleHeading(3), applies: canWrite },
	heading4: { run: toggleHeading(4), applies: canWrite },
	heading5: { run: toggleHeading(5), applies: canWrite },
	heading6: { run: toggleHeading(6), applies: canWrite },
	noHeading: { run: removeHeading, applies: canWrite },
	list: { run: toggleList('bullet'), applies: canWrite },
	orderedList: { run: toggleList('ordered'), applies: canWrite },
	taskList: { run: toggleList('task'), applies: canWrite },
	toggleDone: { run: toggleDone },
	indent: { run: indent },
	outdent: { run: outdent },
	quote: { run: toggleQuote, applies: canWrite },
	link: { run: editLink, keepsKeys: true },
	openLink: { run: openLink, applies: (state) => addressAtCaret(state) !== undefined }
} satisfies NamedCommands;

/** What keys do beyond the commands that have names. */
const markKeys: readonly KeyBinding[] = [
	{ key: 'Enter', run: continueMarkup },
	{ key: 'Enter', run: newLine, shift: newLine },
	{ key: 'Backspace', run: removeMark }
];

/** The extension for the keys of Markdown. Before those of the editor. */
export const markdownKeys: Extension = Prec.high(keymap.of([...markKeys, ...bindingsOf(markdownCommands)]));
