import type { Clock } from '../util/clock.js';
import {
	ANNOUNCE_IN_COMPANY_MS,
	ANNOUNCE_TO_UNMET_MS,
	CALLS_TO_UNMET,
	EXTRA_CALL_REFILL_MS,
	MAX_EXTRA_CALLS,
	MAX_UNMET
} from './limits.js';

/**
 * When a page makes itself known in its room (docs/protocol.md, P30): alone, whenever it is asked; in company, seldom.
 * Somebody who is heard and yet not met is called some times more: else an offer that was lost, or a connection that came to
 * nothing, would keep two of a company apart until the next seldom call.
 */
export class AnnouncementPace {
	readonly #met = new Set<string>();
	/** How often each is still called who was heard and is not met. */
	readonly #unmet = new Map<string, number>();
	#announcedAt = Number.NEGATIVE_INFINITY;
	/** Calls to the unmet that are left, and when the last one was added. */
	#extraCalls = MAX_EXTRA_CALLS;
	#refilledAt: number;

	constructor(private readonly clock: Clock) {
		this.#refilledAt = clock.now();
	}

	/** A peer made itself known. */
	heard(peer: string): void {
		if (this.#met.has(peer) || this.#unmet.has(peer)) return;
		// Anybody can make up peers: the place of one that was called enough, or else of the oldest, goes to the next.
		if (this.#unmet.size >= MAX_UNMET) this.#unmet.delete(this.#mostCalled());
		this.#unmet.set(peer, CALLS_TO_UNMET);
	}

	/** There is a channel to a peer. */
	met(peer: string): void {
		this.#met.add(peer);
		this.#unmet.delete(peer);
	}

	/** There is none any more: whoever was lost is to hear of this page soon. */
	lost(peer: string): void {
		this.#met.delete(peer);
		this.#announcedAt = Number.NEGATIVE_INFINITY;
	}

	/** @returns whether to announce this page now; that counts as done then */
	takeDue(): boolean {
		const now = this.clock.now();
		const silentMs = now - this.#announcedAt;
		const isRegular = this.#met.size === 0 || silentMs >= ANNOUNCE_IN_COMPANY_MS;
		if (!isRegular && !(silentMs >= ANNOUNCE_TO_UNMET_MS && this.#isAnyoneCalled() && this.#takeExtraCall()))
			return false;
		this.#announcedAt = now;
		for (const [peer, calls] of this.#unmet) this.#unmet.set(peer, Math.max(0, calls - 1));
		return true;
	}

	#takeExtraCall(): boolean {
		const refills = Math.floor((this.clock.now() - this.#refilledAt) / EXTRA_CALL_REFILL_MS);
		this.#refilledAt += refills * EXTRA_CALL_REFILL_MS;
		this.#extraCalls = Math.min(MAX_EXTRA_CALLS, this.#extraCalls + refills);
		if (this.#extraCalls === 0) return false;
		this.#extraCalls -= 1;
		return true;
	}

	#mostCalled(): string {
		const [oldest = ''] = this.#unmet.keys();
		for (const [peer, calls] of this.#unmet) if (calls === 0) return peer;
		return oldest;
	}

	#isAnyoneCalled(): boolean {
		return [...this.#unmet.values()].some((calls) => calls > 0);
	}
}
