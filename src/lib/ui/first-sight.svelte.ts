import { tick } from 'svelte';
import { nextTask } from '$lib/util/next-task.js';

/**
 * Puts the first page of a load together in turns: each part in a task of its own, so that the page is drawn, and answers, between
 * them. Pages that are gone to later are there at once.
 */
export class FirstSight {
	#takesTurns = false;
	/** Not reactive: as parts are taken away, Svelte gives them state as it was before. */
	#waiting = 0;
	#whole = $state(true);
	#last: Promise<void> = Promise.resolve();
	#rested: Promise<void> = Promise.resolve();
	#rest: () => void = () => undefined;

	/** The page is made in turns from now on, until all that have come are over. */
	begin(): void {
		this.#takesTurns = true;
		this.#rested = new Promise((resolve) => (this.#rest = resolve));
	}

	/** Whether what is made now is to wait for a turn. */
	get takesTurns(): boolean {
		return this.#takesTurns;
	}

	/** Whether all that waited for a turn had it. */
	get whole(): boolean {
		return this.#whole;
	}

	/** Nothing waits for the page to be whole any more: it needs what waits. */
	endRest(): void {
		this.#rest();
	}

	/** Settles once the page is whole, or nothing is to wait for that. */
	get rested(): Promise<void> {
		return this.#rested;
	}

	/** Does something in a turn of its own, after those that have come before. */
	async take(make: () => void): Promise<void> {
		this.#await();
		const turn = this.#last.then(nextTask);
		this.#last = turn;
		await turn;
		try {
			make();
			// What the part holds asks for its own turn meanwhile.
			await tick();
		} finally {
			this.#done();
		}
	}

	/** Has parts go on to take turns, and the page not be whole, until what is given is called: more of it is to come. */
	hold(): () => void {
		if (!this.#takesTurns) return () => undefined;
		this.#await();
		let held = true;
		return () => {
			if (held) this.#done();
			held = false;
		};
	}

	#await(): void {
		this.#waiting += 1;
		this.#whole = false;
	}

	#done(): void {
		this.#waiting -= 1;
		if (this.#waiting > 0) return;
		this.#takesTurns = false;
		this.#whole = true;
		this.#rest();
	}
}

export const firstSight = new FirstSight();

/** Begins the first page of this load. One that was reloaded, or come back to, is there at once: it may be scrolled to where one was. */
export function beginFirstSight(): void {
	const [load] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
	if (load?.type === 'navigate') firstSight.begin();
}
