/** Ends a timer; calling it again, or after the timer ran, does nothing. */
export type CancelTimer = () => void;

/** Time as the engine sees it. Tests bring their own. */
export interface Clock {
	/** Milliseconds that never go backwards. */
	now(): number;
	/** Runs `task` once, `delayMs` milliseconds from now. */
	after(delayMs: number, task: () => void): CancelTimer;
}

/** The time of this machine. */
export const systemClock: Clock = {
	now: () => performance.now(),
	after(delayMs, task) {
		const timer = setTimeout(task, delayMs);
		return () => clearTimeout(timer);
	}
};
