import type { Bytes } from '../util/bytes.js';
import { Emitter } from '../util/emitter.js';
import type { ChunkKey } from './chunk-store.js';

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

	/**
	 * Puts a value that was cut off under its key, as a crash may leave it. A whole chunk that is there already stays:
	 * no browser takes back what it committed.
	 */
	tear(key: ChunkKey, bytes: Bytes, length: number): void {
		if (!this.#chunks.has(idOf(key))) this.put(key, bytes.slice(0, length));
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

function idOf({ note, kind, hash }: ChunkKey): string {
	return JSON.stringify([note, kind, hash]);
}
