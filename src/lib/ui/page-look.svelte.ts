import { parseJson } from '$lib/util/parse-json.js';
import { cleanLook, STANDARD_LOOK, type Look } from './page-look-choices.js';

const STORED_KEY = 'perch:look';

/** What a browser keeps for a place, as far as it is used here. */
export type LookStore = Pick<Storage, 'getItem' | 'setItem'>;

/** How the pages of notes look on this device, the same in all tabs. Known at once, so that no page changes its look while it is shown. */
export class PageLook {
	readonly #store: LookStore | undefined;
	#look: Look = $state.raw(STANDARD_LOOK);
	#unsaved = $state(false);

	/** @param open Gives what is kept; may throw where the browser keeps nothing. */
	constructor(open: () => LookStore) {
		try {
			this.#store = open();
		} catch (error) {
			console.warn('this browser keeps no look', error);
		}
		this.reload();
	}

	get look(): Look {
		return this.#look;
	}

	/** What was chosen could not be stored: it ends with this page. */
	get unsaved(): boolean {
		return this.#unsaved;
	}

	/** Takes what is stored now. */
	reload(): void {
		this.#look = this.#stored();
	}

	/** Takes over what another tab stored, until the signal aborts. */
	follow(page: EventTarget, signal?: AbortSignal): void {
		const take = (event: Event): void => {
			const { key } = event as StorageEvent;
			// All was deleted, or this was changed.
			if (key === null || key === STORED_KEY) this.reload();
		};
		page.addEventListener('storage', take, signal === undefined ? {} : { signal });
	}

	/** Uses this from now on. What another tab chose meanwhile stays. */
	change(wanted: Partial<Look>): void {
		const base = this.#unsaved ? this.#look : this.#stored();
		this.#look = { ...base, ...wanted };
		try {
			if (this.#store === undefined) throw new Error('there is no store');
			this.#store.setItem(STORED_KEY, JSON.stringify(this.#look));
			this.#unsaved = false;
		} catch (error) {
			console.warn('the look could not be stored', error);
			this.#unsaved = true;
		}
	}

	/** Everything as it was from the start. */
	reset(): void {
		this.change(STANDARD_LOOK);
	}

	#stored(): Look {
		const text = this.#store?.getItem(STORED_KEY) ?? null;
		return cleanLook(text === null ? undefined : parseJson(text));
	}
}
