/** Lets `burst` units through at once and `perSecond` in the long run. */
export class TokenBucket {
	#burst;
	#perSecond;
	#tokens;
	#updatedMs;

	/**
	 * @param {number} burst
	 * @param {number} perSecond
	 */
	constructor(burst, perSecond) {
		this.#burst = burst;
		this.#perSecond = perSecond;
		this.#tokens = burst;
		this.#updatedMs = performance.now();
	}

	/**
	 * @param {number} [amount]
	 * @returns {boolean} whether that much was there; if not, nothing is taken
	 */
	take(amount = 1) {
		const nowMs = performance.now();
		const refill = ((nowMs - this.#updatedMs) / 1_000) * this.#perSecond;
		this.#tokens = Math.min(this.#burst, this.#tokens + refill);
		this.#updatedMs = nowMs;
		if (this.#tokens < amount) return false;
		this.#tokens -= amount;
		return true;
	}
}
