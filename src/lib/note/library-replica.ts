import type { LoroMap } from 'loro-crdt';
import type { Bytes } from '../util/bytes.js';
import { LoroReplica } from './loro-replica.js';

/** The root container of the library's Loro document: note id → entry. Stored data: never rename. */
const NOTES = 'notes';

/** What this device has to know of a note to open it and to meet its peers. */
export interface LibraryEntry {
	readonly noteId: string;
	/** The seed of the note's edit invite: a secret. */
	readonly seed: Bytes;
	/** When the note came into this library, in milliseconds since 1970. */
	readonly addedAt: number;
	/** Whether it was ever shared or joined, so that it has peers to be met. */
	readonly shared: boolean;
}

function readEntry(noteId: string, value: unknown): LibraryEntry | undefined {
	if (typeof value !== 'object' || value === null) return undefined;
	const { seed, addedAt, shared } = value as Record<string, unknown>;
	if (!(seed instanceof Uint8Array) || typeof addedAt !== 'number') return undefined;
	return { noteId, seed: seed.slice(), addedAt, shared: shared === true };
}

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

	/** Adds a note, or replaces its entry. */
	put({ noteId, seed, addedAt, shared }: LibraryEntry): void {
		this.#notes.set(noteId, { seed, addedAt, shared });
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
