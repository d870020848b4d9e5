import { EMPTY_VERSION, type Version } from '../note/version.js';

/** The lesser counter for each Loro peer that either names. */
function earliest(a: Version, b: Version): Version {
	const merged = new Map(a);
	for (const [loroPeer, counter] of b)
		merged.set(loroPeer, Math.min(counter, merged.get(loroPeer) ?? counter));
	return merged;
}

/** Arrivals whose freshness ends together. */
interface Batch {
	begin: Version;
	arrivals: number;
}

/** A page that cannot keep up has thousands of fresh arrivals: beyond so many batches, new ones join the last. */
const MAX_BATCHES = 64;

/** Operations that came from peers a moment ago, and that other peers are likely to receive from there too. */
export class FreshOperations {
	readonly #batches = new Set<Batch>();
	#last: Batch | undefined;
	#begin = EMPTY_VERSION;

	/** For each Loro peer that has fresh operations: how many older ones precede them. */
	get begin(): Version {
		return this.#begin;
	}

	/** Remembers operations as fresh, given by where they begin, until the function that it gives back is called. */
	add(begin: Version): () => void {
		const batch = this.#batches.size < MAX_BATCHES ? this.#open() : (this.#last ?? this.#open());
		batch.begin = earliest(batch.begin, begin);
		batch.arrivals += 1;
		this.#begin = earliest(this.#begin, begin);
		return () => {
			batch.arrivals -= 1;
			if (batch.arrivals > 0) return;
			this.#batches.delete(batch);
			if (this.#last === batch) this.#last = undefined;
			this.#begin = [...this.#batches].map((fresh) => fresh.begin).reduce(earliest, EMPTY_VERSION);
		};
	}

	#open(): Batch {
		const batch = { begin: EMPTY_VERSION, arrivals: 0 };
		this.#batches.add(batch);
		this.#last = batch;
		return batch;
	}
}
