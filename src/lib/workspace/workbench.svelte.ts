import { createInvite } from '../crypto/invite.js';
import { deriveNoteKeys } from '../crypto/keys.js';
import { PairingCodeError } from '../crypto/pairing-code.js';
import { isAnswerText, splitOfferLink } from '../crypto/pairing-text.js';
import { loadLoro } from '../note/load-loro.js';
import type { TitledText } from '../note/markdown-file.js';
import { Note } from '../note/note.js';
import { StorageError } from '../storage/chunk-store.js';
import { IdbChunkStore } from '../storage/idb-chunk-store.js';
import { IdbSearchTexts } from '../storage/idb-search-texts.js';
import type { KeyValueStore } from '../storage/key-value.js';
import { NoteLog } from '../storage/note-log.js';
import type { MeetingConfig } from '../transport/room.js';
import { TabRoom } from '../transport/tab-room.js';
import { systemClock } from '../util/clock.js';
import { nextTask } from '../util/next-task.js';
import { AwaitedNotes } from './awaited-notes.js';
import { deletionOutlook, type DeletionOutlook } from './deletion-outlook.js';
import { duplicateNote } from './duplicate-note.js';
import { importText } from './import-file.js';
import { isNewInvite, joinNote } from './join-note.js';
import type { Keeping } from './kept-replica.js';
import { LeadTab } from './lead-tab.js';
import { Library } from './library.svelte.js';
import type { MeetingMaker } from './meeting.js';
import { endMove, endMoves } from './move-note.js';
import { shelfOf, type NoteShelf } from './note-shelf.js';
import type { OpenNoteContext } from './open-note-context.js';
import { OpenNoteError } from './open-note-error.js';
import type { OpenNoteSession } from './open-note.svelte.js';
import { OpenNotes } from './open-notes.svelte.js';
import { watchPageLife } from './page-life.js';
import type { Profile } from './profile.svelte.js';
import type { SeenVersions } from './seen-versions.js';
import { StorageNews } from './storage-news.js';
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
import type { ListedNote, OpenNote, StorageTrouble, TrashedNote } from './types.js';

/** Names the Web Lock of the tab that waits for the notes whose holders are away. */
const AWAITING_LOCK = 'perch:awaited-notes';

/** What of the workspace the notes are worked on with. */
export interface WorkbenchContext {
	readonly local: KeyValueStore;
	readonly seen: SeenVersions;
	readonly profile: Profile;
	meetingConfig(): Promise<MeetingConfig>;
	/** The address of the join page, without fragment. */
	readonly joinUrl: string;
}

/**
 * The part of the workspace that reads and writes notes: their documents, what stores them, and what brings them to others. A page loads
 * it, and Loro, beside what it shows first.
 */
export class Workbench {
	readonly #chunks = new IdbChunkStore();
	readonly #searchTexts = new IdbSearchTexts();
	readonly #keeping: Keeping & MeetingMaker = {
		chunks: this.#chunks,
		clock: systemClock,
		meetTabs: (id, session) => new TabRoom(id, session)
	};
	readonly #context: WorkbenchContext;
	readonly #open = new OpenNotes();
	#storageNews: StorageNews | undefined;
	#awaited: AwaitedNotes<OpenNoteSession> | undefined;
	#library: Library | undefined = $state.raw();
	/** What came with the link that was taken last. */
	#offer: { readonly noteId: string; readonly text: string } | undefined;
	#notReached: ReadonlyMap<string, readonly string[]> = $state.raw(new Map());

	constructor(context: WorkbenchContext) {
		this.#context = context;
	}

	/** @see Workspace.ready */
	get ready(): boolean {
		return this.#library !== undefined;
	}

	/** @see Workspace.notes */
	get notes(): readonly ListedNote[] {
		return this.#library?.notes ?? [];
	}

	/** @see Workspace.trash */
	get trash(): readonly TrashedNote[] {
		return this.#library?.trash ?? [];
	}

	/** What storage keeps from being saved at present. */
	get storageTrouble(): StorageTrouble | undefined {
		const ofLibrary = this.#library?.trouble;
		if (ofLibrary !== undefined) return { what: 'library-unsaved', reason: ofLibrary };
		const ofNote = this.#open.trouble;
		return ofNote === undefined ? undefined : { what: 'left-note-unsaved', reason: ofNote };
	}

	/** @see Workspace.libraryDamaged */
	get libraryDamaged(): boolean {
		return this.#library?.isDamaged === true;
	}

	/**
	 * Reads the library; what needs no Loro is read while that is loaded. `personal` settles when what the person set was read.
	 *
	 * @throws StorageError, and then it can be tried again; and where Loro cannot be loaded
	 */
	async read(personal: Promise<unknown>): Promise<void> {
		const loaded = Promise.all([loadLoro(), personal]);
		const stores = { local: this.#context.local, texts: this.#searchTexts };
		const library = await Library.open(this.#keeping, stores, navigator.locks, loaded);
		this.#library = library;
		library.onChange(() => this.#open.libraryChanged());
		this.#storageNews = new StorageNews(this.#chunks, (noteId) => this.#open.document(noteId));
	}

	/** Begins what goes on beside the pages, once the library is read: each in a task of its own. */
	async beginWork(): Promise<void> {
		const library = this.#requireLibrary();
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
		void catchUpSummaries(shelf, systemClock, navigator.locks);
		await nextTask();
		void finishErasing(shelf, library).then(() => endMoves(shelf));
	}

	/** @see Workspace.create */
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

	/** @see Workspace.createOf */
	async createOf(text: TitledText): Promise<string> {
		return await importText(this.shelf(), text);
	}

	/** @see Workspace.join */
	async join(pasted: string): Promise<string> {
		if (isAnswerText(pasted)) throw new PairingCodeError('answer');
		const { link, offer } = splitOfferLink(pasted);
		const noteId = await joinNote(this.shelf(), link);
		this.#offer = offer === undefined ? undefined : { noteId, text: offer };
		return noteId;
	}

	/** @see Workspace.isUnsaved */
	isUnsaved(noteId: string): boolean {
		return this.#open.isUnsaved(noteId);
	}

	/** @see duplicateNote */
	async duplicate(noteId: string, copyTitle: (title: string) => string): Promise<string> {
		return await duplicateNote(this.shelf(), noteId, copyTitle);
	}

	/** @see Workspace.moveToTrash */
	async moveToTrash(noteId: string): Promise<void> {
		await moveToTrash(this.shelf(), noteId);
	}

	/** @see Workspace.restoreFromTrash */
	async restoreFromTrash(noteId: string): Promise<void> {
		await restoreFromTrash(this.shelf(), noteId);
	}

	/** @see Workspace.deleteForGood */
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

	/** @see Workspace.deletionOutlook */
	async deletionOutlook(noteId: string): Promise<DeletionOutlook> {
		return await deletionOutlook(this.shelf(), this.#context.local, systemClock, noteId);
	}

	/** @see Workspace.isNewInvite */
	async isNewInvite(link: string): Promise<boolean> {
		return await isNewInvite(this.shelf(), splitOfferLink(link).link);
	}

	/** @see Workspace.takeOffer */
	takeOffer(noteId: string): string | undefined {
		const offer = this.#offer?.noteId === noteId ? this.#offer.text : undefined;
		this.#offer = undefined;
		return offer;
	}

	/** @see Workspace.movedTo */
	movedTo(noteId: string): string | undefined {
		return successorOf({ entry: (id) => this.#library?.entry(id) }, noteId);
	}

	/** @see Workspace.notReached */
	notReached(noteId: string): readonly string[] {
		return this.#notReached.get(noteId) ?? [];
	}

	/** @see Workspace.open */
	async open(noteId: string): Promise<OpenNote> {
		const entry = this.#library?.entry(noteId);
		if (entry === undefined) throw new OpenNoteError(this.ready ? 'unknown-note' : 'storage');
		try {
			return await this.#open.open(entry, this.#openNoteContext(), this.#awaited);
		} catch (cause) {
			throw new OpenNoteError(cause instanceof StorageError ? 'storage' : 'unreadable', { cause });
		}
	}

	/** @see Workspace.rescueFile */
	async rescueFile(noteId: string): Promise<Blob | undefined> {
		const { rescueFile } = await import('../storage/rescue-file.js');
		return await rescueFile(this.#chunks, noteId);
	}

	/** @see Workspace.flush */
	async flush(): Promise<void> {
		await Promise.all([...this.#open.flush(), this.#library?.flush()]);
	}

	/** Peers are met at other servers, or by other ways, from now on. */
	serversChanged(): void {
		this.#open.serversChanged();
	}

	/** @see Workspace.shelf */
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
			...this.#context,
			shelf: this.shelf(),
			markShared: (noteId) => library.markShared(noteId),
			knownTo: (noteId, names) => library.summaries.knownTo(noteId, names),
			noteOpened: (noteId, note) => library.summaries.noteOpened(noteId, note),
			noteChanged: (noteId, note) => library.summaries.noteChanged(noteId, note),
			contentStored: (noteId, note) => library.summaries.contentStored(noteId, note),
			closing: (session, saved, note) => {
				if (note !== undefined) library.summaries.settle(session.id);
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

	#requireLibrary(): Library {
		if (this.#library === undefined) throw new StorageError('unavailable');
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
