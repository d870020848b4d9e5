import type { CancelTimer, Clock } from '$lib/util/clock.js';

/** So long after a change, in milliseconds, the list is kept: while somebody writes, it changes all the time. */
export const KEPT_WITHIN_MS = 2_000;

/** When the list of last time is kept anew (docs/storage.md, S53). */
export class ListKeeping {
	#count = 0;
	#due: CancelTimer | undefined;

	constructor(
		private readonly clock: Clock,
		private readonly keep: () => void
	) {}

	/** The list has changed, and has so many notes now. It is kept soon, and at once where a note has left it. */
	changed(count: number): void {
		const hasLost = count < this.#count;
		this.#count = count;
		this.#due ??= this.clock.after(KEPT_WITHIN_MS, () => this.settle());
		if (hasLost) this.settle();
	}

	/** Keeps what is not kept yet. */
	settle(): void {
		if (this.#due === undefined) return;
		this.#due();
		this.#due = undefined;
		this.keep();
	}
}
