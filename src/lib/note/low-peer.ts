import type { LoroPeerId, Version } from './version.js';

/** From so many operations on, it matters to Loro where among the others a Loro peer stands. */
export const LONG_HISTORY_OPERATIONS = 1_000_000;

/** A new id is drawn from so small a part of what is below the lowest that there is room for tens of thousands of sessions. */
const DRAWN_SHARE_BITS = 12n;

/** From fewer ids, in bits, two sessions that begin at the same time might draw the same one. */
const MIN_DRAWN_BITS = 36n;

/**
 * A random Loro peer id below all that a version names, to write under in a long note; updates that are loaded later may name lower ones.
 *
 * Loro 1.17 keeps the changes of a snapshot packed and in the order of their peers' ids. At each commit and import it looks what stands before the
 * peer at hand, and where that is anything it unpacks all: in 10 MB 10 to 40 ms for a commit, 60 to 100 ms for an import, and less than 1 ms
 * where nothing does. The others need not do the same for that to hold here.
 *
 * @returns undefined where there is no room: somebody has written under a very low id.
 */
export function peerBelow(version: Version): LoroPeerId | undefined {
	let lowest = 1n << 64n;
	for (const peer of version.keys()) {
		const id = BigInt(peer);
		if (id < lowest) lowest = id;
	}
	const drawnFrom = lowest >> DRAWN_SHARE_BITS;
	if (drawnFrom >> MIN_DRAWN_BITS === 0n) return undefined;
	const [random = 0n] = crypto.getRandomValues(new BigUint64Array(1));
	return `${lowest - 1n - (random % drawnFrom)}` as LoroPeerId;
}
