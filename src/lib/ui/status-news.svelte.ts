import type { SyncStatus } from '$lib/workspace/types.js';

/** A status is read out once it has lasted so long, in milliseconds: typing leads from "saved" to "saving" and back. */
const LASTING_MS = 1500;
/** How long news stays in the live region: long enough to be picked up by a screen reader. */
const NEWS_MS = 4000;

/**
 * What of a status is read out. The screen shows each state as it is; read out, the changes that each word typed brings
 * would never end. So only what lasts and is new is told. To be made while a component is initialised.
 */
export class StatusNews {
	#news: SyncStatus | undefined = $state.raw();
	#told: string | undefined;

	constructor(status: () => SyncStatus) {
		$effect(() => {
			const latest = status();
			const timer = setTimeout(() => this.#tell(latest), LASTING_MS);
			return () => clearTimeout(timer);
		});
		$effect(() => {
			if (this.#news === undefined) return;
			const timer = setTimeout(() => (this.#news = undefined), NEWS_MS);
			return () => clearTimeout(timer);
		});
	}

	/** What is to be read out, for a moment after it became news. */
	get current(): SyncStatus | undefined {
		return this.#news;
	}

	/** The first status of a page is no news: whoever wants to know it reads it. */
	#tell(status: SyncStatus): void {
		const says = JSON.stringify(status);
		const isNew = this.#told !== undefined && this.#told !== says;
		this.#told = says;
		if (isNew) this.#news = status;
	}
}
