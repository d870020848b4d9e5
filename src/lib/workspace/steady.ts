import type { CancelTimer, Clock } from '../util/clock.js';

/**
 * Lets a value through such that it never flatters and never flickers: what is worse passes at once, what is better
 * only after it has lasted. While someone types, "saving" stays instead of alternating with "saved".
 */
export class Steady<Value> {
	#shown: Value;
	#latest: Value;
	#cancel: CancelTimer | undefined;

	constructor(
		initial: Value,
		private readonly clock: Clock,
		private readonly lastingMs: number,
		/** Whether the value is news that has to last before it is shown. */
		private readonly isGood: (value: Value) => boolean,
		private readonly show: (value: Value) => void
	) {
		this.#shown = this.#latest = initial;
	}

	/** Takes the value of now. */
	set(value: Value): void {
		this.#latest = value;
		if (!this.isGood(value)) {
			this.stop();
			this.#pass();
		} else if (this.isGood(this.#shown)) {
			// From one good state to another nothing flatters for longer than it is true.
			this.stop();
			this.#pass();
		} else {
			this.#cancel ??= this.clock.after(this.lastingMs, () => {
				this.#cancel = undefined;
				this.#pass();
			});
		}
	}

	/** Drops what waits to be shown. */
	stop(): void {
		this.#cancel?.();
		this.#cancel = undefined;
	}

	#pass(): void {
		if (this.#shown === this.#latest) return;
		this.#shown = this.#latest;
		this.show(this.#shown);
	}
}
