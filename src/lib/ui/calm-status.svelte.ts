import type { SyncStatus } from '$lib/workspace/types.js';

/** A passing state is put on the screen once it lasts this long. */
const PASSING_MS = 700;
/** How long news stays in the live region: long enough to be picked up by a screen reader. */
const NEWS_MS = 4000;

/** Whether the state follows from ordinary typing and is over in a moment if all is well. */
function isPassing(status: SyncStatus): boolean {
	return status.kind === 'saving' || (status.kind === 'connecting' && status.why === 'greeting');
}

/**
 * What of a status the eye and the ear get. Each word typed leads from "saved" over "saving" and back: shown as it is,
 * that flickers, and read out it never ends. So the last settled status is held, marked as such, until the passing
 * one has lasted. Bad news is never held back. To be made while a component is initialised.
 */
export class CalmStatus {
	readonly #status: () => SyncStatus;
	#settled: SyncStatus = $state.raw({ kind: 'saving' });
	#late = $state(false);
	#news: SyncStatus | undefined = $state.raw();

	readonly #passing = $derived.by(() => isPassing(this.#status()));
	readonly #shown = $derived.by(() => (this.holding ? this.#settled : this.#status()));

	constructor(status: () => SyncStatus) {
		this.#status = status;
		this.#settled = status();
		let first = true;

		$effect(() => {
			if (!this.#passing) this.#settled = this.#status();
		});
		$effect(() => {
			if (!this.#passing) return;
			const timer = setTimeout(() => (this.#late = true), PASSING_MS);
			return () => {
				clearTimeout(timer);
				this.#late = false;
			};
		});
		$effect(() => {
			const shown = this.#shown;
			if (first || shown.kind === 'saving') {
				first = false;
				return;
			}
			this.#news = shown;
			const timer = setTimeout(() => (this.#news = undefined), NEWS_MS);
			return () => clearTimeout(timer);
		});
	}

	/** What the eye gets. */
	get shown(): SyncStatus {
		return this.#shown;
	}

	/** Whether `shown` is the status of a moment ago. */
	get holding(): boolean {
		return this.#passing && !this.#late;
	}

	/** What is to be read out, for a moment after it changed. */
	get news(): SyncStatus | undefined {
		return this.#news;
	}
}
