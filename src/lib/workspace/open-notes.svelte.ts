import type { LibraryEntry } from '../note/library-entry.js';
import type { Note } from '../note/note.js';
import type { StorageFailure } from '../storage/chunk-store.js';
import type { AwaitedNotes } from './awaited-notes.js';
import type { OpenNoteContext } from './open-note-context.js';
import { OpenNoteSession } from './open-note.svelte.js';
import { pause } from './until-stored.js';

/** How long the opening of a note waits for its closing, in milliseconds. */
const CLOSING_PATIENCE_MS = 1_000;

/** The notes that this page has open, those included that are left and not saved yet. */
export class OpenNotes {
	readonly #sessions = new Set<OpenNoteSession>();
	readonly #closing = new Map<string, Promise<void>>();
	readonly #opening = new Set<{ readonly noteId: string }>();
	#unsaved: ReadonlyMap<string, StorageFailure> = $state.raw(new Map());

	/** Why a note that was left cannot be saved at present, if there is one. */
	get trouble(): StorageFailure | undefined {
		const [reason] = this.#unsaved.values();
		return reason;
	}

	/** Whether a note was left and cannot be saved at present. */
	isUnsaved(noteId: string): boolean {
		return this.#unsaved.has(noteId);
	}

	/** Whether a note is open, is being opened for the person, or is not closed yet. */
	has(noteId: string): boolean {
		if ([...this.#opening].some((opening) => opening.noteId === noteId)) return true;
		return [...this.#sessions].some(({ id }) => id === noteId);
	}

	/** Opens a note for the person; one that is awaited goes on as it is. @throws StorageError */
	async open(
		entry: LibraryEntry,
		context: OpenNoteContext<OpenNoteSession>,
		awaited: AwaitedNotes<OpenNoteSession> | undefined
	): Promise<OpenNoteSession> {
		const { noteId } = entry;
		const opening = { noteId };
		this.#opening.add(opening);
		try {
			const taken = await awaited?.take(noteId);
			if (taken !== undefined) return taken;
			// What is just being closed may still have something to save, which would be missing here. If that lasts, because
			// storage fails, the two find each other as tabs do.
			await Promise.race([this.#closing.get(noteId), pause(context.clock, CLOSING_PATIENCE_MS)]);
			return await this.openUnseen(entry, context);
		} finally {
			this.#opening.delete(opening);
		}
	}

	/** Opens a note that is not open, without a screen. @throws StorageError */
	async openUnseen(entry: LibraryEntry, context: OpenNoteContext<OpenNoteSession>): Promise<OpenNoteSession> {
		const session = await OpenNoteSession.open(entry, context);
		this.#sessions.add(session);
		// The entry may be of before what was awaited: it was moved to the trash, shared or deleted meanwhile.
		session.libraryChanged();
		return session;
	}

	/** Says that a note is about to be closed, and when everything of it is saved. `then`: what is done after that. */
	close(session: OpenNoteSession, saved: Promise<void>, then: () => void): void {
		const closed = () => {
			// Until here it was one of those that are saved when the page is hidden or the app is updated.
			this.#sessions.delete(session);
			this.#closing.delete(session.id);
			this.#unsaved = new Map([...this.#unsaved].filter(([id]) => id !== session.id));
			then();
		};
		this.#closing.set(session.id, saved.then(closed, closed));
	}

	/** Says that a note that is left could not be saved; that is tried again. */
	notSaved(session: OpenNoteSession, reason: StorageFailure): void {
		this.#unsaved = new Map(this.#unsaved).set(session.id, reason);
	}

	/** The document of a note that is open. One that is about to be closed is freed soon, unless it cannot be saved. */
	document(noteId: string): Note | undefined {
		if (this.#closing.has(noteId) && !this.#unsaved.has(noteId)) return undefined;
		return [...this.#sessions].find(({ id }) => id === noteId)?.note;
	}

	/** Saves all. Each is issued before any settles: a page that is being left may not get to run a later task. */
	flush(): Promise<void>[] {
		return [...this.#sessions].map((session) => session.flush());
	}

	/** The library's entries of some may have changed. */
	libraryChanged(): void {
		for (const session of this.#sessions) session.libraryChanged();
	}

	/** Peers are met at other servers, or by other ways, from now on. */
	serversChanged(): void {
		for (const session of this.#sessions) session.serversChanged();
	}

	/** The page went out of sight. */
	hidden(): void {
		for (const session of this.#sessions) session.inSight = false;
	}

	/** The page is seen again, or runs on. */
	woken(): void {
		for (const session of this.#sessions) {
			session.inSight = document.visibilityState === 'visible';
			session.wake();
		}
	}

	/** The device is in another network, or has one again. */
	networkChanged(): void {
		for (const session of this.#sessions) session.networkChanged();
	}

	/** The page is back from the browser's cache of pages. */
	restored(): void {
		for (const session of this.#sessions) session.restored();
	}
}
