import { beginCompilingLoro } from '../note/compile-loro.js';
import type { TitledText } from '../note/markdown-file.js';
import { StorageError, type StorageFailure } from '../storage/chunk-store.js';
import { IdbKeyValueStore } from '../storage/idb-key-value.js';
import type { MeetingConfig } from '../transport/room.js';
import { sortIceServers } from '../transport/usable-ice-servers.js';
import { systemClock } from '../util/clock.js';
import { nextTask } from '../util/next-task.js';
import { AnswerStore } from './answers.js';
import type { DeletionOutlook } from './deletion-outlook.js';
import { DeviceConnection } from './device-connection.svelte.js';
import { findImpediments } from './impediments.js';
import { LibraryCare } from './library-care.svelte.js';
import { loadMeetingConfig, type StandardServers } from './meeting-config.js';
import type { NoteShelf } from './note-shelf.js';
import { OpenNoteError } from './open-note-error.js';
import { OpenedFiles } from './opened-files.js';
import { effectiveConfig } from './own-servers.js';
import { Profile } from './profile.svelte.js';
import { SeenVersions } from './seen-versions.js';
import { ServerSettings } from './server-settings.svelte.js';
import { StorageSafety } from './storage-safety.svelte.js';
import type { Deletion } from './trash.js';
import type { Impediment, ListedNote, OpenNote, StorageTrouble, TrashedNote } from './types.js';
import { UnseenNotes } from './unseen-notes.svelte.js';
import { pause } from './until-stored.js';
import type { Workbench } from './workbench.svelte.js';

/** How long a library that could not be read is left alone, in milliseconds, before it is read once more. */
const READ_AGAIN_MS = 2_000;

/** What the page says of itself as it starts. */
export interface AppStart {
	/** The origin and the base path, without a slash at the end: all addresses are below it. */
	readonly root: string;
	/** Settles once the page is whole: what works on notes takes the processors that it needs until then. */
	readonly pageWhole: Promise<void>;
}

/**
 * Everything that this page has open: the library, the notes, and who one is. One for each tab. What it takes to work on notes, which is
 * most of the app, is loaded by `start`.
 */
export class Workspace {
	readonly #local = new IdbKeyValueStore();
	readonly #seen = new SeenVersions(this.#local);
	readonly profile = new Profile(this.#local);
	readonly storageSafety = new StorageSafety(this.#local);
	readonly servers = new ServerSettings(this.#local);
	readonly care = new LibraryCare(new AnswerStore(this.#local), this.storageSafety);
	readonly openedFiles = new OpenedFiles(this.#local);
	/** The notes with changes by others that were not seen on this device. */
	readonly unseenNotes = new UnseenNotes(this.#seen);
	#root = '';
	#pageWhole = Promise.resolve();
	#standard: Promise<StandardServers> = Promise.resolve({ relays: [], iceServers: [] });
	#standardServers: StandardServers | undefined = $state.raw();
	#bench: Workbench | undefined = $state.raw();
	#impediments: readonly Impediment[] = $state.raw([]);
	#startFailure: StorageFailure | undefined = $state();
	#configTrouble = $state(false);

	/** What keeps Perch from working here at all. */
	get impediments(): readonly Impediment[] {
		return this.#impediments;
	}

	/** Whether the library has been read. Before, `notes` and `trash` are empty whatever is in them. */
	get ready(): boolean {
		return this.#bench?.ready === true;
	}

	/** The notes of this device, the one changed last first. */
	get notes(): readonly ListedNote[] {
		return this.#bench?.notes ?? [];
	}

	/** The notes in the trash, the one put there last first. */
	get trash(): readonly TrashedNote[] {
		return this.#bench?.trash ?? [];
	}

	/** What storage keeps from working at present, beyond the note that is shown. */
	get storageTrouble(): StorageTrouble | undefined {
		if (this.#startFailure !== undefined) return { what: 'library-unread', reason: this.#startFailure };
		return this.#bench?.storageTrouble;
	}

	/** Parts of the library could not be read; they were left as they are. */
	get libraryDamaged(): boolean {
		return this.#bench?.libraryDamaged === true;
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
	 *
	 * @throws if a part of the app, or Loro, cannot be loaded
	 */
	async start({ root, pageWhole }: AppStart): Promise<void> {
		this.#root = root;
		this.#pageWhole = pageWhole;
		this.#impediments = findImpediments();
		if (this.#impediments.length > 0) return;
		this.#standard = this.#loadStandardServers();
		this.servers.onChange(() => this.#bench?.serversChanged());
		await this.#tryToReadLibrary();
		if (!this.ready) void this.#readLibraryAtLast();
	}

	/** Tries again until it succeeds. */
	async #readLibraryAtLast(): Promise<void> {
		while (!this.ready) {
			await pause(systemClock, READ_AGAIN_MS);
			await this.#tryToReadLibrary();
		}
	}

	/** What keeps it from being read stands in `storageTrouble`, and in `impediments`. */
	async #tryToReadLibrary(): Promise<void> {
		try {
			const personal = Promise.all([this.profile.load(), this.servers.load()]);
			// What fails here is told by the reading that waits for it.
			personal.catch(() => undefined);
			await this.#pageWhole;
			this.#bench ??= await this.#loadBench();
			await this.#bench.read(personal);
		} catch (failure) {
			if (!(failure instanceof StorageError)) throw failure;
			this.#startFailure = failure.reason;
			this.#impediments = failure.reason === 'unavailable' ? ['no-indexeddb'] : [];
			return;
		}
		this.#startFailure = undefined;
		this.#impediments = [];
		// The list is shown first.
		await nextTask();
		void this.unseenNotes.refresh();
		await this.#bench.beginWork();
	}

	/** All of it is fetched at once, and what takes longest to begin does so in a task of its own, as it comes. */
	async #loadBench(): Promise<Workbench> {
		beginCompilingLoro();
		const [, , , { Workbench }] = await Promise.all([
			import('../protocol/deflate.js'),
			import('../crypto/keys.js'),
			import('../note/loro-replica.js'),
			import('./workbench.svelte.js')
		]);
		return new Workbench({
			local: this.#local,
			seen: this.#seen,
			profile: this.profile,
			meetingConfig: () => this.meetingConfig(),
			joinUrl: `${this.#root}/join`
		});
	}

	/** Makes a new note. @returns its id, once it is stored. @throws StorageError */
	async create(): Promise<string> {
		return await this.#readyBench().create();
	}

	/** Makes a new note of a text that came from elsewhere. @returns its id, once it is stored. @throws StorageError */
	async createOf(text: TitledText): Promise<string> {
		return await this.#readyBench().createOf(text);
	}

	/**
	 * Takes an invite, as a link or bare. A note that is here already is kept; an invite to edit upgrades it, and one that
	 * was moved to another invite is listed again. An offer in it waits for the note's page (`takeOffer`).
	 *
	 * @returns the note's id, once the library holds it.
	 * @throws InviteError, StorageError, PairingCodeError "answer"
	 */
	async join(pasted: string): Promise<string> {
		return await this.#readyBench().join(pasted);
	}

	/** Whether a note was left and cannot be saved at present; that is tried again. */
	isUnsaved(noteId: string): boolean {
		return this.#bench?.isUnsaved(noteId) === true;
	}

	/** Pins a note to the top of the list, or not. @throws StorageError */
	async setPinned(noteId: string, pinned: boolean): Promise<void> {
		await this.shelf().setPinned(noteId, pinned ? Date.now() : undefined);
	}

	/** Makes a copy of a note that is nobody else's. @returns its id, once it is stored. @throws DuplicateError, StorageError */
	async duplicate(noteId: string, copyTitle: (title: string) => string): Promise<string> {
		return await this.#readyBench().duplicate(noteId, copyTitle);
	}

	/** Puts a note into the trash; nothing of it is deleted, here or elsewhere. @throws StorageError */
	async moveToTrash(noteId: string): Promise<void> {
		await this.#readyBench().moveToTrash(noteId);
	}

	/** Takes a note out of the trash. @throws TrashError "gone"; StorageError */
	async restoreFromTrash(noteId: string): Promise<void> {
		await this.#readyBench().restoreFromTrash(noteId);
	}

	/** Deletes notes of the trash from this device for good. Others keep theirs. @throws TrashError "damaged"; StorageError */
	async deleteForGood(noteIds: readonly string[]): Promise<Deletion> {
		return await this.#readyBench().deleteForGood(noteIds);
	}

	/** Who else has a note of the trash, as far as they said so. @throws StorageError */
	async deletionOutlook(noteId: string): Promise<DeletionOutlook> {
		return await this.#readyBench().deletionOutlook(noteId);
	}

	/** Whether a link is an invite to a note that this device does not hold yet. @throws StorageError */
	async isNewInvite(link: string): Promise<boolean> {
		return await this.#readyBench().isNewInvite(link);
	}

	/** Gives out, once, the offer to connect directly that came with the link by which the note was joined. */
	takeOffer(noteId: string): string | undefined {
		return this.#bench?.takeOffer(noteId);
	}

	/** The note that has taken the place of one that was moved to a new invite. */
	movedTo(noteId: string): string | undefined {
		return this.#bench?.movedTo(noteId);
	}

	/** The names of those who were to come along to a note, as this page moved it there, and may not have got the invite. */
	notReached(noteId: string): readonly string[] {
		return this.#bench?.notReached(noteId) ?? [];
	}

	/** Opens a note. @throws OpenNoteError */
	async open(noteId: string): Promise<OpenNote> {
		if (this.#bench === undefined) throw new OpenNoteError('storage');
		return await this.#bench.open(noteId);
	}

	/**
	 * Everything that is stored of a note as it is, for one that cannot be opened; undefined if nothing is.
	 *
	 * @throws StorageError
	 */
	async rescueFile(noteId: string): Promise<Blob | undefined> {
		this.#bench ??= await this.#loadBench();
		return await this.#bench.rescueFile(noteId);
	}

	/** Saves everything that is unsaved, as before an update of the app. @throws StorageError */
	async flush(): Promise<void> {
		await this.#bench?.flush();
	}

	/** How this device reaches the outside; nothing is looked at before that is asked for. */
	deviceConnection(): DeviceConnection {
		return new DeviceConnection(() => this.meetingConfig(), systemClock);
	}

	/** What backup, restore and import work on. @throws StorageError if the library could not be read */
	shelf(): NoteShelf {
		return this.#readyBench().shelf();
	}

	async #loadStandardServers(): Promise<StandardServers> {
		const { config, problem } = await loadMeetingConfig(`${this.#root}/config.json`, this.#local);
		this.#configTrouble = problem === 'malformed';
		this.#standardServers = config;
		return config;
	}

	/** @throws StorageError if the library could not be read */
	#readyBench(): Workbench {
		if (this.#bench?.ready !== true) throw new StorageError(this.#startFailure ?? 'unavailable');
		return this.#bench;
	}
}

/** The page's workspace. */
export const workspace = new Workspace();

/** Starts the page's workspace. @throws if a part of the app, or Loro, cannot be loaded */
export async function startWorkspace(start: AppStart): Promise<void> {
	await workspace.start(start);
}
