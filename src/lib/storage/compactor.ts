import type { CancelTimer, Clock } from '../util/clock.js';
import { StorageError, type StorageFailure } from './chunk-store.js';
import { COMPACT_AFTER_QUIET_MS, COMPACT_RETRY_MS } from './limits.js';
import type { NoteLog } from './note-log.js';

/**
 * Compacts one note's log when that pays, off the typing path. A failure costs nothing but room, so it is not shown
 * to the person; the compaction is tried again later.
 */
export class Compactor {
	#cancelTimer: CancelTimer | undefined;
	#running: Promise<void> | undefined;
	#notBefore = 0;
	#failure: StorageFailure | undefined;
	#stopped = false;

	constructor(
		private readonly log: NoteLog,
		private readonly exportSnapshot: () => Uint8Array,
		private readonly clock: Clock
	) {}

	/** Why the last compaction failed, or undefined if it did not. */
	get failure(): StorageFailure | undefined {
		return this.#failure;
	}

	/** Says that somebody types: a compaction that waits for a quiet moment waits for the next `consider`. */
	putOff(): void {
		this.#cancelTimer?.();
		this.#cancelTimer = undefined;
	}

	/** Says that the log has grown, or was loaded: looks whether it needs compaction, and begins to wait anew. */
	consider(): void {
		this.putOff();
		if (this.#stopped || this.#running !== undefined) return;
		const need = this.log.compactionNeed;
		if (need === 'none') return;
		const quiet = need === 'urgent' ? 0 : COMPACT_AFTER_QUIET_MS;
		const delay = Math.max(quiet, this.#notBefore - this.clock.now());
		this.#cancelTimer = this.clock.after(delay, () => {
			this.#running = this.#run();
		});
	}

	/** Begins no more compactions. */
	stop(): void {
		this.#stopped = true;
		this.putOff();
	}

	/** Settles when no compaction is under way. */
	async settled(): Promise<void> {
		await this.#running;
	}

	/** Never rejects. */
	async #run(): Promise<void> {
		this.#failure = await this.#compact();
		if (this.#failure !== undefined) this.#notBefore = this.clock.now() + COMPACT_RETRY_MS;
		this.#running = undefined;
		this.consider();
	}

	async #compact(): Promise<StorageFailure | undefined> {
		try {
			await this.log.compact(this.exportSnapshot);
			return undefined;
		} catch (failure) {
			return failure instanceof StorageError ? failure.reason : 'unknown';
		}
	}
}
