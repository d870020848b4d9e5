/** What an update needs of the page. */
export interface UpdatingPage {
	/** Saves what is unsaved. @throws if something cannot be saved */
	save(): Promise<void>;
	/** Has the new version take over; every tab is told of that. */
	takeOver(): Promise<void> | void;
	reload(): void;
	/** Whether the page is in sight and somebody writes on it. */
	isBusy(): boolean;
	/** Whether something is under way, in sight or not, that being loaded anew would cut short. */
	isAtWork(): boolean;
}

/** What could not be saved is tried again after this time, in milliseconds. */
export const SAVE_AGAIN_MS = 2_000;

/**
 * A new version of the app, in this tab. It takes over in all tabs at once, when it is accepted in one; each then saves, and is
 * loaded anew only once all of it is saved, and not while somebody writes there.
 */
export class AppUpdate {
	/** The version that waits. */
	#waiting: object | undefined = $state.raw();
	#putOff = $state(false);
	#accepted = $state(false);
	#failed = $state(false);
	/** The new version has taken over: this page has to be loaded anew. */
	#outdated = false;
	/** A part of this page went with the version before. */
	#isPartMissing = false;
	#reloading = false;
	readonly #page: UpdatingPage;

	constructor(page: UpdatingPage) {
		this.#page = page;
	}

	/** Whether there is something to ask, or to say. */
	get offered(): boolean {
		return (this.#waiting !== undefined && !this.#putOff) || this.#failed;
	}

	/** It was accepted here, and is under way. */
	get accepted(): boolean {
		return this.#accepted;
	}

	/** Something cannot be saved at present, so that the page stays as it is. */
	get failed(): boolean {
		return this.#failed;
	}

	/** A new version waits; another object is another version. */
	found(version: object): void {
		if (version === this.#waiting) return;
		this.#waiting = version;
		this.#putOff = false;
		// What was accepted has given way to it, unless it is in use already.
		if (!this.#outdated) this.#accepted = false;
	}

	/** The person wants it later: at the next start, or at the next new version. */
	putOff(): void {
		this.#putOff = true;
		this.#failed = false;
	}

	/** The person wants it. Never rejects: what goes wrong is told by `failed`, and nothing has changed then. */
	async accept(): Promise<void> {
		if (this.#accepted) return;
		this.#accepted = true;
		this.#failed = false;
		try {
			await this.#page.save();
			await this.#page.takeOver();
		} catch (error) {
			console.error('the update was put off', error);
			this.#failed = true;
			this.#accepted = false;
		}
	}

	/** The new version has taken over, because it was accepted here or in another tab. */
	tookOver(): void {
		this.#outdated = true;
		this.settle();
	}

	/**
	 * To be called when the page goes out of sight, when nobody writes any more, and when work has ended: perhaps it can be loaded
	 * anew now.
	 */
	settle(): void {
		if (!this.#outdated || this.#reloading || this.#mustWait()) return;
		this.#reloading = true;
		void this.#reload();
	}

	/** A part of this page is gone with the version before: it does not wait for whoever writes. */
	partMissing(): void {
		this.#isPartMissing = this.#outdated;
		this.settle();
	}

	#mustWait(): boolean {
		const isInterrupting = !this.#accepted && !this.#isPartMissing;
		return this.#page.isAtWork() || (isInterrupting && this.#page.isBusy());
	}

	async #reload(): Promise<void> {
		for (;;) {
			try {
				await this.#page.save();
				break;
			} catch (error) {
				console.error('the page is not loaded anew before its text is saved', error);
				this.#failed = true;
				await new Promise((resolve) => setTimeout(resolve, SAVE_AGAIN_MS));
			}
		}
		// Work or words that were begun while saving failed; both end in `settle`.
		if (this.#mustWait()) {
			this.#reloading = false;
			return;
		}
		// In the very task in which the last write was heard of: what is typed from here on is saved as the page is left.
		this.#page.reload();
	}
}
