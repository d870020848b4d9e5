import type { CancelTimer, Clock } from './clock.js';

/** Passes values on, the first at once and then at most one in each interval: always the latest, never a stale one. */
export class Paced<Value> {
	#waiting: { readonly value: Value } | undefined;
	#cancel: CancelTimer | undefined;

	constructor(
		private readonly clock: Clock,
		/** How long an interval is that begins now, in milliseconds. */
		private readonly intervalMs: number | (() => number),
		private readonly pass: (value: Value) => void
	) {}

	/** Offers a value; it replaces one that still waits. */
	offer(value: Value): void {
		if (this.#cancel !== undefined) {
			this.#waiting = { value };
			return;
		}
		const { intervalMs } = this;
		const lastsMs = typeof intervalMs === 'number' ? intervalMs : intervalMs();
		this.#cancel = this.clock.after(lastsMs, () => this.#intervalOver());
		this.pass(value);
	}

	/** Passes on at once what waits. */
	flush(): void {
		const waiting = this.#waiting;
		this.#waiting = undefined;
		if (waiting !== undefined) this.pass(waiting.value);
	}

	/** Drops what waits. */
	stop(): void {
		this.#cancel?.();
		this.#cancel = undefined;
		this.#waiting = undefined;
	}

	#intervalOver(): void {
		this.#cancel = undefined;
		const waiting = this.#waiting;
		this.#waiting = undefined;
		if (waiting !== undefined) this.offer(waiting.value);
	}
}
