import { MAX_COUNTER } from '$lib/protocol/limits.js';
import type { LoroPeerId, Version } from '$lib/note/version.js';
import { repairChecksum } from '../unit/note/forged-snapshot.js';
import type { Random } from './random.js';

/** The head of what Loro exports: what stands in it is looked at before anything else. */
const BLOB_HEAD_BYTES = 22;
const BLOB_MODE_AT = 20;

const MAX_CHANGES = 3;
const MAX_RUN_BYTES = 24;
const EDGE_BYTES = [0, 1, 2, 0x3f, 0x40, 0x7f, 0x80, 0xfe, 0xff];

/** Numbers as LEB128 that a length or a counter should not be: 2³¹ - 1, 2³², 2⁵³, 2⁶⁴ - 1, and one that is too long. */
const HUGE_NUMBERS = [
	[0xff, 0xff, 0xff, 0xff, 0x07],
	[0x80, 0x80, 0x80, 0x80, 0x10],
	[0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x10],
	[0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01],
	[0x81, 0x80, 0x00]
];

type Mutation = (random: Random, bytes: Uint8Array, other: Uint8Array) => Uint8Array;

function joined(...parts: readonly Uint8Array[]): Uint8Array {
	return new Uint8Array(parts.flatMap((part) => [...part]));
}

function overwritten(bytes: Uint8Array, at: number, by: Iterable<number>): Uint8Array {
	const changed = bytes.slice();
	let index = at;
	for (const byte of by) {
		if (index < changed.length) changed[index] = byte;
		index += 1;
	}
	return changed;
}

function randomRun(random: Random): Uint8Array {
	return Uint8Array.from({ length: 1 + random.int(MAX_RUN_BYTES) }, () => random.int(256));
}

const flip: Mutation = (random, bytes) => {
	const at = random.int(bytes.length);
	return overwritten(bytes, at, [(bytes[at] ?? 0) ^ (1 << random.int(8))]);
};

/** Bit flips are most of it: they leave most of a message whole, so that it gets furthest. */
const MUTATIONS: readonly Mutation[] = [
	flip,
	flip,
	flip,
	flip,
	(random, bytes) => overwritten(bytes, random.int(bytes.length), [random.int(256)]),
	(random, bytes) => overwritten(bytes, random.int(bytes.length), [random.pick(EDGE_BYTES)]),
	(random, bytes) => overwritten(bytes, random.int(bytes.length), random.pick(HUGE_NUMBERS)),
	(random, bytes) => overwritten(bytes, random.int(bytes.length), randomRun(random)),
	(random, bytes) => bytes.subarray(0, random.int(bytes.length)),
	(random, bytes) => {
		const at = random.int(bytes.length);
		return joined(bytes.subarray(0, at), bytes.subarray(at + 1 + random.int(MAX_RUN_BYTES)));
	},
	(random, bytes) => {
		const at = random.int(bytes.length);
		return joined(bytes.subarray(0, at), randomRun(random), bytes.subarray(at));
	},
	(random, bytes) => {
		const at = random.int(bytes.length);
		const end = at + 1 + random.int(MAX_RUN_BYTES);
		return joined(bytes.subarray(0, end), bytes.subarray(at));
	},
	(random, bytes, other) => {
		const at = random.int(bytes.length);
		return joined(bytes.subarray(0, at), other.subarray(Math.min(at, other.length)));
	},
	(random, bytes, other) => {
		const at = random.int(bytes.length);
		const from = random.int(other.length);
		return overwritten(bytes, at, other.subarray(from, from + MAX_RUN_BYTES));
	}
];

/** Bytes that differ from the given ones in one way, or in up to three; `other` lends parts for splices. */
export function mutatedBytes(random: Random, bytes: Uint8Array, other: Uint8Array): Uint8Array {
	let mutated = bytes;
	const changes = random.chance(0.6) ? 1 : 1 + random.int(MAX_CHANGES);
	for (let left = changes; left > 0; left -= 1) {
		mutated = random.pick(MUTATIONS)(random, mutated, other);
	}
	return mutated;
}

/** A Loro update or snapshot with another body, and now and then another mode, whose checksum is right. */
export function mutatedBlob(random: Random, blob: Uint8Array, other: Uint8Array): Uint8Array {
	const body = mutatedBytes(random, blob.subarray(BLOB_HEAD_BYTES), other.subarray(BLOB_HEAD_BYTES));
	const mutated = joined(blob.subarray(0, BLOB_HEAD_BYTES), body);
	if (mutated.length < BLOB_HEAD_BYTES) return mutated;
	if (random.chance(0.03)) mutated[BLOB_MODE_AT + random.int(2)] = random.int(6);
	repairChecksum(mutated);
	return mutated;
}

/** A version that claims more or less than the given one, and peers that nobody knows. */
export function mutatedVersion(random: Random, version: Version): Version {
	const mutated = new Map<LoroPeerId, number>(version);
	for (const [loroPeer, counter] of version) {
		const choice = random.int(6);
		if (choice === 0) mutated.delete(loroPeer);
		else if (choice === 1) mutated.set(loroPeer, MAX_COUNTER);
		else if (choice === 2) mutated.set(loroPeer, Math.max(1, random.int(2 * counter)));
	}
	if (random.chance(0.5)) mutated.set(`${random.int(2 ** 31)}`, random.pick([1, 100, MAX_COUNTER]));
	if (random.chance(0.1)) mutated.set('18446744073709551615', MAX_COUNTER);
	return mutated;
}
