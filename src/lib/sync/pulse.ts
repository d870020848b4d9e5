import type { CancelTimer, Clock } from '../util/clock.js';
import { Emitter, type Unsubscribe } from '../util/emitter.js';
import { HEARTBEAT_TICK_MS } from './limits.js';

/** When hearts are looked at: all at once, so that many connections wake the page no more often than one. */
export class Pulse {
	readonly #ticks = new Emitter<undefined>();
	#listeners = 0;
	#cancel: CancelTimer | undefined;

	constructor(private readonly clock: Clock) {}

	/** Calls `tick` every HEARTBEAT_TICK_MS from now on, the first time maybe sooner. */
	on(tick: () => void): Unsubscribe {
		const off = this.#ticks.on(tick);
		this.#listeners += 1;
		if (this.#listeners === 1) this.#schedule();
		let isOn = true;
		return () => {
			if (!isOn) return;
			isOn = false;
			off();
			this.#listeners -= 1;
			if (this.#listeners === 0) this.#cancel?.();
		};
	}

	#schedule(): void {
		this.#cancel = this.clock.after(HEARTBEAT_TICK_MS, () => {
			this.#schedule();
			this.#ticks.emit(undefined);
		});
	}
}
