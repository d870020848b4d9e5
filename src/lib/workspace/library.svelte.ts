import type { LibraryEntry } from '../note/library-entry.js';
import { LibraryReplica } from '../note/library-replica.js';
import type { Note } from '../note/note.js';
import { StorageError, type StorageFailure } from '../storage/chunk-store.js';
import type { SaveState } from '../storage/note-saver.js';
import type { CancelTimer } from '../util/clock.js';
import { Coalesced } from '../util/coalesced.js';
import { Emitter } from '../util/emitter.js';
import { nextTask } from '../util/next-task.js';
import { KeptReplica, type Keeping } from './kept-replica.js';
import { Meeting, type MeetingMaker } from './meeting.js';
import { LIBRARY_ID, LibraryTurns, notesInUse, type Locks } from './library-turns.js';
import { tabsOnly } from './note-keys.js';
import { ListedLines } from './listed-lines.js';
import { eraseTraces, type NoteStores } from './note-traces.js';
import { listed } from './succession.js';
import { forgetSummary, Summaries, summarise } from './summaries.js';
import type { ListedNote, NoteSummary, TrashedNote } from './types.js';

/** How long after a change, in milliseconds, the library's line on a note is brought up to date. */
const SUMMARY_DELAY_MS = 400;

/** After so long without a change, in milliseconds, its tags are looked for: in a long note that takes longer than a key may. */
const TAGS_DELAY_MS = 5_000;

/** Lines of the list that could not be read are read again after this time, in milliseconds. */
const LOAD_AGAIN_MS = 2_000;

/** What has changed is shown together with what else changes within this time, in milliseconds. */
const SHOWN_AFTER_MS = 100;

interface DueSummary {
	readonly note: Note;
	/** When it changed last, in milliseconds since 1970. */
	readonly changedAt: number;
	/** Of the line without new tags; undefined if that was shown already. */
	readonly cancelLine: CancelTimer | undefined;
	readonly cancelTags: CancelTimer;
}

/** The notes of this device: which there are, and what the list shows of each. */
export class Library {
	readonly #kept: KeptReplica<LibraryReplica>;
	readonly #summaries: Summaries;
	readonly #keeping: Keeping;
	readonly #stores: NoteStores;
	readonly #locks: Locks;
	readonly #turns: LibraryTurns;
	readonly #changed = new Emitter<undefined>();
	readonly #waitingChanged = new Emitter<undefined>();
	readonly #due = new Map<string, DueSummary>();
	/** What is shown follows what is, a little later: to read all entries takes as long as there are many. */
	readonly #shown: Coalesced;
	#shownChanges = $state(0);
	/** Read when they are asked for, and again after a change. */
	#read: readonly LibraryEntry[] | undefined;
	/** Those that were read last before the changes that are not shown yet. */
	#before: readonly LibraryEntry[] | undefined;
	#mayWaitOtherwise = false;
	readonly #summaryById = new Map<string, NoteSummary>();
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
		this.#keeping = keeping;
		this.#stores = stores;
		this.#locks = locks;
		this.#turns = new LibraryTurns(kept, keeping.chunks, locks);
		this.#summaries = summaries;
		this.#shown = new Coalesced(keeping.clock, SHOWN_AFTER_MS, () => this.#show());
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
			library.#takeStored(stored);
			summaries.listen((summary) => library.#takeSummary(summary));
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

	/** What the list shows of a note, or undefined if that was never made. */
	summary(noteId: string): NoteSummary | undefined {
		return this.#summaryById.get(noteId);
	}

	/** Shows a summary of a note that need not be open; settles once it is stored. @throws StorageError */
	async putSummary(summary: NoteSummary): Promise<void> {
		await this.#store(summary);
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

	/** Brings the line on a note up to date, a little later, and its tags when nobody writes. */
	noteChanged(noteId: string, note: Note): void {
		const { clock } = this.#keeping;
		const due = this.#due.get(noteId);
		due?.cancelTags();
		this.#due.set(noteId, {
			note,
			changedAt: Date.now(),
			cancelLine: due?.cancelLine ?? clock.after(SUMMARY_DELAY_MS, () => this.#showLine(noteId)),
			cancelTags: clock.after(TAGS_DELAY_MS, () => this.settle(noteId))
		});
	}

	#showLine(noteId: string): void {
		const due = this.#due.get(noteId);
		if (due === undefined) return;
		this.#due.set(noteId, { ...due, cancelLine: undefined });
		this.#put(summarise(noteId, due.note, due.changedAt, this.#summaryById.get(noteId)?.tags));
	}

	/**
	 * Makes the line on a note if there is none, or puts right one that a killed page left behind. Opening a note is no
	 * change of it.
	 */
	noteOpened(noteId: string, note: Note): void {
		const due = this.#due.get(noteId);
		if (due !== undefined) this.#due.set(noteId, { ...due, note });
		const summary = this.#summaryById.get(noteId);
		// What is said of a note without a summary is right as long as nothing has come.
		if (summary === undefined && note.isEmpty) return;
		if (summary === undefined) this.noteChanged(noteId, note);
		else {
			const right = summarise(noteId, note, summary.changedAt);
			if (!sameSummary(summary, right)) this.#put(right);
		}
	}

	/** Brings the line on a note up to date now, if that is due; the note must still be open. */
	settle(noteId: string): void {
		const due = this.#due.get(noteId);
		if (due === undefined) return;
		this.#due.delete(noteId);
		due.cancelLine?.();
		due.cancelTags();
		const known = this.#summaryById.get(noteId);
		const right = summarise(noteId, due.note, due.changedAt);
		if (known?.changedAt !== right.changedAt || !sameSummary(known, right)) this.#put(right);
	}

	/** Says at once that a note waits no longer: its first content is stored. */
	contentStored(noteId: string, note: Note): void {
		this.noteChanged(noteId, note);
		this.settle(noteId);
	}

	/** Notes who said that they have a note, if there is a line on it. */
	knownTo(noteId: string, sharedWith: readonly string[]): void {
		const summary = this.#summaryById.get(noteId);
		if (summary === undefined || JSON.stringify(summary.sharedWith ?? []) === JSON.stringify(sharedWith))
			return;
		this.#put({ ...summary, sharedWith });
	}

	#put(summary: NoteSummary): void {
		this.#store(summary).catch(forgetSummary);
	}

	/** Saves what is unsaved. @throws StorageError */
	async flush(): Promise<void> {
		for (const noteId of [...this.#due.keys()]) this.settle(noteId);
		await this.#kept.saver.flush();
	}

	/**
	 * Makes a change of what the library says of notes, and undoes it if it cannot be stored: else it would be so after all, a little
	 * later, to somebody who was told that it did not work.
	 */
	async #say(noteIds: readonly string[], change: () => void): Promise<void> {
		const summaries = noteIds.flatMap((noteId) => this.#summaryById.get(noteId) ?? []);
		const undo = this.#kept.replica.undoable(noteIds, change);
		try {
			await this.#kept.saver.flush();
		} catch (failure) {
			undo();
			for (const summary of summaries)
				if (!this.#summaryById.has(summary.id)) this.#summaryById.set(summary.id, summary);
			throw failure;
		}
	}

	#line(entry: LibraryEntry): ListedNote {
		return this.#lines.of(entry, this.#summaryById.get(entry.noteId));
	}

	/** What was read is shown; what was made meanwhile is newer. Where it failed the notes are there all the same, and it is tried again. */
	#takeStored(read: PromiseSettledResult<readonly NoteSummary[]>): void {
		if (read.status === 'rejected') this.#readAgainAfter(read.reason);
		else for (const summary of read.value) this.#takeMissing(summary);
		// Since they were read, another tab may have deleted notes for good.
		if (this.#unlisted().length > 0) void this.#readLines();
	}

	/**
	 * Takes the lines that are missing, and lets go of those of notes that another tab deleted for good; of one that has no entry yet,
	 * that may come next. What cannot be read is read again.
	 */
	async #readLines(): Promise<void> {
		const unlisted = this.#unlisted();
		// What goes as this is read, and is erased by the end of it, is told by nothing else.
		const mayGo = new Set([...this.entries.map(({ noteId }) => noteId), ...this.erasing]);
		const [read] = await Promise.allSettled([this.#summaries.load()]);
		for (const noteId of this.erasing) mayGo.add(noteId);
		const isGone = (noteId: string) => mayGo.has(noteId) && this.entry(noteId) === undefined;
		const stored = read.status === 'fulfilled' ? read.value.filter(({ id }) => !isGone(id)) : [];
		const left = new Set(read.status === 'fulfilled' ? stored.map(({ id }) => id) : unlisted);
		for (const noteId of unlisted)
			if (isGone(noteId) || (!left.has(noteId) && this.entry(noteId) === undefined))
				this.#summaryById.delete(noteId);
		for (const summary of stored) this.#takeMissing(summary);
		if (read.status === 'rejected') this.#readAgainAfter(read.reason);
	}

	/** @throws what is no StorageError */
	#readAgainAfter(failure: unknown): void {
		if (!(failure instanceof StorageError)) throw failure;
		console.warn('the lines of the list cannot be read', failure.reason);
		this.#keeping.clock.after(LOAD_AGAIN_MS, () => void this.#readLines());
	}

	/** The notes of which there is a line and no entry. */
	#unlisted(): readonly string[] {
		const here = new Set(this.entries.map(({ noteId }) => noteId));
		return [...this.#summaryById.keys()].filter((noteId) => !here.has(noteId));
	}

	#takeMissing(summary: NoteSummary): void {
		if (!this.#summaryById.has(summary.id)) this.#takeSummary(summary);
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
		for (const { noteId } of before) if (!here.has(noteId)) this.#summaryById.delete(noteId);
	}

	/** Who has a note is told apart from what stands in it. */
	async #store(given: NoteSummary): Promise<void> {
		const sharedWith = given.sharedWith ?? this.#summaryById.get(given.id)?.sharedWith;
		const summary = sharedWith === undefined ? given : { ...given, sharedWith };
		this.#takeSummary(summary);
		await this.#summaries.put(summary);
	}

	#takeSummary(summary: NoteSummary): void {
		if (this.#summaryById.get(summary.id)?.waiting !== summary.waiting) this.#mayWaitOtherwise = true;
		this.#summaryById.set(summary.id, summary);
		this.#shown.changed();
	}
}

function sameSummary(a: NoteSummary, b: NoteSummary): boolean {
	const texts = ({ title, preview, tags, tagsDue }: NoteSummary) =>
		JSON.stringify([title, preview, tags, tagsDue]);
	return texts(a) === texts(b) && a.waiting === b.waiting;
}
