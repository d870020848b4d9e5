import type { LoroMap, Value } from 'loro-crdt';
import { betterInvite, readEntry, writeEntry, type LibraryEntry } from './library-entry.js';
import { toTime } from '../util/time.js';
import { LoroReplica } from './loro-replica.js';

/** The root containers of the library's Loro document, each a map by note id. Stored data: never rename. */
const NOTES = 'notes';
/** Since when a note is in the trash, in milliseconds since 1970. */
const TRASH = 'trash';
/** Since when a note is pinned. */
const PINS = 'pins';
/** Since when a note has no entry any more, and is to be erased from the device (docs/storage.md, S38). */
const ERASING = 'erasing';

/** The library: the notes that this device holds, itself a Loro document so that devices can share it one day. */
export class LibraryReplica extends LoroReplica {
	static empty(): LibraryReplica {
		return new LibraryReplica();
	}

	/** Every note; what a later version of Perch wrote and this one cannot read is left out and left alone. */
	entries(): LibraryEntry[] {
		const entries: LibraryEntry[] = [];
		// Not one by one: to fetch something from the document takes much longer than what is done with it.
		const [notes, trash, pins] = [NOTES, TRASH, PINS].map(
			(name) => new Map<string, unknown>(Object.entries(this.#map(name).toJSON() as object))
		);
		for (const [noteId, value] of notes ?? []) {
			const entry = withMarks(readEntry(noteId, value), trash?.get(noteId), pins?.get(noteId));
			if (entry !== undefined) entries.push(entry);
		}
		return entries;
	}

	/** The entry of one note, or undefined if this device does not hold it. */
	get(noteId: string): LibraryEntry | undefined {
		const [value, trashedAt, pinnedAt] = [NOTES, TRASH, PINS].map((name) => this.#map(name).get(noteId));
		return withMarks(readEntry(noteId, value), trashedAt, pinnedAt);
	}

	/**
	 * Adds a note, or replaces its entry; but an edit invite that is here is never replaced by a view invite. A note that is
	 * added is in no trash and is not to be erased, whatever was before.
	 */
	put(entry: LibraryEntry): void {
		const held = this.get(entry.noteId);
		const invite = held === undefined ? entry.invite : betterInvite(entry.invite, held.invite);
		this.#map(NOTES).set(entry.noteId, writeEntry({ ...entry, invite }));
		if (held === undefined) {
			this.#unset(TRASH, entry.noteId);
			this.#unset(ERASING, entry.noteId);
		}
		this.doc.commit();
	}

	/** Puts a note into the trash, or takes it out. Does nothing if there is no such note. `at`: milliseconds since 1970. */
	setTrashed(noteId: string, at: number | undefined): void {
		this.#mark(TRASH, noteId, at);
	}

	/** Pins a note to the top of the list, or not. Does nothing if there is no such note. `at`: milliseconds since 1970. */
	setPinned(noteId: string, at: number | undefined): void {
		this.#mark(PINS, noteId, at);
	}

	/** Takes notes out of the library, all in one change, and notes that they are to be erased. `at`: milliseconds since 1970. */
	remove(noteIds: readonly string[], at: number): void {
		for (const noteId of noteIds) {
			for (const name of [NOTES, TRASH, PINS]) this.#unset(name, noteId);
			this.#map(ERASING).set(noteId, at);
		}
		this.doc.commit();
	}

	/** The notes that are to be erased; one that has an entry again is not. */
	get erasing(): readonly string[] {
		const noteIds: readonly string[] = this.#map(ERASING).keys();
		return noteIds.filter((noteId) => this.#map(NOTES).get(noteId) === undefined);
	}

	/** Notes that nothing is left of these. */
	erased(noteIds: readonly string[]): void {
		for (const noteId of noteIds) this.#unset(ERASING, noteId);
		this.doc.commit();
	}

	/**
	 * Makes a change of what is said of some notes. @returns what undoes it: notes that came go, those that went come back, and their
	 * marks are as before; what was changed otherwise since stays.
	 */
	undoable(noteIds: readonly string[], change: () => void): () => void {
		const before = this.#said(noteIds);
		change();
		const after = this.#said(noteIds);
		return () => {
			for (const [at, { name, noteId, value }] of before.entries()) {
				const [is, was] = [this.#map(name).get(noteId), after[at]?.value];
				const isNoMark = name === NOTES;
				if (isNoMark ? (is === undefined) === (value === undefined) : is !== was) continue;
				if (value === undefined) this.#unset(name, noteId);
				else if (is !== value) this.#map(name).set(noteId, value);
			}
			this.doc.commit();
		};
	}

	/** Only the tabs of one browser hold it, and a newer one may keep in it what this one does not know. */
	protected override isFit(): boolean {
		return true;
	}

	#mark(name: string, noteId: string, at: number | undefined): void {
		if (at === undefined) this.#unset(name, noteId);
		else if (this.get(noteId) !== undefined) this.#map(name).set(noteId, at);
		this.doc.commit();
	}

	#said(noteIds: readonly string[]): { name: string; noteId: string; value: Value | undefined }[] {
		return noteIds.flatMap((noteId) =>
			[NOTES, TRASH, PINS, ERASING].map((name) => {
				const value = this.#map(name).get(noteId) as Value | undefined;
				return { name, noteId, value };
			})
		);
	}

	#unset(name: string, noteId: string): void {
		if (this.#map(name).get(noteId) !== undefined) this.#map(name).delete(noteId);
	}

	#map(name: string): LoroMap {
		return this.doc.getMap(name);
	}
}

function withMarks(
	entry: LibraryEntry | undefined,
	trashedAt: unknown,
	pinnedAt: unknown
): LibraryEntry | undefined {
	if (entry === undefined) return undefined;
	return {
		...entry,
		...(typeof trashedAt === 'number' ? { trashedAt: toTime(trashedAt) } : {}),
		...(typeof pinnedAt === 'number' ? { pinnedAt: toTime(pinnedAt) } : {})
	};
}
