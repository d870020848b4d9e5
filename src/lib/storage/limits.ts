/** A change is written this long after it, in milliseconds, if nothing was written shortly before. */
export const SAVE_SOON_MS = 20;

/** The promise: the write of a change starts at most this long after it, in milliseconds. */
export const SAVE_WITHIN_MS = 100;

/** While changes keep coming, a write starts this long after the first of them, in milliseconds; timers run late. */
export const SAVE_BURST_MS = 80;

/**
 * More unsaved operations than these are written as several chunks. Loro 1.17 takes time that grows with the square of
 * the length to import one long insertion beside concurrent edits; a piece of this length takes about 15 ms.
 */
export const SAVE_PART_OPERATIONS = 16_384;

/** A failed write is tried again after this time, in milliseconds; the time doubles with each failure in a row. */
export const RETRY_FIRST_MS = 500;
export const RETRY_MAX_MS = 30_000;

/** Compaction waits until nothing was saved for this long, in milliseconds, so that nobody types meanwhile. */
export const COMPACT_AFTER_QUIET_MS = 2_000;

/** After a failed compaction the next one waits this long, in milliseconds. */
export const COMPACT_RETRY_MS = 30_000;

/** As long as a note's updates are smaller than this, in bytes, they are not worth a snapshot. */
export const COMPACT_MIN_UPDATE_BYTES = 64 * 1024;

/** A note of more chunks opens slowly. The limit grows with the snapshot, see compaction-policy.ts. */
export const COMPACT_MIN_CHUNKS = 512;
export const COMPACT_MAX_CHUNKS = 2_048;

/** One more chunk is allowed for each of these bytes of the snapshot. */
export const SNAPSHOT_BYTES_PER_CHUNK = 256;

/** A note that was loaded from more chunks than this is compacted once it is open. */
export const OPENING_CHUNKS = 64;

/** This many times over its limits, a log is compacted without waiting for a quiet moment. */
export const URGENT_FACTOR = 2;

/** A database that does not answer within this time, in milliseconds, is taken for one that never will. */
export const DATABASE_DEADLINE_MS = 30_000;

/** The hash of at most this many bytes is computed at once, which takes about a millisecond; of more by WebCrypto. */
export const HASH_AT_ONCE_BYTES = 64 * 1024;

/** What one backup may hold: a ZIP without extensions counts its entries in 16 bits, and each note has two. */
export const MAX_BACKUP_NOTES = 20_000;

/** A ZIP without extensions has 32 bits for its length, in bytes. */
export const MAX_BACKUP_BYTES = 2 ** 32 - 1;

/** The list of notes in a backup: this many notes with long titles, in bytes. */
export const MAX_MANIFEST_BYTES = 32 * 1024 * 1024;

/** The directory of a ZIP, in bytes: room for 65,535 entries with long names. */
export const MAX_ZIP_DIRECTORY_BYTES = 32 * 1024 * 1024;

/** So much is compressed, in bytes, before the page gets to do something else. */
export const DEFLATE_STEP_BYTES = 128 * 1024;

/** So much is decompressed in one go, in bytes: what comes out is up to a thousand times as much. */
export const INFLATE_STEP_BYTES = 8 * 1024;

/** The parts of a backup that is being written are handed to the browser, which may put them on disk, at this size. */
export const BACKUP_PART_BYTES = 8 * 1024 * 1024;

/** A text file over this size, in bytes, is not made a note: an editor in a browser is no place for it. */
export const MAX_TEXT_FILE_BYTES = 10 * 1024 * 1024;
