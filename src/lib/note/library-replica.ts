import type { LoroMap } from 'loro-crdt';
import { betterInvite, readEntry, writeEntry, type LibraryEntry } from './library-entry.js';
import { LoroReplica } from './loro-replica.js';

/** The root container of the library's Loro document: note id → entry. Stored data: never rename. */
const NOTES = 'notes';

/** The library: the notes that this device holds, itself a Loro document so that devices can share it one day. */
export class LibraryReplica extends LoroReplica {
	static empty(): LibraryReplica {
		return new LibraryReplica();
	}

	/** Every note; what a later version of Perch wrote and this one cannot read is left out and left alone. */
	entries(): LibraryEntry[] {
		const entries: LibraryEntry[] = [];
		for (const [noteId, value] of this.#notes.entries()) {
			const entry = readEntry(noteId, value);
			if (entry !== undefined) entries.push(entry);
		}
		return entries;
	}

	/** The entry of one note, or undefined if this device does not hold it. */
	get(noteId: string): LibraryEntry | undefined {
		return readEntry(noteId, this.#notes.get(noteId));
	}

	/** Adds a note, or replaces its entry; but an edit invite that is here is never replaced by a view invite. */
	put(entry: LibraryEntry): void {
		const held = this.get(entry.noteId);
		const invite = held === undefined ? entry.invite : betterInvite(entry.invite, held.invite);
		this.#notes.set(entry.noteId, writeEntry({ ...entry, invite }));
		this.doc.commit();
	}

	/** Only the tabs of one browser hold it, and a newer one may keep in it what this one does not know. */
	protected override isFit(): boolean {
		return true;
	}

	get #notes(): LoroMap {
		return this.doc.getMap(NOTES);
	}
}
