import { expect, it } from 'vitest';
import {
	commonVersion,
	covers,
	EMPTY_VERSION,
	mergeVersions,
	sameVersion,
	versionBeyond,
	type LoroPeerId,
	type Version
} from '$lib/note/version.js';
import { seeded, type Random } from '../../fuzz/random.js';

const RUNS = 2_000;

/** A version of few peers and few operations, so that two of them often relate; an entry of 0 says nothing. */
function someVersion(random: Random): Version {
	const version = new Map<LoroPeerId, number>();
	for (let peer = 1; peer <= 4; peer += 1) {
		if (random.chance(0.7)) version.set(`${peer}`, random.int(4));
	}
	return version;
}

/** What a version says as a set of operations: the plain meaning that all helpers are held against. */
function operations(version: Version): Set<string> {
	const all = new Set<string>();
	for (const [peer, counter] of version)
		for (let index = 0; index < counter; index += 1) all.add(`${peer}:${index}`);
	return all;
}

function isWithin(part: Set<string>, whole: Set<string>): boolean {
	return [...part].every((operation) => whole.has(operation));
}

/** Calls the check with many pairs of versions. */
function forPairs(check: (a: Version, b: Version) => void): void {
	const random = seeded(13);
	for (let run = 0; run < RUNS; run += 1) check(someVersion(random), someVersion(random));
}

it('covers: holds every operation of the other', () => {
	forPairs((a, b) => {
		expect(covers(a, b)).toBe(isWithin(operations(b), operations(a)));
		expect(covers(a, a)).toBe(true);
		expect(covers(a, EMPTY_VERSION)).toBe(true);
	});
});

it('sameVersion: holds the same operations, entries of 0 or not', () => {
	forPairs((a, b) => {
		expect(sameVersion(a, b)).toBe(covers(a, b) && covers(b, a));
		expect(sameVersion(a, new Map([...a, ['9', 0]]))).toBe(true);
	});
});

it('mergeVersions: holds the operations of both and no other', () => {
	forPairs((a, b) => {
		const union = new Set([...operations(a), ...operations(b)]);
		expect(operations(mergeVersions(a, b))).toEqual(union);
		expect(sameVersion(mergeVersions(a, b), mergeVersions(b, a))).toBe(true);
	});
});

it('commonVersion: holds the operations that both hold', () => {
	forPairs((a, b) => {
		const both = new Set([...operations(a)].filter((operation) => operations(b).has(operation)));
		expect(operations(commonVersion(a, b))).toEqual(both);
	});
});

it('versionBeyond: names the peers of which more is held, and merging it into the base gives the version back', () => {
	forPairs((version, base) => {
		const beyond = versionBeyond(version, base);
		expect(beyond.size === 0).toBe(covers(base, version));
		expect(sameVersion(mergeVersions(base, beyond), mergeVersions(base, version))).toBe(true);
		for (const [peer, counter] of beyond) expect(counter).toBeGreaterThan(base.get(peer) ?? 0);
	});
});

it('no helper changes what it is given', () => {
	forPairs((a, b) => {
		const before = [new Map(a), new Map(b)];
		mergeVersions(a, b);
		commonVersion(a, b);
		versionBeyond(a, b);
		expect([a, b]).toEqual(before);
	});
});
