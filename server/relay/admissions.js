/** @import { RelayLimits } from './limits.js' */

/** Counts connections, in all and for each address. */
export class Admissions {
	#limits;
	#total = 0;
	/** @type {Map<string, number>} */
	#perAddress = new Map();

	/** @param {RelayLimits} limits */
	constructor(limits) {
		this.#limits = limits;
	}

	/**
	 * @param {string} address the client's
	 * @returns {(() => void) | undefined} gives the place back; undefined when there is none
	 */
	enter(address) {
		const count = this.#perAddress.get(address) ?? 0;
		if (this.#total >= this.#limits.maxConnections || count >= this.#limits.maxConnectionsPerAddress)
			return undefined;
		this.#total += 1;
		this.#perAddress.set(address, count + 1);
		return () => this.#leave(address);
	}

	/** @param {string} address */
	#leave(address) {
		this.#total -= 1;
		const count = (this.#perAddress.get(address) ?? 0) - 1;
		if (count > 0) this.#perAddress.set(address, count);
		else this.#perAddress.delete(address);
	}
}
