import type { NoteCommand } from '$lib/editor/command-keys.js';
import { m } from '$lib/paraglide/messages.js';
import type { ActionGroup } from './action.js';
import type { PageShortcut } from './shortcuts.js';

/** What the commands of the text are called. */
export const COMMAND_TEXT: Readonly<Record<NoteCommand, () => string>> = {
	bold: m.format_bold,
	italic: m.format_italic,
	code: m.format_code,
	strike: m.format_strike,
	link: m.format_link,
	openLink: m.preview_open_link,
	heading1: () => m.format_heading_level({ level: 1 }),
	heading2: () => m.format_heading_level({ level: 2 }),
	heading3: () => m.format_heading_level({ level: 3 }),
	heading4: () => m.format_heading_level({ level: 4 }),
	heading5: () => m.format_heading_level({ level: 5 }),
	heading6: () => m.format_heading_level({ level: 6 }),
	noHeading: m.format_no_heading,
	list: m.format_list,
	orderedList: m.format_ordered_list,
	taskList: m.format_task,
	toggleDone: m.format_done,
	indent: m.format_indent,
	outdent: m.format_outdent,
	quote: m.format_quote,
	undo: m.format_undo,
	redo: m.format_redo
};

/** What is called by keys anywhere on a page. */
export const SHORTCUT_TEXT: Readonly<Record<PageShortcut, () => string>> = {
	commands: m.commands,
	shortcuts: m.shortcuts,
	find: m.find,
	replace: m.find_and_replace
};

export const GROUP_TEXT: Readonly<Record<ActionGroup, () => string>> = {
	notes: m.notes,
	page: m.commands_page,
	text: m.formatting,
	app: m.app_name
};
