import type { CancelTimer, Clock } from '../util/clock.js';

interface Awaited {
	readonly sentAt: number;
	readonly cancel: CancelTimer;
}

/** What was asked of one relay and is not answered yet. */
export class AwaitedAnswers {
	readonly #awaited = new Map<string, Awaited>();

	constructor(
		private readonly clock: Clock,
		private readonly timeoutMs: number,
		/** Told when an answer is overdue, with the time of asking; it is awaited no longer. */
		private readonly overdue: (key: string, sentAt: number) => void
	) {}

	/** Says that something was asked just now. */
	add(key: string): void {
		this.forget(key);
		const sentAt = this.clock.now();
		const cancel = this.clock.after(this.timeoutMs, () => {
			this.#awaited.delete(key);
			this.overdue(key, sentAt);
		});
		this.#awaited.set(key, { sentAt, cancel });
	}

	/** Says that it is awaited no longer. @returns whether it was */
	forget(key: string): boolean {
		this.#awaited.get(key)?.cancel();
		return this.#awaited.delete(key);
	}

	/** Says that an answer came. @returns how long it took, in milliseconds; undefined if it was not awaited */
	answered(key: string): number | undefined {
		const sentAt = this.#awaited.get(key)?.sentAt;
		if (sentAt === undefined) return undefined;
		this.forget(key);
		return this.clock.now() - sentAt;
	}

	clear(): void {
		for (const key of [...this.#awaited.keys()]) this.forget(key);
	}
}
