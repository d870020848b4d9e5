import type { ChunkKind } from './chunk-store.js';
import {
	COMPACT_MAX_CHUNKS,
	COMPACT_MIN_CHUNKS,
	COMPACT_MIN_UPDATE_BYTES,
	OPENING_CHUNKS,
	SNAPSHOT_BYTES_PER_CHUNK,
	URGENT_FACTOR
} from './limits.js';

/** What the policy has to know of a chunk that a compaction would replace. */
export interface ReplaceableChunk {
	readonly kind: ChunkKind;
	/** Bytes. */
	readonly size: number;
	/** It was there when the note was opened. */
	readonly loaded: boolean;
}

/** `wanted`: at the next quiet moment; `urgent`: now. */
export type CompactionNeed = 'none' | 'wanted' | 'urgent';

/**
 * Whether it pays to replace these chunks by one snapshot.
 *
 * A snapshot is written once the updates since the last one are at least as large as it was. A snapshot is never
 * larger than the one before it and the updates since, so all snapshots together are at most twice as large as all
 * updates, and what is written in all is at most three times the updates (docs/storage.md, S11).
 */
export function compactionNeed(chunks: Iterable<ReplaceableChunk>): CompactionNeed {
	let count = 0;
	let loaded = 0;
	let bytes = 0;
	let snapshotBytes = 0;
	for (const chunk of chunks) {
		count += 1;
		if (chunk.loaded) loaded += 1;
		bytes += chunk.size;
		if (chunk.kind === 'snapshot') snapshotBytes = Math.max(snapshotBytes, chunk.size);
	}
	const maxUpdateBytes = Math.max(COMPACT_MIN_UPDATE_BYTES, snapshotBytes);
	const maxChunks = Math.min(
		COMPACT_MAX_CHUNKS,
		Math.max(COMPACT_MIN_CHUNKS, snapshotBytes / SNAPSHOT_BYTES_PER_CHUNK)
	);
	const excess = Math.max((bytes - snapshotBytes) / maxUpdateBytes, count / maxChunks);
	if (excess > URGENT_FACTOR) return 'urgent';
	return excess > 1 || loaded > OPENING_CHUNKS ? 'wanted' : 'none';
}
