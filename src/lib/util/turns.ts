/** Lets one task run at a time, in the order in which they came. */
export class Turns {
	#last: Promise<unknown> = Promise.resolve();

	/** Settles when all tasks that have come so far are over. Never rejects. */
	get over(): Promise<unknown> {
		return this.#last;
	}

	/** Runs a task after those before it, whether they succeeded or not. @throws what the task does */
	take<Result>(task: () => Promise<Result>): Promise<Result> {
		const result = this.#last.then(task);
		this.#last = result.catch(() => undefined);
		return result;
	}
}
