import type { LibraryEntry } from '../note/library-entry.js';
import { LibraryReplica } from '../note/library-replica.js';
import type { StorageFailure } from '../storage/chunk-store.js';
import type { SaveState } from '../storage/note-saver.js';
import { Coalesced } from '../util/coalesced.js';
import { Emitter } from '../util/emitter.js';
import { nextTask } from '../util/next-task.js';
import { KeptReplica, type Keeping } from './kept-replica.js';
import { KnownSummaries } from './known-summaries.js';
import { Meeting, type MeetingMaker } from './meeting.js';
import { LIBRARY_ID, LibraryTurns, notesInUse, type Locks } from './library-turns.js';
import { tabsOnly } from './note-keys.js';
import { ListedLines } from './listed-lines.js';
import { eraseTraces, type NoteStores } from './note-traces.js';
import { listed } from './succession.js';
import { Summaries } from './summaries.js';
import type { ListedNote, TrashedNote } from './types.js';

/** What has changed is shown together with what else changes within this time, in milliseconds. */
const SHOWN_AFTER_MS = 100;

/** The notes of this device: which there are, and what the list shows of each. */
export class Library {
	readonly #kept: KeptReplica<LibraryReplica>;
	readonly #stores: NoteStores;
	readonly #locks: Locks;
	readonly #turns: LibraryTurns;
	readonly #changed = new Emitter<undefined>();
	readonly #waitingChanged = new Emitter<undefined>();
	/** What is shown follows what is, a little later: to read all entries takes as long as there are many. */
	readonly #shown: Coalesced;
	#shownChanges = $state(0);
	/** Read when they are asked for, and again after a change. */
	#read: readonly LibraryEntry[] | undefined;
	/** Those that were read last before the changes that are not shown yet. */
	#before: readonly LibraryEntry[] | undefined;
	#mayWaitOtherwise = false;
	/** What the list shows of each note. */
	readonly summaries: KnownSummaries;
	readonly #lines = new ListedLines();
	#trouble: StorageFailure | undefined = $state();

	readonly #entries = $derived(this.#after(this.#shownChanges, this.entries));
	/** The last note of each line of moves: the same as long as no entry changes, whatever is written in the notes. */
	readonly #current = $derived(listed(this.#entries));
	readonly #notes = $derived.by(() =>
		this.#after(this.#shownChanges, this.#current)
			.filter(({ trashedAt }) => trashedAt === undefined)
			.map((entry) => this.#line(entry))
			.sort((a, b) => b.changedAt - a.changedAt)
	);
	readonly #trash = $derived.by(() =>
		this.#after(this.#shownChanges, this.#current)
			.flatMap((entry) => {
				const { trashedAt } = entry;
				return trashedAt === undefined ? [] : [{ ...this.#line(entry), trashedAt }];
			})
			.sort((a, b) => b.trashedAt - a.trashedAt)
	);

	private constructor(
		kept: KeptReplica<LibraryReplica>,
		summaries: Summaries,
		stores: NoteStores,
		keeping: Keeping,
		locks: Locks
	) {
		this.#kept = kept;
		this.#stores = stores;
		this.#locks = locks;
		this.#turns = new LibraryTurns(kept, keeping.chunks, locks);
		this.#shown = new Coalesced(keeping.clock, SHOWN_AFTER_MS, () => this.#show());
		this.summaries = new KnownSummaries(summaries, this, keeping.clock, (waitsOtherwise) => {
			if (waitsOtherwise) this.#mayWaitOtherwise = true;
			this.#shown.changed();
		});
		kept.replica.onChange(() => {
			this.#before ??= this.#read;
			this.#read = undefined;
			this.#mayWaitOtherwise = true;
			this.#changed.emit(undefined);
			this.#shown.changed();
		});
		const takeState = (state: SaveState) =>
			(this.#trouble = typeof state === 'object' ? state.failed : undefined);
		// It may have failed already, while the lines were read.
		takeState(kept.saver.state);
		kept.saver.onState(takeState);
	}

	/**
	 * Loads the library; what needs no Loro is read while that is loaded. @throws StorageError, and what `loroLoaded` rejects with;
	 * then nothing is left open
	 */
	static async open(
		keeping: Keeping & MeetingMaker,
		stores: Omit<NoteStores, 'chunks'>,
		locks: Locks = navigator.locks,
		loroLoaded: Promise<unknown> = Promise.resolve()
	): Promise<Library> {
		const meeting = new Meeting(LIBRARY_ID, keeping, tabsOnly);
		// It hears the other tabs from now on: what they store while it reads is not missed.
		const summaries = new Summaries(stores.local);
		const makeEmpty = () => LibraryReplica.empty();
		try {
			// What Loro does first takes long: it is compiled as it is called. Each step is a task of its own.
			const [kept, [stored]] = await Promise.all([
				loroLoaded
					.then(nextTask)
					.then(() => KeptReplica.open(LIBRARY_ID, makeEmpty, keeping, meeting.connections)),
				Promise.allSettled([summaries.load()])
			]);
			await nextTask();
			const library = new Library(kept, summaries, { ...stores, chunks: keeping.chunks }, keeping, locks);
			library.summaries.begin(stored);
			return library;
		} catch (failure) {
			meeting.end();
			summaries.close();
			throw failure;
		}
	}

	/** Tells that an entry has come or changed, by this tab or another. */
	readonly onChange = this.#changed.on.bind(this.#changed);

	/** Tells that `waiting` may have changed, by this tab or another. */
	readonly onWaitingChange = this.#waitingChanged.on.bind(this.#waitingChanged);

	/** The notes, the one changed last first; without those in the trash, and those that were moved to a new invite. */
	get notes(): readonly ListedNote[] {
		this.#settleShown();
		return this.#notes;
	}

	/** The notes in the trash, the one put there last first. */
	get trash(): readonly TrashedNote[] {
		this.#settleShown();
		return this.#trash;
	}

	/** The notes of the list that were joined and of which nothing has come yet, the one added last first. */
	get waiting(): readonly string[] {
		return listed(this.entries)
			.filter((entry) => entry.trashedAt === undefined && this.#line(entry).waiting)
			.sort((a, b) => b.addedAt - a.addedAt)
			.map(({ noteId }) => noteId);
	}

	/** Why the library itself is not saved at present. */
	get trouble(): StorageFailure | undefined {
		return this.#trouble;
	}

	/** Parts of the library could not be read; they were left as they are. */
	get isDamaged(): boolean {
		return this.#kept.damagedChunks > 0;
	}

	/** The entry of every note, as it is now; it is not reactive. */
	get entries(): readonly LibraryEntry[] {
		return (this.#read ??= this.#kept.replica.entries());
	}

	/** The entry of a note, or undefined if this device does not hold it. */
	entry(noteId: string): LibraryEntry | undefined {
		return this.#kept.replica.get(noteId);
	}

	/** Takes a note into the library; settles once that is stored. @throws StorageError, and then it has not come */
	async put(entry: LibraryEntry): Promise<void> {
		await this.#say([entry.noteId], () => this.#kept.replica.put(entry));
	}

	/** @see LibraryReplica.setTrashed; settles once that is stored. @throws StorageError, and then it is as before */
	async setTrashed(noteId: string, at: number | undefined): Promise<void> {
		await this.#say([noteId], () => this.#kept.replica.setTrashed(noteId, at));
	}

	/** @see LibraryReplica.setPinned; settles once that is stored. @throws StorageError, and then it is as before */
	async setPinned(noteId: string, at: number | undefined): Promise<void> {
		await this.#say([noteId], () => this.#kept.replica.setPinned(noteId, at));
	}

	/** Runs `work` by what is stored of the library, while no other tab decides by it; @see LibraryTurns.take */
	async decide<Result>(work: () => Promise<Result>): Promise<Result> {
		return await this.#turns.take(work);
	}

	/** Whether the last turn (`decide`) began with a library of which all could be read. */
	get isReadWhole(): boolean {
		return this.#turns.unread === 0;
	}

	/** The ids of the notes that any tab of this browser has open. */
	async inUse(): Promise<ReadonlySet<string>> {
		return await notesInUse(this.#locks);
	}

	/**
	 * Takes notes out; settles once that, and that they are to be erased, is stored. @throws StorageError, and then they are as before
	 */
	async remove(noteIds: readonly string[]): Promise<void> {
		await this.#say(noteIds, () => this.#kept.replica.remove(noteIds, Date.now()));
	}

	/** The notes without an entry that are to be erased. */
	get erasing(): readonly string[] {
		return this.#kept.replica.erasing;
	}

	/** Erases everything of notes on this device, for good; they must have no entry. @throws StorageError */
	async erase(noteIds: readonly string[]): Promise<void> {
		if (noteIds.some((noteId) => this.entry(noteId) !== undefined))
			throw new RangeError('what the library names is not erased');
		await eraseTraces(noteIds, this.#stores);
		this.#kept.replica.erased(noteIds);
	}

	/** Notes that a note is shared. It is saved as every change is. */
	markShared(noteId: string): void {
		const entry = this.entry(noteId);
		if (entry !== undefined && !entry.shared) this.#kept.replica.put({ ...entry, shared: true });
	}

	/** Saves what is unsaved. @throws StorageError */
	async flush(): Promise<void> {
		this.summaries.settleAll();
		await this.#kept.saver.flush();
	}

	/**
	 * Makes a change of what the library says of notes, and undoes it if it cannot be stored: else it would be so after all, a little
	 * later, to somebody who was told that it did not work.
	 */
	async #say(noteIds: readonly string[], change: () => void): Promise<void> {
		const summaries = noteIds.flatMap((noteId) => this.summaries.get(noteId) ?? []);
		const undo = this.#kept.replica.undoable(noteIds, change);
		try {
			await this.#kept.saver.flush();
		} catch (failure) {
			undo();
			this.summaries.keep(summaries);
			throw failure;
		}
	}

	#line(entry: LibraryEntry): ListedNote {
		return this.#lines.of(entry, this.summaries.get(entry.noteId));
	}

	/** Whoever asks outside of what is shown gets what is now. */
	#settleShown(): void {
		if (!$effect.tracking()) this.#shown.settle();
	}

	/** The entries, for whoever derives something from them that depends on how many changes are shown. */
	#after(changes: number, entries: readonly LibraryEntry[]): readonly LibraryEntry[] {
		return changes < 0 ? [] : entries;
	}

	#show(): void {
		this.#dropSummaries();
		this.#shownChanges += 1;
		if (!this.#mayWaitOtherwise) return;
		this.#mayWaitOtherwise = false;
		this.#waitingChanged.emit(undefined);
	}

	/** Of notes whose entry has gone; one that has none yet may get it next. */
	#dropSummaries(): void {
		const before = this.#before;
		this.#before = undefined;
		if (before === undefined) return;
		const here = new Set(this.entries.map(({ noteId }) => noteId));
		for (const { noteId } of before) if (!here.has(noteId)) this.summaries.drop(noteId);
	}
}
