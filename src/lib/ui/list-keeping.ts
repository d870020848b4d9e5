import type { CancelTimer, Clock } from '$lib/util/clock.js';

/** How long the list rests, in milliseconds, before it is kept: while somebody writes, it changes all the time. */
export const LIST_RESTS_MS = 2_000;

/** When the list of last time is kept anew (docs/storage.md, S53). */
export class ListKeeping {
	#count = 0;
	#due: CancelTimer | undefined;

	constructor(
		private readonly clock: Clock,
		private readonly keep: () => void
	) {}

	/** The list has changed, and has so many notes now. It is kept once it rests, and at once where a note has left it. */
	changed(count: number): void {
		const hasLost = count < this.#count;
		this.#count = count;
		this.#due?.();
		this.#due = this.clock.after(LIST_RESTS_MS, () => this.settle());
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
