import type { LibraryEntry } from '../note/library-entry.js';
import type { Note } from '../note/note.js';
import { StorageError } from '../storage/chunk-store.js';
import type { CancelTimer, Clock } from '../util/clock.js';
import { forgetSummary, summarise, type Summaries } from './summaries.js';
import type { NoteSummary } from './types.js';

/** How long after a change, in milliseconds, the library's line on a note is brought up to date. */
const SUMMARY_DELAY_MS = 400;

/** After so long without a change, in milliseconds, its tags are looked for: in a long note that takes longer than a key may. */
const TAGS_DELAY_MS = 5_000;

/** Lines of the list that could not be read are read again after this time, in milliseconds. */
const LOAD_AGAIN_MS = 2_000;

interface DueSummary {
	readonly note: Note;
	/** When it changed last, in milliseconds since 1970. */
	readonly changedAt: number;
	/** Of the line without new tags; undefined if that was shown already. */
	readonly cancelLine: CancelTimer | undefined;
	readonly cancelTags: CancelTimer;
}

/** The notes of this device, which decide what summaries there are to be. */
export interface SummarisedNotes {
	/** The entry of every note, as it is now. */
	readonly entries: readonly LibraryEntry[];
	/** The notes without an entry that are to be erased. */
	readonly erasing: readonly string[];
	entry(noteId: string): LibraryEntry | undefined;
}

/** What this tab knows of what stands in each note: kept up to date with the notes that are open, stored, and heard of by other tabs. */
export class KnownSummaries {
	readonly #stored: Summaries;
	readonly #notes: SummarisedNotes;
	readonly #clock: Clock;
	readonly #changed: (waitsOtherwise: boolean) => void;
	readonly #byId = new Map<string, NoteSummary>();
	readonly #due = new Map<string, DueSummary>();

	/** @param changed told of each change, and whether a note waits for its content now that did not before, or no longer */
	constructor(
		stored: Summaries,
		notes: SummarisedNotes,
		clock: Clock,
		changed: (waitsOtherwise: boolean) => void
	) {
		this.#stored = stored;
		this.#notes = notes;
		this.#clock = clock;
		this.#changed = changed;
	}

	/**
	 * Takes what was read of those that are stored, and hears the other tabs from now on. What was made meanwhile is newer. Where reading
	 * failed, it is tried again.
	 */
	begin(read: PromiseSettledResult<readonly NoteSummary[]>): void {
		if (read.status === 'rejected') this.#readAgainAfter(read.reason);
		else for (const summary of read.value) this.#takeMissing(summary);
		// Since they were read, another tab may have deleted notes for good.
		if (this.#unlisted().length > 0) void this.#readLines();
		this.#stored.listen((summary) => this.#take(summary));
	}

	/** What stands in a note, or undefined if that was never found. */
	get(noteId: string): NoteSummary | undefined {
		return this.#byId.get(noteId);
	}

	/**
	 * Shows a summary of a note that need not be open; settles once it is stored. Who has a note is told apart from what stands in it.
	 *
	 * @throws StorageError
	 */
	async store(given: NoteSummary): Promise<void> {
		const sharedWith = given.sharedWith ?? this.#byId.get(given.id)?.sharedWith;
		const summary = sharedWith === undefined ? given : { ...given, sharedWith };
		this.#take(summary);
		await this.#stored.put(summary);
	}

	/** Has summaries again of notes that were thought to go, and stay. */
	keep(summaries: readonly NoteSummary[]): void {
		for (const summary of summaries) if (!this.#byId.has(summary.id)) this.#byId.set(summary.id, summary);
	}

	/** Knows nothing more of a note; what is stored of it stays. */
	drop(noteId: string): void {
		this.#byId.delete(noteId);
	}

	/** Brings the line on a note up to date, a little later, and its tags when nobody writes. */
	noteChanged(noteId: string, note: Note): void {
		const due = this.#due.get(noteId);
		due?.cancelTags();
		this.#due.set(noteId, {
			note,
			changedAt: Date.now(),
			cancelLine: due?.cancelLine ?? this.#clock.after(SUMMARY_DELAY_MS, () => this.#showLine(noteId)),
			cancelTags: this.#clock.after(TAGS_DELAY_MS, () => this.settle(noteId))
		});
	}

	/**
	 * Makes the line on a note if there is none, or puts right one that a killed page left behind. Opening a note is no
	 * change of it.
	 */
	noteOpened(noteId: string, note: Note): void {
		const due = this.#due.get(noteId);
		if (due !== undefined) this.#due.set(noteId, { ...due, note });
		const summary = this.#byId.get(noteId);
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
		const known = this.#byId.get(noteId);
		const right = summarise(noteId, due.note, due.changedAt);
		if (known?.changedAt !== right.changedAt || !sameSummary(known, right)) this.#put(right);
	}

	/** Brings all lines up to date that are due. */
	settleAll(): void {
		for (const noteId of [...this.#due.keys()]) this.settle(noteId);
	}

	/** Says at once that a note waits no longer: its first content is stored. */
	contentStored(noteId: string, note: Note): void {
		this.noteChanged(noteId, note);
		this.settle(noteId);
	}

	/** Notes who said that they have a note, if there is a line on it. */
	knownTo(noteId: string, sharedWith: readonly string[]): void {
		const summary = this.#byId.get(noteId);
		if (summary === undefined || JSON.stringify(summary.sharedWith ?? []) === JSON.stringify(sharedWith))
			return;
		this.#put({ ...summary, sharedWith });
	}

	#showLine(noteId: string): void {
		const due = this.#due.get(noteId);
		if (due === undefined) return;
		this.#due.set(noteId, { ...due, cancelLine: undefined });
		this.#put(summarise(noteId, due.note, due.changedAt, this.#byId.get(noteId)?.tags));
	}

	#put(summary: NoteSummary): void {
		this.store(summary).catch(forgetSummary);
	}

	/**
	 * Takes the lines that are missing, and lets go of those of notes that another tab deleted for good; of one that has no entry yet,
	 * that may come next. What cannot be read is read again.
	 */
	async #readLines(): Promise<void> {
		const unlisted = this.#unlisted();
		// What goes as this is read, and is erased by the end of it, is told by nothing else.
		const mayGo = new Set([...this.#notes.entries.map(({ noteId }) => noteId), ...this.#notes.erasing]);
		const [read] = await Promise.allSettled([this.#stored.load()]);
		for (const noteId of this.#notes.erasing) mayGo.add(noteId);
		const isGone = (noteId: string) => mayGo.has(noteId) && this.#notes.entry(noteId) === undefined;
		const stored = read.status === 'fulfilled' ? read.value.filter(({ id }) => !isGone(id)) : [];
		const left = new Set(read.status === 'fulfilled' ? stored.map(({ id }) => id) : unlisted);
		for (const noteId of unlisted)
			if (isGone(noteId) || (!left.has(noteId) && this.#notes.entry(noteId) === undefined))
				this.#byId.delete(noteId);
		for (const summary of stored) this.#takeMissing(summary);
		if (read.status === 'rejected') this.#readAgainAfter(read.reason);
	}

	/** @throws what is no StorageError */
	#readAgainAfter(failure: unknown): void {
		if (!(failure instanceof StorageError)) throw failure;
		console.warn('the lines of the list cannot be read', failure.reason);
		this.#clock.after(LOAD_AGAIN_MS, () => void this.#readLines());
	}

	/** The notes of which there is a line and no entry. */
	#unlisted(): readonly string[] {
		const here = new Set(this.#notes.entries.map(({ noteId }) => noteId));
		return [...this.#byId.keys()].filter((noteId) => !here.has(noteId));
	}

	#takeMissing(summary: NoteSummary): void {
		if (!this.#byId.has(summary.id)) this.#take(summary);
	}

	#take(summary: NoteSummary): void {
		const waitsOtherwise = this.#byId.get(summary.id)?.waiting !== summary.waiting;
		this.#byId.set(summary.id, summary);
		this.#changed(waitsOtherwise);
	}
}

function sameSummary(a: NoteSummary, b: NoteSummary): boolean {
	const texts = ({ title, preview, tags, tagsDue }: NoteSummary) =>
		JSON.stringify([title, preview, tags, tagsDue]);
	return texts(a) === texts(b) && a.waiting === b.waiting;
}
