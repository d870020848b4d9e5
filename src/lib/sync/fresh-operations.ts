import { EMPTY_VERSION, type Version } from '../note/version.js';

/** The lesser counter for each Loro peer that either names. */
function earliest(a: Version, b: Version): Version {
	const merged = new Map(a);
	for (const [loroPeer, counter] of b)
		merged.set(loroPeer, Math.min(counter, merged.get(loroPeer) ?? counter));
	return merged;
}

/** Operations that came from peers a moment ago, and that other peers are likely to receive from there too. */
export class FreshOperations {
	readonly #arrivals = new Set<Version>();
	#begin = EMPTY_VERSION;

	/** For each Loro peer that has fresh operations: how many older ones precede them. */
	get begin(): Version {
		return this.#begin;
	}

	/** Remembers operations as fresh, given by where they begin, until the function that it gives back is called. */
	add(begin: Version): () => void {
		this.#arrivals.add(begin);
		this.#begin = earliest(this.#begin, begin);
		return () => {
			this.#arrivals.delete(begin);
			this.#begin = [...this.#arrivals].reduce(earliest, EMPTY_VERSION);
		};
	}
}
