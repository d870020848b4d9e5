import type { Bytes } from '../util/bytes.js';
import type { Unsubscribe } from '../util/emitter.js';

/** `update`: some operations; `snapshot`: the whole history up to a version. Both are imported the same way. */
export type ChunkKind = 'update' | 'snapshot';

/** Where a chunk stands. The hash is the lower-case hexadecimal SHA-256 of its bytes: equal chunks are one chunk. */
export interface ChunkKey {
	readonly note: string;
	readonly kind: ChunkKind;
	readonly hash: string;
}

/** Names a chunk among those of its note. IndexedDB gives a note's chunks in the order of these. */
export function chunkIdOf({ kind, hash }: ChunkKey): string {
	return `${kind} ${hash}`;
}

export interface Chunk {
	readonly key: ChunkKey;
	readonly bytes: Uint8Array;
}

/** What was read of a note. `damaged`: stored, but the bytes are not those of the key; they are left where they are. */
export interface LoadedChunks {
	readonly chunks: readonly Chunk[];
	readonly damaged: readonly ChunkKey[];
}

/** A stored chunk as it is found, whether or not its bytes are those of its key. */
export interface SalvagedChunk {
	readonly key: ChunkKey;
	readonly bytes: Bytes;
}

/**
 * Why the store could not do what it was asked for. `quota`: no room is left; `closed`: this store was closed by its
 * owner; `blocked`: another tab, with an older version of Perch, does not let go, or the database does not answer;
 * `outdated`: a newer version of Perch has changed the database, which this one can use no more; `unavailable`: the
 * browser gives no database, for example in a private window; `busy`: another tab decides by the library and does not end.
 */
export type StorageFailure = 'quota' | 'closed' | 'blocked' | 'busy' | 'outdated' | 'unavailable' | 'unknown';

/** The only error that a chunk store throws. */
export class StorageError extends Error {
	override readonly name = 'StorageError';

	constructor(
		readonly reason: StorageFailure,
		options?: ErrorOptions
	) {
		super(`storage failed: ${reason}`, options);
	}
}

/**
 * Keeps the chunks of notes. Appending never replaces anything, and chunks are removed by key only, so that tabs
 * that use one store at the same time need no lock (docs/storage.md).
 */
export interface ChunkStore {
	/** Every chunk of the note, as of one moment. @throws StorageError */
	load(note: string): Promise<LoadedChunks>;
	/** Every chunk of the note that has bytes, damaged or not. @throws StorageError */
	salvage(note: string): Promise<readonly SalvagedChunk[]>;
	/**
	 * Stores a chunk; settles after the transaction has committed. The bytes are copied at the call.
	 * @throws StorageError
	 */
	append(note: string, kind: ChunkKind, bytes: Uint8Array): Promise<ChunkKey>;
	/** Removes chunks, all or none; keys that are not there are passed over. @throws StorageError */
	remove(keys: readonly ChunkKey[]): Promise<void>;
	/** The keys of the chunks of one note, or of all, without reading them. @throws StorageError */
	keys(note?: string): Promise<ChunkKey[]>;
	/**
	 * Removes everything that stands under these notes' ids, read or unread, all or none: only for what the person deletes for
	 * good (docs/storage.md, S38). @throws StorageError
	 */
	erase(notes: readonly string[]): Promise<void>;
	/** The ids of the notes that have a chunk, each once. @throws StorageError */
	notes(): Promise<string[]>;
	/**
	 * Tells that the database was deleted or its connection lost: what was stored before may be gone. The next call
	 * works on a new connection. Whoever has a note open stores the whole of it again.
	 */
	onInterrupted(listener: () => void): Unsubscribe;
	/** Gives the store up; every later call throws StorageError "closed". What was begun is completed. */
	close(): void;
}
