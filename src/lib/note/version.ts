/** A Loro peer id in decimal, a 64-bit unsigned integer. A fresh one is drawn for each tab and session. */
export type LoroPeerId = `${number}`;

/**
 * A version vector: for each Loro peer, how many of its operations are contained.
 * Plain data, so that what decides about sync and storage can be tested without WASM.
 */
export type Version = ReadonlyMap<LoroPeerId, number>;

export const EMPTY_VERSION: Version = new Map();

/** Whether `version` contains every operation of `other`. */
export function covers(version: Version, other: Version): boolean {
	for (const [peer, counter] of other) {
		if ((version.get(peer) ?? 0) < counter) return false;
	}
	return true;
}

/** Whether both versions contain exactly the same operations. */
export function sameVersion(a: Version, b: Version): boolean {
	return covers(a, b) && covers(b, a);
}

/** The least version that covers both. */
export function mergeVersions(a: Version, b: Version): Version {
	if (covers(a, b)) return a;
	const merged = new Map(a);
	for (const [peer, counter] of b) {
		if ((merged.get(peer) ?? 0) < counter) merged.set(peer, counter);
	}
	return merged;
}

/** The greatest version that both cover. */
export function commonVersion(a: Version, b: Version): Version {
	const common = new Map<LoroPeerId, number>();
	for (const [peer, counter] of a) {
		const shared = Math.min(counter, b.get(peer) ?? 0);
		if (shared > 0) common.set(peer, shared);
	}
	return common;
}

/** The entries of `version` that go beyond `base`; merging them into `base` gives `version` back. */
export function versionBeyond(version: Version, base: Version): Version {
	const beyond = new Map<LoroPeerId, number>();
	for (const [peer, counter] of version) {
		if (counter > (base.get(peer) ?? 0)) beyond.set(peer, counter);
	}
	return beyond;
}

/** How many operations of `version` go beyond `base`. */
export function operationsBeyond(version: Version, base: Version): number {
	let operations = 0;
	for (const [peer, counter] of version) operations += Math.max(0, counter - (base.get(peer) ?? 0));
	return operations;
}
