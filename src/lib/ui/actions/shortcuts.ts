import { COMMAND_KEYS, type NoteCommand } from '$lib/editor/command-keys.js';

/** The keys of actions that work anywhere on a page, whose ids these are. In CodeMirror's notation. */
const PAGE_KEYS = {
	commands: ['Mod-k'],
	shortcuts: ['?', 'Mod-/'],
	find: ['Mod-f'],
	replace: ['Mod-h']
} satisfies Record<string, readonly string[]>;

/** Where the system has taken the keys above. */
const APPLE_PAGE_KEYS: Partial<Record<PageShortcut, readonly string[]>> = { replace: ['Mod-Alt-f'] };

export type PageShortcut = keyof typeof PAGE_KEYS;
export type Shortcut = PageShortcut | NoteCommand;

export const PAGE_SHORTCUTS = Object.keys(PAGE_KEYS) as readonly PageShortcut[];
export const TEXT_SHORTCUTS = Object.keys(COMMAND_KEYS) as readonly NoteCommand[];

/** The keys of an action, in the order in which to tell of them. Empty if it has none. */
export function keysOf(id: string, isApple: boolean): readonly string[] {
	const all: Readonly<Record<string, readonly string[] | undefined>> = { ...COMMAND_KEYS, ...PAGE_KEYS };
	const apple: Readonly<Record<string, readonly string[] | undefined>> = APPLE_PAGE_KEYS;
	return (isApple ? apple[id] : undefined) ?? all[id] ?? [];
}
