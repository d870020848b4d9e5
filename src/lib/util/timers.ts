import type { CancelTimer, Clock } from './clock.js';

/** Timers that end together with whatever set them. */
export class Timers {
	readonly #running = new Set<CancelTimer>();

	constructor(private readonly clock: Clock) {}

	/** Runs `task` once, `delayMs` milliseconds from now, unless all are cancelled before. */
	after(delayMs: number, task: () => void): void {
		const cancel = this.clock.after(delayMs, () => {
			this.#running.delete(cancel);
			task();
		});
		this.#running.add(cancel);
	}

	cancelAll(): void {
		for (const cancel of this.#running) cancel();
		this.#running.clear();
	}
}
