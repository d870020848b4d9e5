import type { Clock } from '../util/clock.js';
import type { Unsubscribe } from '../util/emitter.js';
import {
	ALIVE_AFTER_MS,
	HEARTBEAT_TICK_MS,
	LATE_TICK_MS,
	PROBE_TIMEOUT_MS,
	QUIET_AFTER_MS,
	SILENT_AFTER_MS
} from './limits.js';
import type { Pulse } from './pulse.js';

/** What a heartbeat asks for. */
export interface HeartbeatListener {
	/** A sign of life is to be sent; `answer`: and one asked for. */
	beat(answer: boolean): void;
	/** Nothing was heard for too long: the channel is dead, or the page at its other end. Told at each look until something is. */
	silent(): void;
}

/**
 * Finds out that a channel has gone silent, which WebRTC says late or, after a phone's sleep, not at all. Every
 * message counts as a sign of life; where there is nothing to say, an empty one is sent.
 */
export class Heartbeat {
	#heardAt = 0;
	#sentAt = 0;
	#tickedAt = 0;
	/** As far as the silence was put down to this page's own lateness. */
	#excused = Number.NEGATIVE_INFINITY;
	#probedAt: number | undefined;
	#leavePulse: Unsubscribe | undefined;

	/** While false, as in a page out of sight, signs are given, and none is missed. */
	watching = true;

	constructor(
		private readonly clock: Clock,
		/** When it looks. */
		private readonly pulse: Pulse,
		private readonly listener: HeartbeatListener
	) {}

	/** Whether the peer was heard lately. */
	get isQuiet(): boolean {
		return this.#leavePulse !== undefined && this.clock.now() - this.#heardAt >= QUIET_AFTER_MS;
	}

	start(): void {
		this.#heardAt = this.#sentAt = this.#tickedAt = this.clock.now();
		this.#leavePulse ??= this.pulse.on(() => this.#tick());
	}

	/** Says that something was heard. */
	heard(): void {
		this.#heardAt = this.clock.now();
		this.#probedAt = undefined;
	}

	/** Says that something was sent. */
	sent(): void {
		this.#sentAt = this.clock.now();
	}

	/** Asks for a sign of life at once: the page was woken, or the network has changed. */
	probe(): void {
		if (this.#leavePulse === undefined || this.#probedAt !== undefined) return;
		this.#probedAt = this.clock.now();
		this.listener.beat(true);
	}

	stop(): void {
		this.#leavePulse?.();
		this.#leavePulse = undefined;
	}

	#tick(): void {
		// Another heart of the same pulse may have ended this one.
		if (this.#leavePulse === undefined) return;
		const now = this.clock.now();
		const late = now - this.#tickedAt - HEARTBEAT_TICK_MS;
		this.#tickedAt = now;
		// What came meanwhile waits to be read behind this very tick. If nothing is heard before the next late one, nothing came:
		// a page that is busy all the time would else never find out.
		if (late > LATE_TICK_MS && this.#heardAt !== this.#excused) {
			this.#heardAt = this.#excused = Math.max(this.#heardAt, now - QUIET_AFTER_MS);
			if (this.#probedAt !== undefined) this.#probedAt = now;
		}
		const silence = now - this.#heardAt;
		if (this.#isOver(now, silence)) this.listener.silent();
		else if (this.watching && silence >= QUIET_AFTER_MS) this.listener.beat(true);
		else if (now - this.#sentAt >= ALIVE_AFTER_MS) this.listener.beat(false);
	}

	#isOver(now: number, silence: number): boolean {
		if (this.#probedAt !== undefined && now - this.#probedAt >= PROBE_TIMEOUT_MS) return true;
		return this.watching && silence >= SILENT_AFTER_MS;
	}
}
