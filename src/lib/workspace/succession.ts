import type { LibraryEntry } from '../note/library-entry.js';

/** What the library says of each note. */
export interface Entries {
	entry(noteId: string): LibraryEntry | undefined;
}

/**
 * The note that has taken the place of this one at the end of all moves; undefined if none has that is here. A circle
 * leads nowhere.
 */
export function successorOf(library: Entries, noteId: string): string | undefined {
	const passed = new Set<string>();
	let last = noteId;
	for (let next: string | undefined = noteId; next !== undefined; next = nextOf(library, last)) {
		if (passed.has(next)) return undefined;
		passed.add(next);
		last = next;
	}
	return last === noteId ? undefined : last;
}

/** Whether a note was moved to another, directly or by way of others. */
export function leadsTo(library: Entries, fromId: string, toId: string): boolean {
	const passed = new Set<string>([fromId]);
	for (let next = nextOf(library, fromId); next !== undefined; next = nextOf(library, next)) {
		if (next === toId) return true;
		if (passed.has(next)) return false;
		passed.add(next);
	}
	return false;
}

/** Without the notes that another has taken the place of. */
export function listed(entries: readonly LibraryEntry[]): readonly LibraryEntry[] {
	const byId = new Map(entries.map((entry) => [entry.noteId, entry]));
	const here: Entries = { entry: (id) => byId.get(id) };
	return entries.filter(
		({ noteId, movedTo }) => movedTo === undefined || successorOf(here, noteId) === undefined
	);
}

/** Where one move leads, if that note is here. */
function nextOf(library: Entries, noteId: string): string | undefined {
	const to = library.entry(noteId)?.movedTo;
	return to === undefined || to === noteId || library.entry(to) === undefined ? undefined : to;
}
