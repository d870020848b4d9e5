import type { CancelTimer, Clock } from '../util/clock.js';
import { RETRY_FIRST_MS, RETRY_MAX_MS, SAVE_BURST_MS, SAVE_SOON_MS, SAVE_WITHIN_MS } from './limits.js';

/**
 * When the next write of a note begins: soon after the first change that follows a pause, with others together while
 * changes keep coming, and after a growing delay when the last one failed. Not while a write is under way; whoever
 * writes out of turn says so as well.
 */
export class SaveSchedule {
	/** When the first change came that no write has taken up yet. */
	#changedAt: number | undefined;
	#begunAt = Number.NEGATIVE_INFINITY;
	#writesUnderWay = 0;
	#stopped = false;
	#failuresInARow = 0;
	#timer: { readonly dueAt: number; readonly cancel: CancelTimer } | undefined;

	constructor(
		private readonly clock: Clock,
		private readonly beginWrite: () => void
	) {}

	/** Says that there is something to write. */
	changed(): void {
		this.#changedAt ??= this.clock.now();
		if (this.#writesUnderWay === 0) this.#scheduleChange(this.#changedAt);
	}

	/** Says that a write begins, and takes up all that has changed so far. */
	begun(): void {
		this.#cancelTimer();
		this.#writesUnderWay += 1;
		this.#begunAt = this.clock.now();
		this.#changedAt = undefined;
	}

	/** Says that the write has ended; what changed meanwhile is scheduled. */
	ended(outcome: 'succeeded' | 'failed'): void {
		this.#writesUnderWay -= 1;
		if (outcome === 'failed') {
			const delay = Math.min(RETRY_FIRST_MS * 2 ** this.#failuresInARow, RETRY_MAX_MS);
			this.#failuresInARow += 1;
			this.#schedule(this.clock.now() + delay);
		} else {
			this.#failuresInARow = 0;
		}
		if (this.#changedAt !== undefined && this.#writesUnderWay === 0) this.#scheduleChange(this.#changedAt);
	}

	/** Begins no more writes. */
	stop(): void {
		this.#stopped = true;
		this.#cancelTimer();
	}

	#scheduleChange(changedAt: number): void {
		const afterPause = changedAt - this.#begunAt >= SAVE_WITHIN_MS;
		const dueAt = changedAt + (afterPause ? SAVE_SOON_MS : SAVE_BURST_MS);
		// A full disk would otherwise be asked again, with ever more to write, at each keystroke.
		this.#schedule(this.#failuresInARow > 0 ? Math.max(dueAt, this.#begunAt + RETRY_FIRST_MS) : dueAt);
	}

	/** Sees to it that a write begins at that time, or before. */
	#schedule(dueAt: number): void {
		if (this.#stopped || (this.#timer !== undefined && this.#timer.dueAt <= dueAt)) return;
		this.#cancelTimer();
		const cancel = this.clock.after(Math.max(0, dueAt - this.clock.now()), () => {
			this.#timer = undefined;
			this.beginWrite();
		});
		this.#timer = { dueAt, cancel };
	}

	#cancelTimer(): void {
		this.#timer?.cancel();
		this.#timer = undefined;
	}
}
