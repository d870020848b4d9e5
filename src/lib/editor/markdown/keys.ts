import { Prec, type Extension } from '@codemirror/state';
import { keymap, type KeyBinding } from '@codemirror/view';
import {
	removeHeading,
	toggleHeading,
	toggleList,
	toggleQuote,
	type HeadingLevel
} from './block-commands.js';
import { toggleBold, toggleCode, toggleItalic, toggleStrike } from './inline-commands.js';
import { editLink, linkSelection } from './link-commands.js';
import { continueMarkup, indentItems, outdentItems, removeMark } from './list-commands.js';
import { toggleDone } from './tasks.js';

const LEVELS: readonly HeadingLevel[] = [1, 2, 3, 4, 5, 6];

/**
 * Where a command says that it does not apply, the key does what it does elsewhere. So Tab leaves the text but in an item, and from
 * there too after Escape (CodeMirror's own rule, for two seconds).
 */
const keys: readonly KeyBinding[] = [
	{ key: 'Enter', run: continueMarkup },
	{ key: 'Backspace', run: removeMark },
	{ key: 'Tab', run: indentItems, shift: outdentItems },
	{ key: 'Mod-b', run: toggleBold, preventDefault: true },
	{ key: 'Mod-i', run: toggleItalic, preventDefault: true },
	{ key: 'Mod-e', run: toggleCode, preventDefault: true },
	{ key: 'Mod-Shift-x', run: toggleStrike, preventDefault: true },
	{ key: 'Mod-k', run: linkSelection },
	{ key: 'Mod-Shift-k', run: editLink, preventDefault: true },
	{ key: 'Mod-Enter', run: toggleDone },
	{ key: 'Mod-Shift-7', run: toggleList('ordered') },
	{ key: 'Mod-Shift-8', run: toggleList('bullet') },
	{ key: 'Mod-Shift-9', run: toggleList('task') },
	{ key: 'Mod-Shift-.', run: toggleQuote },
	...LEVELS.map((level) => ({ key: `Mod-Alt-${level}`, run: toggleHeading(level) })),
	{ key: 'Mod-Alt-0', run: removeHeading }
];

/** The extension for the keys of Markdown. Before those of the editor. */
export const markdownKeys: Extension = Prec.high(keymap.of(keys));
