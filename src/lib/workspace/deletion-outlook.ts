import { Note } from '../note/note.js';
import { loadNote } from '../storage/load-note.js';
import type { KeyValueStore } from '../storage/key-value.js';
import { NoteLog } from '../storage/note-log.js';
import type { Clock } from '../util/clock.js';
import type { NoteShelf } from './note-shelf.js';
import { Receipts } from './receipts.js';

/** Who else keeps a note that is about to be deleted here, as far as they said so. */
export interface DeletionOutlook {
	/** Whether it was ever shared or joined. */
	readonly shared: boolean;
	/** The names of those who said that they have stored all that is here. */
	readonly haveAll: readonly string[];
	/** The names of those who said that they have less. */
	readonly lackSome: readonly string[];
}

/** What is known of others' copies of a note, without meeting them. @throws StorageError */
export async function deletionOutlook(
	shelf: NoteShelf,
	local: KeyValueStore,
	clock: Clock,
	noteId: string
): Promise<DeletionOutlook> {
	if (shelf.entry(noteId)?.shared !== true) return { shared: false, haveAll: [], lackSome: [] };
	const receipts = await Receipts.load(noteId, local, clock);
	const { note } = await loadNote(new NoteLog(shelf.chunks, noteId), () => Note.empty({ readOnly: true }));
	const copies = receipts.copies(note.version());
	note.close();
	const haveAll = namesOf(copies.filter(({ hasAll }) => hasAll));
	const lackSome = namesOf(copies.filter(({ hasAll }) => !hasAll)).filter((name) => !haveAll.includes(name));
	return { shared: true, haveAll, lackSome };
}

function namesOf(copies: readonly { readonly name: string }[]): string[] {
	return [...new Set(copies.map(({ name }) => name))];
}
