import type { CancelTimer, Clock } from './clock.js';

/** After a run there is none for so many times as long as it took. */
const REST_FACTOR = 10;

/**
 * Runs something after changes: at once after the first, and then for all of a while together. The more a run costs, the longer that
 * while is.
 */
export class Coalesced {
	#resting: CancelTimer | undefined;
	#isDue = false;

	constructor(
		private readonly clock: Clock,
		/** The shortest time between two runs, in milliseconds. */
		private readonly intervalMs: number,
		private readonly run: () => void
	) {}

	/** Something has changed. */
	changed(): void {
		this.#isDue = true;
		if (this.#resting === undefined) this.settle();
	}

	/** Runs now, if something has changed since the last run. */
	settle(): void {
		if (!this.#isDue) return;
		this.#isDue = false;
		this.#resting?.();
		const begun = this.clock.now();
		this.run();
		const restMs = Math.max(this.intervalMs, REST_FACTOR * (this.clock.now() - begun));
		this.#resting = this.clock.after(restMs, () => {
			this.#resting = undefined;
			this.settle();
		});
	}

	/** Drops what waits. */
	stop(): void {
		this.#resting?.();
		this.#resting = undefined;
		this.#isDue = false;
	}
}
