import type { CancelTimer, Clock } from '../util/clock.js';

/** How a `Steady` judges values. */
export interface SteadyOptions<Value> {
	/** Whether the value is news that has to last before it is shown. */
	readonly isGood: (value: Value) => boolean;
	/** Whether two values say the same. */
	readonly same: (a: Value, b: Value) => boolean;
	/** How long good news has to last, in milliseconds. */
	readonly lastingMs: number;
}

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
		private readonly options: SteadyOptions<Value>,
		private readonly clock: Clock,
		private readonly show: (value: Value) => void
	) {
		this.#shown = this.#latest = initial;
	}

	/** Takes the value of now. */
	set(value: Value): void {
		const { isGood, lastingMs } = this.options;
		this.#latest = value;
		// From one good state to another nothing is shown for longer than it is true.
		if (!isGood(value) || isGood(this.#shown)) {
			this.stop();
			this.#pass();
			return;
		}
		this.#cancel ??= this.clock.after(lastingMs, () => {
			this.#cancel = undefined;
			this.#pass();
		});
	}

	/** Drops what waits to be shown. */
	stop(): void {
		this.#cancel?.();
		this.#cancel = undefined;
	}

	#pass(): void {
		if (this.options.same(this.#shown, this.#latest)) return;
		this.#shown = this.#latest;
		this.show(this.#shown);
	}
}
