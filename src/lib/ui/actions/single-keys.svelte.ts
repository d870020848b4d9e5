const STORED_KEY = 'perch:single-keys';
const OFF = 'off';

/**
 * Whether keys that are held with no other do something outside of text. Whoever speaks to their device can turn it off, or a word
 * would press keys (WCAG 2.1.4). Kept on this device.
 */
export class SingleKeys {
	readonly #open: () => Pick<Storage, 'getItem' | 'setItem'>;
	#on = $state(true);

	/** @param open Gives what is kept; may throw where the browser keeps nothing. */
	constructor(open: () => Pick<Storage, 'getItem' | 'setItem'>) {
		this.#open = open;
		try {
			this.#on = open().getItem(STORED_KEY) !== OFF;
		} catch (error) {
			console.warn('this browser keeps no settings', error);
		}
	}

	get on(): boolean {
		return this.#on;
	}

	/** Holds until the page is closed where the browser keeps nothing. */
	set(on: boolean): void {
		this.#on = on;
		try {
			this.#open().setItem(STORED_KEY, on ? 'on' : OFF);
		} catch (error) {
			console.warn('the setting could not be stored', error);
		}
	}
}
