import type { CancelTimer, Clock } from '$lib/util/clock.js';

interface Timer {
	readonly due: number;
	readonly task: () => void;
}

/** A clock that stands still until it is told to go on. Timers due at one time run in the order they were set. */
export class ManualClock implements Clock {
	#now = 0;
	/** By due time; of equal ones the one set first. */
	readonly #timers: Timer[] = [];

	now(): number {
		return this.#now;
	}

	after(delayMs: number, task: () => void): CancelTimer {
		const timer = { due: this.#now + Math.max(0, delayMs), task };
		let at = this.#timers.length;
		while (at > 0 && (this.#timers[at - 1]?.due ?? 0) > timer.due) at -= 1;
		this.#timers.splice(at, 0, timer);
		return () => {
			const index = this.#timers.indexOf(timer);
			if (index >= 0) this.#timers.splice(index, 1);
		};
	}

	/** Goes on to the next timer and runs it; false if there is none until `limit`. */
	step(limit = Infinity): boolean {
		const next = this.#timers[0];
		if (next === undefined || next.due > limit) return false;
		this.#timers.shift();
		this.#now = Math.max(this.#now, next.due);
		next.task();
		return true;
	}

	/** Lets time pass without running anything, as for a page that sleeps: what fell due is late. */
	sleep(ms: number): void {
		this.#now += ms;
	}

	/** Lets time pass and runs everything that falls due. */
	advance(ms: number): void {
		const end = this.#now + ms;
		while (this.step(end));
		this.#now = end;
	}
}
