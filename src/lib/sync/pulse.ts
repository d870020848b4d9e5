import type { CancelTimer, Clock } from '../util/clock.js';
import { Emitter, type Unsubscribe } from '../util/emitter.js';
import { HEARTBEAT_TICK_MS } from './limits.js';

/** When hearts are looked at: all at once, so that many connections wake the page no more often than one. */
export class Pulse {
	readonly #ticks = new Emitter<undefined>();
	#cancel: CancelTimer | undefined;

	constructor(private readonly clock: Clock) {}

	/** Calls `tick` every HEARTBEAT_TICK_MS from now on, the first time maybe sooner. */
	on(tick: () => void): Unsubscribe {
		if (this.#ticks.isEmpty) this.#schedule();
		const off = this.#ticks.on(tick);
		return () => {
			off();
			if (this.#ticks.isEmpty) this.#cancel?.();
		};
	}

	#schedule(): void {
		this.#cancel = this.clock.after(HEARTBEAT_TICK_MS, () => {
			this.#schedule();
			this.#ticks.emit(undefined);
		});
	}
}
