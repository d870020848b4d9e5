import type { LibraryEntry } from '../note/library-entry.js';
import { LibraryReplica } from '../note/library-replica.js';
import type { Note } from '../note/note.js';
import { StorageError, type StorageFailure } from '../storage/chunk-store.js';
import type { KeyValueStore } from '../storage/key-value.js';
import type { CancelTimer, Clock } from '../util/clock.js';
import { Emitter } from '../util/emitter.js';
import { KeptReplica, type Keeping } from './kept-replica.js';
import { Meeting, type MeetingMaker } from './meeting.js';
import { tabsOnly } from './note-keys.js';
import { listed } from './succession.js';
import { Summaries, summarise } from './summaries.js';
import type { NoteSummary } from './types.js';

/** The library's own place in the chunk store. Note ids are 22 characters long, so it is nobody's. */
const LIBRARY_ID = 'library';

/** How long after a change, in milliseconds, the library's line on a note is brought up to date. */
const SUMMARY_DELAY_MS = 400;

interface DueSummary {
	readonly note: Note;
	readonly cancel: CancelTimer;
}

/** The notes of this device: which there are, and what the list shows of each. */
export class Library {
	readonly #kept: KeptReplica<LibraryReplica>;
	readonly #summaries: Summaries;
	readonly #clock: Clock;
	readonly #changed = new Emitter<undefined>();
	readonly #waitingChanged = new Emitter<undefined>();
	readonly #due = new Map<string, DueSummary>();
	#entries: readonly LibraryEntry[] = $state.raw([]);
	#summaryById: ReadonlyMap<string, NoteSummary> = $state.raw(new Map());
	#trouble: StorageFailure | undefined = $state();

	readonly #notes = $derived.by(() =>
		listed(this.#entries)
			.map((entry) => this.#summaryById.get(entry.noteId) ?? blankSummary(entry))
			.sort((a, b) => b.changedAt - a.changedAt)
	);

	private constructor(kept: KeptReplica<LibraryReplica>, local: KeyValueStore, clock: Clock) {
		this.#kept = kept;
		this.#clock = clock;
		this.#summaries = new Summaries(local, (summary) => this.#show(summary));
		this.#entries = kept.replica.entries();
		kept.replica.onChange(() => {
			this.#entries = kept.replica.entries();
			this.#changed.emit(undefined);
			this.#waitingChanged.emit(undefined);
		});
		kept.saver.onState((state) => (this.#trouble = typeof state === 'object' ? state.failed : undefined));
	}

	/** Loads the library. @throws StorageError */
	static async open(keeping: Keeping & MeetingMaker, local: KeyValueStore): Promise<Library> {
		const { connections } = new Meeting(LIBRARY_ID, keeping, tabsOnly);
		const kept = await KeptReplica.open(LIBRARY_ID, () => LibraryReplica.empty(), keeping, connections);
		const library = new Library(kept, local, keeping.clock);
		const summaries = await library.#summaries.load();
		library.#summaryById = new Map(summaries.map((summary) => [summary.id, summary]));
		return library;
	}

	/** Tells that an entry has come or changed, by this tab or another. */
	readonly onChange = this.#changed.on.bind(this.#changed);

	/** Tells that `waiting` may have changed, by this tab or another. */
	readonly onWaitingChange = this.#waitingChanged.on.bind(this.#waitingChanged);

	/** The notes, the one changed last first; those that were moved to a new invite are left out. */
	get notes(): readonly NoteSummary[] {
		return this.#notes;
	}

	/** The notes of the list that were joined and of which nothing has come yet, the one added last first. */
	get waiting(): readonly string[] {
		return listed(this.#entries)
			.filter((entry) => (this.#summaryById.get(entry.noteId) ?? blankSummary(entry)).waiting)
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

	/** The entry of every note. */
	get entries(): readonly LibraryEntry[] {
		return this.#entries;
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

	/** Takes a note into the library; settles once that is stored. @throws StorageError */
	async put(entry: LibraryEntry): Promise<void> {
		this.#kept.replica.put(entry);
		await this.#kept.saver.flush();
	}

	/** Notes that a note is shared. It is saved as every change is. */
	markShared(noteId: string): void {
		const entry = this.entry(noteId);
		if (entry !== undefined && !entry.shared) this.#kept.replica.put({ ...entry, shared: true });
	}

	/** Brings the line on a note up to date, a little later. */
	noteChanged(noteId: string, note: Note): void {
		if (this.#due.has(noteId)) return;
		const cancel = this.#clock.after(SUMMARY_DELAY_MS, () => this.settle(noteId));
		this.#due.set(noteId, { note, cancel });
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
		due.cancel();
		this.#put(summarise(noteId, due.note, Date.now()));
	}

	/** Says at once that a note waits no longer: its first content is stored. */
	contentStored(noteId: string, note: Note): void {
		this.noteChanged(noteId, note);
		this.settle(noteId);
	}

	#put(summary: NoteSummary): void {
		this.#store(summary).catch((failure: unknown) => {
			if (!(failure instanceof StorageError)) throw failure;
			console.warn('the summary of a note could not be stored', failure.reason);
		});
	}

	/** Saves what is unsaved. @throws StorageError */
	async flush(): Promise<void> {
		for (const noteId of [...this.#due.keys()]) this.settle(noteId);
		await this.#kept.saver.flush();
	}

	async #store(summary: NoteSummary): Promise<void> {
		this.#show(summary);
		await this.#summaries.put(summary);
	}

	#show(summary: NoteSummary): void {
		const was = this.#summaryById.get(summary.id);
		this.#summaryById = new Map(this.#summaryById).set(summary.id, summary);
		if (was?.waiting !== summary.waiting) this.#waitingChanged.emit(undefined);
	}
}

function sameSummary(a: NoteSummary, b: NoteSummary): boolean {
	return a.title === b.title && a.preview === b.preview && a.waiting === b.waiting;
}

function blankSummary({ noteId, addedAt, shared }: LibraryEntry): NoteSummary {
	return { id: noteId, title: '', preview: '', changedAt: addedAt, waiting: shared };
}
