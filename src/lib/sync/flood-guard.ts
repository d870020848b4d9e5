import type { Clock } from '../util/clock.js';

/**
 * What a peer can do too often. `reopen`: to open a note anew; `stale-update`: an update that brings nothing; `death`:
 * to have something held back in the document while that dies, without being known to be to blame for it.
 */
export type Act =
	| 'hello'
	| 'alive'
	| 'open'
	| 'reopen'
	| 'version'
	| 'receipt'
	| 'presence'
	| 'neighbours'
	| 'digest'
	| 'history'
	| 'moved'
	| 'proof'
	| 'stale-update'
	| 'death';

interface Allowance {
	/** So many at once. */
	readonly burst: number;
	readonly perSecond: number;
}

/**
 * Several times what an honest peer does. Updates that bring something are not counted: a channel hands them over
 * one by one, and who may write may write as much as the note may hold.
 */
const ALLOWANCES: Readonly<Record<Act, Allowance>> = {
	hello: { burst: 200, perSecond: 8 },
	alive: { burst: 60, perSecond: 8 },
	open: { burst: 10_000, perSecond: 100 },
	reopen: { burst: 20, perSecond: 0.2 },
	version: { burst: 30, perSecond: 1 },
	receipt: { burst: 1_000, perSecond: 200 },
	presence: { burst: 200, perSecond: 40 },
	neighbours: { burst: 100, perSecond: 10 },
	digest: { burst: 30, perSecond: 2 },
	history: { burst: 3, perSecond: 1 / 60 },
	moved: { burst: 10, perSecond: 1 / 60 },
	proof: { burst: 1, perSecond: 0 },
	'stale-update': { burst: 2_000, perSecond: 100 },
	death: { burst: 5, perSecond: 1 / 60 }
};

/** Counts what one peer does: for each act a bucket of tokens that fills up steadily. */
export class FloodGuard {
	readonly #buckets = new Map<Act, { tokens: number; filledAt: number }>();

	constructor(private readonly clock: Clock) {}

	/** Whether the act is within what is allowed; it counts from then on, by its weight. */
	admits(act: Act, weight = 1): boolean {
		const { burst, perSecond } = ALLOWANCES[act];
		const now = this.clock.now();
		const bucket = this.#buckets.get(act) ?? { tokens: burst, filledAt: now };
		const filled = bucket.tokens + ((now - bucket.filledAt) / 1_000) * perSecond;
		const tokens = Math.min(burst, filled) - weight;
		this.#buckets.set(act, { tokens: Math.max(tokens, 0), filledAt: now });
		return tokens >= 0;
	}
}
