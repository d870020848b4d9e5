import type { CancelTimer, Clock } from '../util/clock.js';
import { BURST_EDITS, BURST_GAP_MS, BURST_HOLD_MS } from './limits.js';

/**
 * Knows whether one's own edits come faster than anybody types by hand, as from dictation, a script or a long paste. Then they go out together: Loro's
 * encoding of one letter takes 90 bytes, and of eight hardly more.
 */
export class EditBurst {
	#lastAt = -Infinity;
	#inRow = 0;
	#cancel: CancelTimer | undefined;

	/** @param over told when what was held is to go out. */
	constructor(
		private readonly clock: Clock,
		private readonly over: () => void
	) {}

	/** Whether one's own edits wait for others that may follow, for BURST_HOLD_MS at most. */
	get isHeld(): boolean {
		return this.#cancel !== undefined;
	}

	/** To be called at each edit, before it is looked whether it waits. */
	edited(): void {
		const now = this.clock.now();
		this.#inRow = now - this.#lastAt <= BURST_GAP_MS ? this.#inRow + 1 : 1;
		this.#lastAt = now;
		if (this.#inRow <= BURST_EDITS) return;
		this.#cancel ??= this.clock.after(BURST_HOLD_MS, () => {
			this.#cancel = undefined;
			this.over();
		});
	}

	/** Nothing waits any longer: somebody answers, or the page may be gone soon. `over` is not told. */
	end(): void {
		this.#cancel?.();
		this.#cancel = undefined;
		this.#inRow = 0;
	}
}
