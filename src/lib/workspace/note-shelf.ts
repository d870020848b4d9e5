import type { LibraryEntry } from '../note/library-entry.js';
import type { Note } from '../note/note.js';
import type { ChunkStore } from '../storage/chunk-store.js';
import type { Library } from './library.svelte.js';
import type { NoteSummary } from './types.js';

/** The notes that are open at present, as backup and restore have to know of them. */
export interface OpenNotes {
	/** The document of a note that this tab has open. */
	openNote(noteId: string): Note | undefined;
	/** Saves what open notes have unsaved. Never rejects: what cannot be saved is told with its note. */
	saveOpen(): Promise<void>;
	/** Says that chunks of the note were stored behind the tabs that have it open, so that they take them in. */
	grewInStorage(noteId: string): Promise<void>;
}

/** What backup, restore and import work on: the notes of this device, open or not. */
export interface NoteShelf extends OpenNotes {
	readonly chunks: ChunkStore;
	readonly entries: readonly LibraryEntry[];
	entry(noteId: string): LibraryEntry | undefined;
	/** Takes a note in, or replaces its entry; settles once that is stored. @throws StorageError */
	put(entry: LibraryEntry): Promise<void>;
	/** @see Library.decide */
	decide<Result>(work: () => Promise<Result>): Promise<Result>;
	/** @see Library.setTrashed */
	setTrashed(noteId: string, at: number | undefined): Promise<void>;
	/** @see Library.setPinned */
	setPinned(noteId: string, at: number | undefined): Promise<void>;
	summary(noteId: string): NoteSummary | undefined;
	/** @throws StorageError */
	putSummary(summary: NoteSummary): Promise<void>;
}

/** The shelf of a library. */
export function shelfOf(library: Library, chunks: ChunkStore, open: OpenNotes): NoteShelf {
	return {
		...open,
		chunks,
		get entries() {
			return library.entries;
		},
		entry: (noteId) => library.entry(noteId),
		put: (entry) => library.put(entry),
		decide: (work) => library.decide(work),
		setTrashed: (noteId, at) => library.setTrashed(noteId, at),
		setPinned: (noteId, at) => library.setPinned(noteId, at),
		summary: (noteId) => library.summaries.get(noteId),
		putSummary: (summary) => library.summaries.store(summary)
	};
}
