/** Phones read what an input method did up to a frame late, and would lose it if anything was shown before. In milliseconds. */
const READ_WITHIN_MS = 60;

/** Input without a pause, as of a key that is held, is waited for so long; then what is shown goes between its letters. */
export const MAX_WITHOUT_PAUSE_MS = 1_000;

/** iPads call themselves Macs. */
function isPhone({ userAgent, maxTouchPoints }: Navigator): boolean {
	return /Android|iPhone|iPad/.test(userAgent) || (userAgent.includes('Macintosh') && maxTouchPoints > 1);
}

/** Knows whether what an input method did to the page may be unread: then whatever redraws the text undoes it. */
export class UnreadInput {
	readonly #readsLate = isPhone(navigator);
	#cameAt = -Infinity;
	#withoutPauseSince = -Infinity;
	#readAt = -Infinity;
	#isRead = true;

	/** To be called at each event of input: what it did is still to be read. */
	came(): void {
		if (!this.#readsLate) return;
		const now = performance.now();
		if (now - this.#cameAt >= READ_WITHIN_MS) this.#withoutPauseSince = now;
		this.#cameAt = now;
		this.#isRead = false;
	}

	/** To be called when one's own text changed. */
	wasRead(): void {
		this.#readAt = performance.now();
		this.#isRead = true;
	}

	/** In how many milliseconds all of it is read; 0 if it is. */
	get readInMs(): number {
		const now = performance.now();
		const left = Math.max(0, READ_WITHIN_MS - (now - this.#cameAt));
		if (now - this.#withoutPauseSince <= MAX_WITHOUT_PAUSE_MS) return left;
		// Events that change nothing for so long have nothing to lose.
		return this.#isRead || now - this.#readAt > MAX_WITHOUT_PAUSE_MS ? 0 : left;
	}
}
