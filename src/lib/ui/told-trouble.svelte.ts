import type { StorageFailure } from '$lib/storage/chunk-store.js';

/** What a page tells of storage itself, nearer to what it concerns, so that it is not said twice above it. */
class ToldTrouble {
	#reason: StorageFailure | undefined = $state.raw();

	/** Why the note that is shown cannot be saved, where its page says so. */
	get reason(): StorageFailure | undefined {
		return this.#reason;
	}

	/** Takes what a page tells from now on. @returns says that it tells it no longer */
	tell(reason: StorageFailure | undefined): () => void {
		this.#reason = reason;
		return () => (this.#reason = undefined);
	}
}

export const toldTrouble = new ToldTrouble();
