import type { CancelTimer, Clock } from '../util/clock.js';
import { BACKGROUND_PATIENCE_MS } from './limits.js';

/** What a rest does to the room. */
export interface BackgroundRestListener {
	/** The room is to be left: nobody is there, and nobody looks. */
	rest(): void;
	/** The room is to be joined again. */
	resume(): void;
}

/** Says when a page in the background stops looking for others, so that no battery is burnt, and when it begins again. */
export class BackgroundRest {
	#hidden = false;
	#alone = true;
	#resting = false;
	#cancel: CancelTimer | undefined;

	constructor(
		private readonly clock: Clock,
		private readonly listener: BackgroundRestListener
	) {}

	/** Whether the room is left for now. */
	get isResting(): boolean {
		return this.#resting;
	}

	/** Whether the page is out of sight. */
	set hidden(hidden: boolean) {
		this.#hidden = hidden;
		this.#look();
	}

	/** Whether no page of another browser is connected. */
	set alone(alone: boolean) {
		this.#alone = alone;
		this.#look();
	}

	/** Ends it: nothing is told any more. */
	stop(): void {
		this.#stopWaiting();
		this.#resting = false;
	}

	#look(): void {
		if (this.#hidden && this.#alone) {
			if (!this.#resting) this.#cancel ??= this.clock.after(BACKGROUND_PATIENCE_MS, () => this.#rest());
			return;
		}
		this.#stopWaiting();
		if (!this.#resting || this.#hidden) return;
		this.#resting = false;
		this.listener.resume();
	}

	#rest(): void {
		this.#cancel = undefined;
		this.#resting = true;
		this.listener.rest();
	}

	#stopWaiting(): void {
		this.#cancel?.();
		this.#cancel = undefined;
	}
}
