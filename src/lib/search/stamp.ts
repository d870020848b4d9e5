import type { ChunkKey } from '../storage/chunk-store.js';

/** Of each hash so many hexadecimal digits are taken, in two halves. */
const HALF = 8;

/**
 * For each note that has chunks a short text that is another once it has others: whether a search text was made of what is stored now can
 * be told without reading the note. The order of the keys is of no account.
 */
export function stampsOf(keys: Iterable<ChunkKey>): Map<string, string> {
	const sums = new Map<string, [count: number, high: number, low: number]>();
	for (const { note, hash } of keys) {
		const [count, high, low] = sums.get(note) ?? [0, 0, 0];
		sums.set(note, [
			count + 1,
			high ^ Number.parseInt(hash.slice(0, HALF), 16),
			low ^ Number.parseInt(hash.slice(HALF, 2 * HALF), 16)
		]);
	}
	return new Map(
		[...sums].map(([note, [count, high, low]]) => [note, `${count}:${high >>> 0}:${low >>> 0}`])
	);
}
