import { createInvite } from '../crypto/invite.js';
import { deriveNoteKeys } from '../crypto/keys.js';
import { PairingCodeError } from '../crypto/pairing-code.js';
import { isAnswerText, splitOfferLink } from '../crypto/pairing-text.js';
import { loadLoro } from '../note/load-loro.js';
import type { TitledText } from '../note/markdown-file.js';
import { Note } from '../note/note.js';
import { StorageError, type StorageFailure } from '../storage/chunk-store.js';
import { IdbChunkStore } from '../storage/idb-chunk-store.js';
import { IdbKeyValueStore } from '../storage/idb-key-value.js';
import { IdbSearchTexts } from '../storage/idb-search-texts.js';
import { NoteLog } from '../storage/note-log.js';
import type { MeetingConfig } from '../transport/room.js';
import { TabRoom } from '../transport/tab-room.js';
import { sortIceServers } from '../transport/usable-ice-servers.js';
import { systemClock } from '../util/clock.js';
import { nextTask } from '../util/next-task.js';
import { AnswerStore } from './answers.js';
import { AwaitedNotes } from './awaited-notes.js';
import { deletionOutlook, type DeletionOutlook } from './deletion-outlook.js';
import { DeviceConnection } from './device-connection.svelte.js';
import { duplicateNote } from './duplicate-note.js';
import { findImpediments } from './impediments.js';
import { importText } from './import-file.js';
import type { Keeping } from './kept-replica.js';
import { isNewInvite, joinNote } from './join-note.js';
import { LibraryCare } from './library-care.svelte.js';
import { LeadTab } from './lead-tab.js';
import { Library } from './library.svelte.js';
import type { MeetingMaker } from './meeting.js';
import { loadMeetingConfig, type StandardServers } from './meeting-config.js';
import { endMove, endMoves } from './move-note.js';
import { shelfOf, type NoteShelf } from './note-shelf.js';
import type { OpenNoteContext } from './open-note-context.js';
import type { OpenNoteSession } from './open-note.svelte.js';
import { OpenNotes } from './open-notes.svelte.js';
import { OpenedFiles } from './opened-files.js';
import { effectiveConfig } from './own-servers.js';
import { watchPageLife } from './page-life.js';
import { Profile } from './profile.svelte.js';
import { SeenVersions } from './seen-versions.js';
import { ServerSettings } from './server-settings.svelte.js';
import { StorageNews } from './storage-news.js';
import { StorageSafety } from './storage-safety.svelte.js';
import { successorOf } from './succession.js';
import { catchUpSummaries } from './summary-catch-up.js';
import {
	deleteForGood,
	finishErasing,
	moveToTrash,
	restoreFromTrash,
	withRoomMade,
	type Deletion
} from './trash.js';
import type { Impediment, ListedNote, OpenFailure, OpenNote, StorageTrouble, TrashedNote } from './types.js';
import { UnseenNotes } from './unseen-notes.svelte.js';
import { pause } from './until-stored.js';

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

/** Names the Web Lock of the tab that waits for the notes whose holders are away. */
const AWAITING_LOCK = 'perch:awaited-notes';

/** Where the app stands; all addresses are below it. */
export interface AppAddress {
	/** The origin and the base path, without a slash at the end. */
	readonly root: string;
}

/** Everything that this page has open: the library, the notes, and who one is. One for each tab. */
export class Workspace {
	readonly #chunks = new IdbChunkStore();
	readonly #local = new IdbKeyValueStore();
	readonly #searchTexts = new IdbSearchTexts();
	readonly #keeping: Keeping & MeetingMaker = {
		chunks: this.#chunks,
		clock: systemClock,
		meetTabs: (id, session) => new TabRoom(id, session)
	};
	readonly #seen = new SeenVersions(this.#local);
	readonly #open = new OpenNotes();
	#storageNews: StorageNews | undefined;
	#awaited: AwaitedNotes<OpenNoteSession> | undefined;
	readonly profile = new Profile(this.#local);
	readonly storageSafety = new StorageSafety(this.#local);
	readonly servers = new ServerSettings(this.#local);
	readonly care = new LibraryCare(new AnswerStore(this.#local), this.storageSafety);
	readonly openedFiles = new OpenedFiles(this.#local);
	/** The notes with changes by others that were not seen on this device. */
	readonly unseenNotes = new UnseenNotes(this.#seen);
	#root = '';
	#standard: Promise<StandardServers> = Promise.resolve({ relays: [], iceServers: [] });
	#standardServers: StandardServers | undefined = $state.raw();
	#library: Library | undefined = $state.raw();
	#impediments: readonly Impediment[] = $state.raw([]);
	#startFailure: StorageFailure | undefined = $state();
	#configTrouble = $state(false);
	/** What came with the link that was taken last. */
	#offer: { readonly noteId: string; readonly text: string } | undefined;
	#notReached: ReadonlyMap<string, readonly string[]> = $state.raw(new Map());

	/** What keeps Perch from working here at all. */
	get impediments(): readonly Impediment[] {
		return this.#impediments;
	}

	/** Whether the library has been read. Before, `notes` and `trash` are empty whatever is in them. */
	get ready(): boolean {
		return this.#library !== undefined;
	}

	/** The notes of this device, the one changed last first. */
	get notes(): readonly ListedNote[] {
		return this.#library?.notes ?? [];
	}

	/** The notes in the trash, the one put there last first. */
	get trash(): readonly TrashedNote[] {
		return this.#library?.trash ?? [];
	}

	/** What storage keeps from working at present, beyond the note that is shown. */
	get storageTrouble(): StorageTrouble | undefined {
		if (this.#startFailure !== undefined) return { what: 'library-unread', reason: this.#startFailure };
		const ofLibrary = this.#library?.trouble;
		if (ofLibrary !== undefined) return { what: 'library-unsaved', reason: ofLibrary };
		const ofNote = this.#open.trouble;
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

	/** The servers that this place's config.json names; undefined until it was read. */
	get standardServers(): StandardServers | undefined {
		return this.#standardServers;
	}

	/**
	 * Where peers are met: at the person's own servers and else at the standard ones, as things are when both are read. Waits
	 * for as long as the person's own cannot be read: they may have chosen to hide their address.
	 */
	async meetingConfig(): Promise<MeetingConfig> {
		const [standard] = await Promise.all([this.#standard, this.servers.loaded]);
		const config = effectiveConfig(standard, this.servers.own);
		return { ...config, iceServers: sortIceServers(config.iceServers).usable };
	}

	/**
	 * Reads what is on the device. What goes wrong stands in `impediments` and `storageTrouble`, and is tried again.
	 */
	async start({ root }: AppAddress): Promise<void> {
		this.#root = root;
		this.#impediments = findImpediments();
		if (this.#impediments.length > 0) return;
		this.#standard = this.#loadStandardServers();
		this.servers.onChange(() => this.#open.serversChanged());
		await this.#tryToReadLibrary();
		if (this.#library === undefined) void this.#readLibraryAtLast();
	}

	/** Tries again until it succeeds. */
	async #readLibraryAtLast(): Promise<void> {
		while (this.#library === undefined) {
			await pause(systemClock, READ_AGAIN_MS);
			await this.#tryToReadLibrary();
		}
	}

	/** What keeps it from being read stands in `storageTrouble`, and in `impediments`. */
	async #tryToReadLibrary(): Promise<void> {
		let library: Library;
		try {
			const loaded = Promise.all([loadLoro(), this.profile.load(), this.servers.load()]);
			const stores = { local: this.#local, texts: this.#searchTexts };
			library = await Library.open(this.#keeping, stores, navigator.locks, loaded);
		} catch (failure) {
			if (!(failure instanceof StorageError)) throw failure;
			this.#startFailure = failure.reason;
			this.#impediments = failure.reason === 'unavailable' ? ['no-indexeddb'] : [];
			return;
		}
		this.#startFailure = undefined;
		this.#impediments = [];
		this.#library = library;
		library.onChange(() => this.#open.libraryChanged());
		this.#storageNews = new StorageNews(this.#chunks, (noteId) => this.#open.document(noteId));
		// The list is shown first.
		await nextTask();
		const lead = this.#awaitNotes(library);
		watchPageLife({
			hidden: () => {
				this.#saveNow();
				this.#open.hidden();
			},
			woken: () => {
				this.#open.woken();
				if (document.visibilityState === 'visible') lead.seen();
			},
			networkChanged: () => this.#open.networkChanged(),
			restored: () => this.#open.restored()
		});
		const shelf = this.shelf();
		void this.unseenNotes.refresh();
		void catchUpSummaries(shelf, systemClock, navigator.locks);
		await nextTask();
		void finishErasing(shelf, library).then(() => endMoves(shelf));
	}

	/** Makes a new note. @returns its id, once it is stored. @throws StorageError */
	async create(): Promise<string> {
		const invite = createInvite();
		const { noteId } = await deriveNoteKeys(invite);
		const note = Note.create(new Date());
		try {
			await new NoteLog(this.#chunks, noteId).append(note.exportSnapshot());
		} finally {
			note.close();
		}
		await this.#requireLibrary().put({ noteId, invite, addedAt: Date.now(), shared: false });
		return noteId;
	}

	/** Makes a new note of a text that came from elsewhere. @returns its id, once it is stored. @throws StorageError */
	async createOf(text: TitledText): Promise<string> {
		return await importText(this.shelf(), text);
	}

	/**
	 * Takes an invite, as a link or bare. A note that is here already is kept; an invite to edit upgrades it, and one that
	 * was moved to another invite is listed again. An offer in it waits for the note's page (`takeOffer`).
	 *
	 * @returns the note's id, once the library holds it.
	 * @throws InviteError, StorageError, PairingCodeError "answer"
	 */
	async join(pasted: string): Promise<string> {
		if (isAnswerText(pasted)) throw new PairingCodeError('answer');
		const { link, offer } = splitOfferLink(pasted);
		const noteId = await joinNote(this.shelf(), link);
		this.#offer = offer === undefined ? undefined : { noteId, text: offer };
		return noteId;
	}

	/** Whether a note was left and cannot be saved at present; that is tried again. */
	isUnsaved(noteId: string): boolean {
		return this.#open.isUnsaved(noteId);
	}

	/** Pins a note to the top of the list, or not. @throws StorageError */
	async setPinned(noteId: string, pinned: boolean): Promise<void> {
		await this.shelf().setPinned(noteId, pinned ? Date.now() : undefined);
	}

	/** @see duplicateNote */
	async duplicate(noteId: string, copyTitle: (title: string) => string): Promise<string> {
		return await duplicateNote(this.shelf(), noteId, copyTitle);
	}

	/** Puts a note into the trash; nothing of it is deleted, here or elsewhere. @throws StorageError */
	async moveToTrash(noteId: string): Promise<void> {
		await moveToTrash(this.shelf(), noteId);
	}

	/** Takes a note out of the trash. @throws TrashError "gone"; StorageError */
	async restoreFromTrash(noteId: string): Promise<void> {
		await restoreFromTrash(this.shelf(), noteId);
	}

	/** Deletes notes of the trash from this device for good. Others keep theirs. @throws TrashError "damaged"; StorageError */
	async deleteForGood(noteIds: readonly string[]): Promise<Deletion> {
		const library = this.#requireLibrary();
		const listed = noteIds.filter((noteId) => library.entry(noteId) !== undefined);
		const { inUse } = await withRoomMade(
			() => deleteForGood(this.shelf(), library, noteIds),
			() => this.#searchTexts.clear()
		);
		// Where it took two tries, the first may have taken notes off the list that the second did not find any more.
		return { inUse, deleted: listed.filter((noteId) => library.entry(noteId) === undefined) };
	}

	/** Who else has a note of the trash, as far as they said so. @throws StorageError */
	async deletionOutlook(noteId: string): Promise<DeletionOutlook> {
		return await deletionOutlook(this.shelf(), this.#local, systemClock, noteId);
	}

	/** Whether a link is an invite to a note that this device does not hold yet. @throws StorageError */
	async isNewInvite(link: string): Promise<boolean> {
		return await isNewInvite(this.shelf(), splitOfferLink(link).link);
	}

	/** Gives out, once, the offer to connect directly that came with the link by which the note was joined. */
	takeOffer(noteId: string): string | undefined {
		const offer = this.#offer?.noteId === noteId ? this.#offer.text : undefined;
		this.#offer = undefined;
		return offer;
	}

	/** The note that has taken the place of one that was moved to a new invite. */
	movedTo(noteId: string): string | undefined {
		return successorOf({ entry: (id) => this.#library?.entry(id) }, noteId);
	}

	/** The names of those who were to come along to a note, as this page moved it there, and may not have got the invite. */
	notReached(noteId: string): readonly string[] {
		return this.#notReached.get(noteId) ?? [];
	}

	/** Opens a note. @throws OpenNoteError */
	async open(noteId: string): Promise<OpenNote> {
		const entry = this.#library?.entry(noteId);
		if (entry === undefined) throw new OpenNoteError(this.ready ? 'unknown-note' : 'storage');
		try {
			return await this.#open.open(entry, this.#openNoteContext(), this.#awaited);
		} catch (cause) {
			throw new OpenNoteError(cause instanceof StorageError ? 'storage' : 'unreadable', { cause });
		}
	}

	/**
	 * Everything that is stored of a note as it is, for one that cannot be opened; undefined if nothing is.
	 *
	 * @throws StorageError
	 */
	async rescueFile(noteId: string): Promise<Blob | undefined> {
		const { rescueFile } = await import('../storage/rescue-file.js');
		return await rescueFile(this.#chunks, noteId);
	}

	/** Saves everything that is unsaved, as before an update of the app. @throws StorageError */
	async flush(): Promise<void> {
		await Promise.all([...this.#open.flush(), this.#library?.flush()]);
	}

	/** How this device reaches the outside; nothing is looked at before that is asked for. */
	deviceConnection(): DeviceConnection {
		return new DeviceConnection(() => this.meetingConfig(), systemClock);
	}

	/** What backup, restore and import work on. @throws StorageError if the library could not be read */
	shelf(): NoteShelf {
		return shelfOf(this.#requireLibrary(), this.#chunks, {
			openNote: (noteId) => this.#open.document(noteId),
			saveOpen: async () => {
				await Promise.allSettled(this.#open.flush());
			},
			grewInStorage: async (noteId) => await this.#storageNews?.tell(noteId)
		});
	}

	#openNoteContext(): OpenNoteContext<OpenNoteSession> {
		const library = this.#requireLibrary();
		return {
			...this.#keeping,
			local: this.#local,
			seen: this.#seen,
			profile: this.profile,
			meetingConfig: () => this.meetingConfig(),
			joinUrl: `${this.#root}/join`,
			shelf: this.shelf(),
			markShared: (noteId) => library.markShared(noteId),
			knownTo: (noteId, names) => library.knownTo(noteId, names),
			noteOpened: (noteId, note) => library.noteOpened(noteId, note),
			noteChanged: (noteId, note) => library.noteChanged(noteId, note),
			contentStored: (noteId, note) => library.contentStored(noteId, note),
			closing: (session, saved, note) => {
				if (note !== undefined) library.settle(session.id);
				this.#open.close(session, saved, () => {
					this.#endMove(session.id);
					this.#awaited?.refresh();
				});
			},
			notReached: (noteId, names) => {
				this.#notReached = new Map(this.#notReached).set(noteId, names);
			},
			notSaved: (session, reason) => this.#open.notSaved(session, reason)
		};
	}

	/** One tab of this browser waits for the notes whose holders are away. */
	#awaitNotes(library: Library): LeadTab {
		const awaited = new AwaitedNotes<OpenNoteSession>(
			{
				waiting: () => library.waiting,
				isOpen: (noteId) => this.#open.has(noteId),
				open: async (noteId) => {
					const entry = library.entry(noteId);
					if (entry === undefined) throw new OpenNoteError('unknown-note');
					return await this.#open.openUnseen(entry, this.#openNoteContext());
				}
			},
			systemClock
		);
		this.#awaited = awaited;
		library.onWaitingChange(() => awaited.refresh());
		const lead = new LeadTab(AWAITING_LOCK, navigator.locks, (leads) => (awaited.leads = leads));
		if (document.visibilityState === 'visible') lead.seen();
		return lead;
	}

	/** What a note that was moved still took in until it was closed comes to the new one. */
	#endMove(noteId: string): void {
		const to = this.movedTo(noteId);
		if (to === undefined) return;
		endMove(this.shelf(), noteId, to).catch((failure: unknown) => {
			// The next start does it.
			console.warn('what was written last is not in the new note yet', failure);
		});
	}

	async #loadStandardServers(): Promise<StandardServers> {
		const { config, problem } = await loadMeetingConfig(`${this.#root}/config.json`, this.#local);
		this.#configTrouble = problem === 'malformed';
		this.#standardServers = config;
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
