import type { Care } from './care.js';
import type { LibraryCare } from './library-care.svelte.js';

/**
 * What the list of notes says while it is shown, from when it is made on. What is found out later would push down the note that is about
 * to be pressed: it waits until the list is shown again, but for a room that is nearly full (docs/storage.md, S44).
 */
export class CareInSight {
	#known: Care | undefined = $state();
	readonly #care: Pick<LibraryCare, 'current' | 'looked'>;

	constructor(care: Pick<LibraryCare, 'current' | 'looked'>) {
		this.#care = care;
		this.#known = care.current;
		// The list was left before that was known.
		void care.looked.then(() => (this.#known ??= care.current));
	}

	get current(): Care | undefined {
		const { current } = this.#care;
		return current === 'full' || current === this.#known ? current : undefined;
	}
}
