import { createInvite, decodeInvite, InviteError } from '../crypto/invite.js';
import { deriveNoteKeys } from '../crypto/keys.js';
import { loadLoro } from '../note/load-loro.js';
import { Note } from '../note/note.js';
import { StorageError, type StorageFailure } from '../storage/chunk-store.js';
import { IdbChunkStore } from '../storage/idb-chunk-store.js';
import { IdbKeyValueStore } from '../storage/idb-key-value.js';
import { NoteLog } from '../storage/note-log.js';
import type { MeetingConfig } from '../transport/room.js';
import { TabRoom } from '../transport/tab-room.js';
import { systemClock } from '../util/clock.js';
import { findImpediments } from './impediments.js';
import type { Keeping } from './kept-replica.js';
import { Library } from './library.svelte.js';
import type { MeetingMaker } from './meeting.js';
import { loadMeetingConfig } from './meeting-config.js';
import { shelfOf, type NoteShelf } from './note-shelf.js';
import { OpenNoteSession, type OpenNoteContext } from './open-note.svelte.js';
import { watchPageLife } from './page-life.js';
import { Profile } from './profile.svelte.js';
import { StorageNews } from './storage-news.js';
import { StorageSafety } from './storage-safety.svelte.js';
import type { Impediment, NoteSummary, OpenFailure, OpenNote, StorageTrouble } from './types.js';

/** Why a note could not be opened. */
export class OpenNoteError extends Error {
	override readonly name = 'OpenNoteError';

	constructor(
		readonly reason: OpenFailure,
		options?: ErrorOptions
	) {
		super(`note not opened: ${reason}`, options);
	}
}

/** How long a library that could not be read is left alone, in milliseconds, before it is read once more. */
const READ_AGAIN_MS = 2_000;

/** How long the opening of a note waits for its closing, in milliseconds. */
const CLOSING_PATIENCE_MS = 1_000;

function pause(milliseconds: number): Promise<void> {
	return new Promise((resolve) => void systemClock.after(milliseconds, resolve));
}

/** Where the app stands; all addresses are below it. */
export interface AppAddress {
	/** The origin and the base path, without a slash at the end. */
	readonly root: string;
}

/** Everything that this page has open: the library, the notes, and who one is. One for each tab. */
export class Workspace {
	readonly #chunks = new IdbChunkStore();
	readonly #local = new IdbKeyValueStore();
	readonly #keeping: Keeping & MeetingMaker = {
		chunks: this.#chunks,
		clock: systemClock,
		meetTabs: (id, session) => new TabRoom(id, session)
	};
	readonly #open = new Set<OpenNoteSession>();
	readonly #closing = new Map<string, Promise<void>>();
	#storageNews: StorageNews | undefined;
	readonly profile = new Profile(this.#local);
	readonly storageSafety = new StorageSafety(this.#local);
	#root = '';
	#meetingConfig: Promise<MeetingConfig> = Promise.resolve({ relays: [], iceServers: [] });
	#library: Library | undefined = $state.raw();
	#impediments: readonly Impediment[] = $state.raw([]);
	#startFailure: StorageFailure | undefined = $state();
	#configTrouble = $state(false);
	#unsaved: ReadonlyMap<string, StorageFailure> = $state.raw(new Map());

	/** What keeps Perch from working here at all. */
	get impediments(): readonly Impediment[] {
		return this.#impediments;
	}

	/** Whether the library has been read. */
	get ready(): boolean {
		return this.#library !== undefined;
	}

	/** The notes of this device, the one changed last first. */
	get notes(): readonly NoteSummary[] {
		return this.#library?.notes ?? [];
	}

	/** What storage keeps from working at present, beyond the note that is shown. */
	get storageTrouble(): StorageTrouble | undefined {
		if (this.#startFailure !== undefined) return { what: 'library-unread', reason: this.#startFailure };
		const ofLibrary = this.#library?.trouble;
		if (ofLibrary !== undefined) return { what: 'library-unsaved', reason: ofLibrary };
		const [ofNote] = this.#unsaved.values();
		return ofNote === undefined ? undefined : { what: 'left-note-unsaved', reason: ofNote };
	}

	/** Parts of the library could not be read; they were left as they are. */
	get libraryDamaged(): boolean {
		return this.#library?.isDamaged === true;
	}

	/** The config.json of this place is none; the last good one is used. */
	get configTrouble(): boolean {
		return this.#configTrouble;
	}

	/**
	 * Reads what is on the device. What goes wrong stands in `impediments` and `storageTrouble`, and is tried again.
	 */
	async start({ root }: AppAddress): Promise<void> {
		this.#root = root;
		this.#impediments = findImpediments();
		if (this.#impediments.length > 0) return;
		this.#meetingConfig = this.#loadConfig();
		await this.#tryToReadLibrary();
		if (this.#library === undefined) void this.#readLibraryAtLast();
	}

	/** Tries again until it succeeds. */
	async #readLibraryAtLast(): Promise<void> {
		while (this.#library === undefined) {
			await pause(READ_AGAIN_MS);
			await this.#tryToReadLibrary();
		}
	}

	/** What keeps it from being read stands in `storageTrouble`, and in `impediments`. */
	async #tryToReadLibrary(): Promise<void> {
		let library: Library;
		try {
			await Promise.all([loadLoro(), this.profile.load()]);
			library = await Library.open(this.#keeping, this.#local);
		} catch (failure) {
			if (!(failure instanceof StorageError)) throw failure;
			this.#startFailure = failure.reason;
			this.#impediments = failure.reason === 'unavailable' ? ['no-indexeddb'] : [];
			return;
		}
		this.#startFailure = undefined;
		this.#impediments = [];
		this.#library = library;
		library.onChange(() => this.#meetNewlyShared());
		this.#storageNews = new StorageNews(this.#chunks, (noteId) => this.#openNote(noteId));
		watchPageLife({
			hidden: () => {
				this.#saveNow();
				for (const note of this.#open) note.watching = false;
			},
			woken: () => {
				for (const note of this.#open) {
					note.watching = document.visibilityState === 'visible';
					note.wake();
				}
			},
			restored: () => {
				for (const note of this.#open) {
					note.watching = true;
					note.rejoin();
				}
			}
		});
	}

	/** Makes a new note. @returns its id, once it is stored. @throws StorageError */
	async create(): Promise<string> {
		const { seed } = createInvite();
		const { noteId } = await deriveNoteKeys({ kind: 'edit', seed });
		const note = Note.create(new Date());
		try {
			await new NoteLog(this.#chunks, noteId).append(note.exportSnapshot());
		} finally {
			note.close();
		}
		await this.#requireLibrary().put({ noteId, seed, addedAt: Date.now(), shared: false });
		return noteId;
	}

	/**
	 * Takes an invite, as a link or bare. A note that is here already is kept as it is.
	 *
	 * @returns the note's id, once the library holds it.
	 * @throws InviteError, StorageError
	 */
	async join(invite: string): Promise<string> {
		const decoded = await decodeInvite(invite);
		if (decoded.kind !== 'edit') throw new InviteError('view-only');
		const { seed } = decoded;
		const { noteId } = await deriveNoteKeys({ kind: 'edit', seed });
		const library = this.#requireLibrary();
		const held = library.entry(noteId);
		if (held === undefined) await library.put({ noteId, seed, addedAt: Date.now(), shared: true });
		else if (!held.shared) await library.put({ ...held, shared: true });
		return noteId;
	}

	/** Opens a note. @throws OpenNoteError */
	async open(noteId: string): Promise<OpenNote> {
		const entry = this.#library?.entry(noteId);
		if (entry === undefined) throw new OpenNoteError(this.ready ? 'unknown-note' : 'storage');
		// What is just being closed may still have something to save, which would be missing here. If that lasts, because
		// storage fails, the two find each other as tabs do.
		await Promise.race([this.#closing.get(noteId), pause(CLOSING_PATIENCE_MS)]);
		try {
			const note = await OpenNoteSession.open(entry, this.#openNoteContext());
			this.#open.add(note);
			return note;
		} catch (cause) {
			throw new OpenNoteError(cause instanceof StorageError ? 'storage' : 'unreadable', { cause });
		}
	}

	/** Saves everything that is unsaved, as before an update of the app. @throws StorageError */
	async flush(): Promise<void> {
		// All is issued before the first is awaited: a page that is being left may not get to run a later task.
		await Promise.all([...[...this.#open].map((note) => note.flush()), this.#library?.flush()]);
	}

	/** What backup, restore and import work on. @throws StorageError if the library could not be read */
	shelf(): NoteShelf {
		return shelfOf(this.#requireLibrary(), this.#chunks, {
			openNote: (noteId) => this.#openNote(noteId),
			saveOpen: async () => {
				await Promise.allSettled([...this.#open].map((note) => note.flush()));
			},
			grewInStorage: async (noteId) => await this.#storageNews?.tell(noteId)
		});
	}

	/** The document of a note that is open. One that is about to be closed is freed soon, unless it cannot be saved. */
	#openNote(noteId: string): Note | undefined {
		if (this.#closing.has(noteId) && !this.#unsaved.has(noteId)) return undefined;
		return [...this.#open].find(({ id }) => id === noteId)?.note;
	}

	#openNoteContext(): OpenNoteContext {
		const library = this.#requireLibrary();
		return {
			...this.#keeping,
			local: this.#local,
			profile: this.profile,
			meetingConfig: this.#meetingConfig,
			joinUrl: `${this.#root}/join`,
			markShared: (noteId) => library.markShared(noteId),
			noteOpened: (noteId, note) => library.noteOpened(noteId, note),
			noteChanged: (noteId, note) => library.noteChanged(noteId, note),
			closing: (session, saved, note) => {
				if (note !== undefined) library.settle(session.id);
				const closed = () => this.#closed(session);
				this.#closing.set(session.id, saved.then(closed, closed));
			},
			notSaved: (session, reason) => {
				this.#unsaved = new Map(this.#unsaved).set(session.id, reason);
			}
		};
	}

	/** A note that is open here may have been shared in another tab. */
	#meetNewlyShared(): void {
		for (const note of this.#open) if (this.#library?.entry(note.id)?.shared === true) note.becomeShared();
	}

	/** Until here it was one of those that are saved when the page is hidden or the app is updated. */
	#closed(session: OpenNoteSession): void {
		this.#open.delete(session);
		this.#closing.delete(session.id);
		this.#unsaved = new Map([...this.#unsaved].filter(([id]) => id !== session.id));
	}

	async #loadConfig(): Promise<MeetingConfig> {
		const { config, problem } = await loadMeetingConfig(`${this.#root}/config.json`, this.#local);
		this.#configTrouble = problem === 'malformed';
		return config;
	}

	#requireLibrary(): Library {
		if (this.#library === undefined) throw new StorageError(this.#startFailure ?? 'unavailable');
		return this.#library;
	}

	/** What fails here is shown with its note already, and tried again there. */
	#saveNow(): void {
		this.flush().catch((failure: unknown) => {
			if (!(failure instanceof StorageError)) throw failure;
			console.warn('not everything could be saved', failure.reason);
		});
	}
}

/** The page's workspace. */
export const workspace = new Workspace();

/** Starts the page's workspace. @throws if Loro cannot be loaded */
export async function startWorkspace(address: AppAddress): Promise<void> {
	await workspace.start(address);
}
