import { Emitter } from '../util/emitter.js';
import type { Bytes } from '../util/bytes.js';
import { chunkHash } from './chunk-hash.js';
import {
	StorageError,
	type Chunk,
	type ChunkKey,
	type ChunkKind,
	type ChunkStore,
	type LoadedChunks
} from './chunk-store.js';

interface StoredChunk {
	readonly key: ChunkKey;
	readonly bytes: Bytes;
}

/** What several memory stores share, as the tabs of a browser share its disk. */
export class MemoryDisk {
	readonly interrupted = new Emitter<undefined>();
	readonly #chunks = new Map<string, StoredChunk>();

	/** Every chunk, of all notes. */
	get chunks(): readonly StoredChunk[] {
		return [...this.#chunks.values()];
	}

	/** Puts bytes under a key, be they those of the key or not. */
	put(key: ChunkKey, bytes: Bytes): void {
		this.#chunks.set(idOf(key), { key, bytes });
	}

	delete(key: ChunkKey): void {
		this.#chunks.delete(idOf(key));
	}

	/** Loses everything, as when the person clears the browser's storage. */
	wipe(): void {
		this.#chunks.clear();
		this.interrupted.emit(undefined);
	}
}

/** What a memory store is about to do to its disk. */
export type MemoryOperation = 'load' | 'append' | 'remove' | 'notes';

/** Awaited before each operation takes effect: may delay it, and by throwing a StorageError fail it. */
export type BeforeCommit = (operation: MemoryOperation) => Promise<void> | void;

/** A chunk store without a browser: for tests, and one instance for each "tab" of a disk. */
export class MemoryChunkStore implements ChunkStore {
	#closed = false;

	constructor(
		private readonly disk = new MemoryDisk(),
		private readonly beforeCommit: BeforeCommit = () => undefined
	) {}

	readonly onInterrupted = (listener: () => void) => this.disk.interrupted.on(listener);

	async load(note: string): Promise<LoadedChunks> {
		await this.#before('load');
		const stored = this.disk.chunks.filter(({ key }) => key.note === note);
		const chunks: Chunk[] = [];
		const damaged: ChunkKey[] = [];
		for (const { key, bytes } of stored) {
			if ((await chunkHash(bytes)) === key.hash) chunks.push({ key, bytes: bytes.slice() });
			else damaged.push(key);
		}
		return { chunks, damaged };
	}

	async append(note: string, kind: ChunkKind, bytes: Uint8Array): Promise<ChunkKey> {
		const copy = bytes.slice();
		const key: ChunkKey = { note, kind, hash: await chunkHash(copy) };
		await this.#before('append');
		this.disk.put(key, copy);
		return key;
	}

	async remove(keys: readonly ChunkKey[]): Promise<void> {
		await this.#before('remove');
		for (const key of keys) this.disk.delete(key);
	}

	async notes(): Promise<string[]> {
		await this.#before('notes');
		return [...new Set(this.disk.chunks.map(({ key }) => key.note))].sort();
	}

	close(): void {
		this.#closed = true;
	}

	async #before(operation: MemoryOperation): Promise<void> {
		if (this.#closed) throw new StorageError('closed');
		await this.beforeCommit(operation);
	}
}

function idOf({ note, kind, hash }: ChunkKey): string {
	return JSON.stringify([note, kind, hash]);
}
