import { describe, expect, it } from 'vitest';
import { compactionNeed, type ReplaceableChunk } from '$lib/storage/compaction-policy.js';
import {
	COMPACT_MAX_CHUNKS,
	COMPACT_MIN_CHUNKS,
	COMPACT_MIN_UPDATE_BYTES,
	OPENING_CHUNKS,
	SNAPSHOT_BYTES_PER_CHUNK,
	URGENT_FACTOR
} from '$lib/storage/limits.js';
import { seeded } from '../../fuzz/random.js';

function updates(count: number, size: number, loaded = false): ReplaceableChunk[] {
	return Array.from({ length: count }, () => ({ kind: 'update', size, loaded }));
}

function snapshot(size: number): ReplaceableChunk {
	return { kind: 'snapshot', size, loaded: false };
}

describe('S11 compaction is worth it', () => {
	it('not for a small note, nor for no note', () => {
		expect(compactionNeed([])).toBe('none');
		expect(compactionNeed([snapshot(1_000), ...updates(100, 90)])).toBe('none');
	});

	it('when the updates are larger than the least size and than the snapshot', () => {
		const size = COMPACT_MIN_UPDATE_BYTES / 4;
		expect(compactionNeed(updates(4, size))).toBe('none');
		expect(compactionNeed(updates(5, size))).toBe('wanted');
		expect(compactionNeed([snapshot(size * 8), ...updates(8, size)])).toBe('none');
		expect(compactionNeed([snapshot(size * 8), ...updates(9, size)])).toBe('wanted');
	});

	it('when the chunks are too many, of which a large note may have more', () => {
		expect(compactionNeed(updates(COMPACT_MIN_CHUNKS, 1))).toBe('none');
		expect(compactionNeed(updates(COMPACT_MIN_CHUNKS + 1, 1))).toBe('wanted');
		expect(compactionNeed([snapshot(200_000), ...updates(COMPACT_MIN_CHUNKS, 1)])).toBe('none');
	});

	it('when the note was opened from many chunks', () => {
		expect(compactionNeed(updates(OPENING_CHUNKS, 1, true))).toBe('none');
		expect(compactionNeed(updates(OPENING_CHUNKS + 1, 1, true))).toBe('wanted');
		expect(compactionNeed(updates(OPENING_CHUNKS + 1, 1, false))).toBe('none');
	});

	it('when several tabs have left a snapshot each', () => {
		expect(compactionNeed([snapshot(100_000), snapshot(99_000)])).toBe('none');
		expect(compactionNeed([snapshot(100_000), snapshot(99_000), snapshot(98_000)])).toBe('wanted');
	});

	it('at once when it was put off for too long', () => {
		expect(compactionNeed(updates(COMPACT_MIN_CHUNKS * URGENT_FACTOR, 1))).toBe('wanted');
		expect(compactionNeed(updates(COMPACT_MIN_CHUNKS * URGENT_FACTOR + 1, 1))).toBe('urgent');
	});
});

it.each([1, 2, 3, 4, 5])('S11 snapshots are at most twice the updates (seed %d)', (seed) => {
	const random = seeded(seed);
	let chunks: ReplaceableChunk[] = [];
	let content = 0;
	let updateBytes = 0;
	let snapshotBytes = 0;
	while (content < COMPACT_MAX_CHUNKS * SNAPSHOT_BYTES_PER_CHUNK) {
		const size = SNAPSHOT_BYTES_PER_CHUNK + random.int(random.chance(0.01) ? 100_000 : 500);
		updateBytes += size;
		content += random.int(size);
		chunks.push({ kind: 'update', size, loaded: false });
		if (compactionNeed(chunks) === 'none') continue;
		chunks = [snapshot(content)];
		snapshotBytes += content;
	}
	expect(snapshotBytes).toBeGreaterThan(updateBytes / 2);
	expect(snapshotBytes).toBeLessThanOrEqual(2 * updateBytes);
});
