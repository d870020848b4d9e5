import { NotePoisonedError } from '../note/guarded-import.js';
import { covers, EMPTY_VERSION, mergeVersions, type Version } from '../note/version.js';
import { systemClock, type Clock } from '../util/clock.js';
import { Emitter, type Unsubscribe } from '../util/emitter.js';
import { StorageError, type StorageFailure } from './chunk-store.js';
import { Compactor } from './compactor.js';
import { SAVE_PART_OPERATIONS } from './limits.js';
import type { NoteLog } from './note-log.js';
import { SaveSchedule } from './save-schedule.js';

/** What is saved. Class Note is one. */
export interface SaveSource {
	version(): Version;
	/** The causally first operations beyond `from`, at most so many; `end`: the version reached by them. */
	exportPart(from: Version, maxOperations: number): { readonly bytes: Uint8Array; readonly end: Version };
	/** The whole, which was found to load again. */
	exportLoadableSnapshot(): Uint8Array;
}

/**
 * `saved`: all that is in the note is in a committed transaction; `failed`: the last write failed, and is tried again
 * until it succeeds.
 */
export type SaveState = 'saved' | 'saving' | { readonly failed: StorageFailure };

/** A write that was begun; once it and those before it are committed, everything up to `end` is stored. */
interface IssuedAppend {
	readonly end: Version;
	readonly committed: Promise<void>;
}

/**
 * Saves one note. The write of a change starts within SAVE_WITHIN_MS; changes that come while a write is under way go
 * together into the next one. Nothing is given up: what failed stays in the note and is part of the next write.
 */
export class NoteSaver {
	readonly #states = new Emitter<SaveState>();
	readonly #storedVersions = new Emitter<Version>();
	readonly #poisoned = new Emitter<NotePoisonedError>();
	readonly #schedule: SaveSchedule;
	readonly #compactor: Compactor;
	readonly #unsubscribe: Unsubscribe;
	#stored: Version;
	#state: SaveState = 'saved';
	#interruptions = 0;
	#closed = false;
	#diedOfCompaction = false;

	/**
	 * `stored`: what is committed already. What the note holds beyond it is saved at once. `compacts`: whether it may
	 * compact, which is not to be tried again on a document that died of it.
	 */
	constructor(
		private readonly note: SaveSource,
		private readonly log: NoteLog,
		stored: Version,
		clock: Clock = systemClock,
		compacts = true
	) {
		this.#stored = stored;
		this.#schedule = new SaveSchedule(clock, () => void this.#save());
		this.#compactor = new Compactor(log, () => this.#exportSnapshot(), clock);
		if (!compacts) this.#compactor.stop();
		this.#unsubscribe = log.onInterrupted(() => this.#storeAnew());
		if (this.#isStored()) this.#compactor.consider();
		else this.noteChanged();
	}

	/** Tells of each change of `state`. */
	readonly onState = (listener: (state: SaveState) => void) => this.#states.on(listener);
	/** Tells the new `storedVersion` after each commit that raised it, and when what was stored is lost. */
	readonly onStored = (listener: (stored: Version) => void) => this.#storedVersions.on(listener);

	/**
	 * Tells each time that the document turned out to be dead while it was exported: only a new one can be saved. The
	 * state says "unknown" meanwhile.
	 */
	readonly onPoisoned = (listener: (failure: NotePoisonedError) => void) => this.#poisoned.on(listener);

	/**
	 * The operations that are in a committed transaction. It never runs ahead of the commit, for receipts are made
	 * from it. It goes back to nothing if the database was deleted or its connection lost, until all is stored again.
	 */
	get storedVersion(): Version {
		return this.#stored;
	}

	get state(): SaveState {
		return this.#state;
	}

	/** Why the last compaction failed, if it did. That harms nothing, but the note takes more room than it needs. */
	get compactionFailure(): StorageFailure | undefined {
		return this.#compactor.failure;
	}

	/** Whether the document died of being exported as a snapshot. It is saved by updates alone then. */
	get diedOfCompaction(): boolean {
		return this.#diedOfCompaction;
	}

	/** Says that the note has grown, by an edit or by an import. Does nothing once the saver is closed. */
	noteChanged(): void {
		if (this.#closed) return;
		if (this.#state === 'saved') this.#setState('saving');
		this.#schedule.changed();
		this.#compactor.putOff();
	}

	/**
	 * Saves at once, and settles when all that the note held at the call is committed. The write begins before the
	 * call returns, even if another is under way: a page that is being hidden or left may not get to run a later task.
	 *
	 * @throws StorageError if the write failed; it is tried again all the same.
	 */
	async flush(): Promise<void> {
		const wanted = this.note.version();
		while (!covers(this.#stored, wanted)) {
			if (this.#closed) throw new StorageError('closed');
			const failure = await this.#save();
			if (failure !== undefined && !covers(this.#stored, wanted)) throw failure;
		}
	}

	/**
	 * Saves what is unsaved, and stops. The note may be freed afterwards.
	 *
	 * @throws StorageError if it could not be saved. Then the saver is not closed, and goes on trying.
	 */
	async close(): Promise<void> {
		while (!this.#closed && !this.#isStored()) await this.flush();
		this.abandon();
		await this.#compactor.settled();
	}

	/** Stops without saving, for a note that is given up on purpose or whose document is dead. */
	abandon(): void {
		this.#closed = true;
		this.#unsubscribe();
		this.#schedule.stop();
		this.#compactor.stop();
	}

	#isStored(): boolean {
		return covers(this.#stored, this.note.version());
	}

	#exportSnapshot(): Uint8Array {
		try {
			return this.note.exportLoadableSnapshot();
		} catch (failure) {
			if (failure instanceof NotePoisonedError) {
				this.#diedOfCompaction = true;
				emitSafely(this.#poisoned, failure);
			}
			throw failure;
		}
	}

	#storeAnew(): void {
		this.#interruptions += 1;
		this.#stored = EMPTY_VERSION;
		// Whoever was told of more is to hear of it at once, and not when all is stored again.
		emitSafely(this.#storedVersions, this.#stored);
		this.noteChanged();
	}

	/** Settles with the failure, if there was one; never rejects. Several may be under way at the same time. */
	async #save(): Promise<StorageError | undefined> {
		let failure: StorageError | undefined;
		this.#schedule.begun();
		try {
			await this.#write();
		} catch (cause) {
			failure = cause instanceof StorageError ? cause : new StorageError('unknown', { cause });
			if (cause instanceof NotePoisonedError) emitSafely(this.#poisoned, cause);
		}
		this.#schedule.ended(failure === undefined ? 'succeeded' : 'failed');
		if (this.#closed) return failure;
		if (failure === undefined) this.#compactor.consider();
		else this.#setState({ failed: failure.reason });
		return failure;
	}

	async #write(): Promise<void> {
		const interruptions = this.#interruptions;
		// Before the export, which may hold more than this version, never less.
		const version = this.note.version();
		for (const { end, committed } of this.#issueAppends(version)) {
			await committed;
			// What was written builds on what may be gone now; all is written again.
			if (interruptions === this.#interruptions) this.#committed(end);
		}
		if (this.#closed) return;
		const stored = this.#isStored();
		this.#setState(stored ? 'saved' : 'saving');
		if (!stored) this.#schedule.changed();
	}

	/**
	 * Issues the writes of everything up to `version` in this very task; where that is much, in parts. A part counts only
	 * once those before it are committed too, for it builds on them.
	 */
	#issueAppends(version: Version): IssuedAppend[] {
		const appends: IssuedAppend[] = [];
		const append = (bytes: Uint8Array, end: Version) => {
			const committed = this.log.append(bytes);
			// It is awaited after those before it, and not at all if one of them fails.
			committed.catch(() => undefined);
			appends.push({ end, committed });
		};
		let reached = this.#stored;
		while (!covers(reached, version)) {
			const { bytes, end } = this.note.exportPart(reached, SAVE_PART_OPERATIONS);
			append(bytes, end);
			reached = end;
		}
		return appends;
	}

	#committed(version: Version): void {
		this.#stored = mergeVersions(this.#stored, version);
		// Who listens would look at the note, which may be dead or freed by then.
		if (this.#closed) return;
		emitSafely(this.#storedVersions, this.#stored);
	}

	#setState(state: SaveState): void {
		if (sameState(state, this.#state)) return;
		this.#state = state;
		emitSafely(this.#states, state);
	}
}

function sameState(a: SaveState, b: SaveState): boolean {
	if (typeof a === 'string' || typeof b === 'string') return a === b;
	return a.failed === b.failed;
}

/** A listener's mistake shows as an uncaught error; it must not end the saving. */
function emitSafely<Event>(emitter: Emitter<Event>, event: Event): void {
	try {
		emitter.emit(event);
	} catch (failure) {
		queueMicrotask(() => {
			throw failure;
		});
	}
}
