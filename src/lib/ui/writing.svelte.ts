/** So long after the last key, in milliseconds, somebody counts as writing: longer than it takes to find a word. */
export const WRITING_PAUSE_MS = 10_000;

/** Whether somebody is in the midst of writing on this page. */
export class Writing {
	#busy = $state(false);
	#composing = false;
	#timer: ReturnType<typeof setTimeout> | undefined;
	readonly #watch = new AbortController();

	constructor(page: EventTarget) {
		const options = { capture: true, passive: true, signal: this.#watch.signal };
		page.addEventListener('input', () => this.#touch(), options);
		page.addEventListener('compositionstart', () => this.#compose(true), options);
		page.addEventListener('compositionend', () => this.#compose(false), options);
	}

	get busy(): boolean {
		return this.#busy;
	}

	/** Ends it; nobody writes any more. */
	end(): void {
		this.#watch.abort();
		clearTimeout(this.#timer);
		this.#busy = false;
	}

	#compose(composing: boolean): void {
		this.#composing = composing;
		this.#touch();
	}

	#touch(): void {
		this.#busy = true;
		clearTimeout(this.#timer);
		// What an input method has in hand is in the midst of a word, however long that takes.
		this.#timer = this.#composing ? undefined : setTimeout(() => (this.#busy = false), WRITING_PAUSE_MS);
	}
}
