import { chunkHash } from './chunk-hash.js';
import {
	chunkIdOf,
	StorageError,
	type Chunk,
	type ChunkKey,
	type ChunkKind,
	type ChunkStore,
	type LoadedChunks,
	type SalvagedChunk
} from './chunk-store.js';
import { MemoryDisk } from './memory-disk.js';

export { MemoryDisk };

/** What a memory store is about to do to its disk. */
export type MemoryOperation = 'load' | 'append' | 'remove' | 'erase' | 'notes';

/**
 * What a crash makes of an operation under way, of which nobody is there any more to hear how it ended. `lost`: nothing
 * of it is on the disk; `torn`: of an append, only so many bytes, as databases leave a value that was not yet written
 * out; what it removes stays.
 */
export type CrashFate = { readonly kind: 'lost' } | { readonly kind: 'torn'; readonly bytes: number };

type TornFate = Extract<CrashFate, { readonly kind: 'torn' }>;

/**
 * Awaited before each operation takes effect: may delay it, by throwing a StorageError fail it, and by giving a fate
 * let it end in a crash.
 */
export type BeforeCommit =
	| ((operation: MemoryOperation) => Promise<void> | void)
	| ((operation: MemoryOperation) => Promise<CrashFate | undefined> | CrashFate | undefined);

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
		// As IndexedDB does: by hash, and not in the order in which they were written.
		stored.sort((a, b) => (chunkIdOf(a.key) < chunkIdOf(b.key) ? -1 : 1));
		const chunks: Chunk[] = [];
		const damaged: ChunkKey[] = [];
		for (const { key, bytes } of stored) {
			if ((await chunkHash(bytes)) === key.hash) chunks.push({ key, bytes: bytes.slice() });
			else damaged.push(key);
		}
		return { chunks, damaged };
	}

	async salvage(note: string): Promise<readonly SalvagedChunk[]> {
		await this.#before('load');
		const stored = this.disk.chunks.filter(({ key }) => key.note === note);
		return stored.map(({ key, bytes }) => ({ key, bytes: bytes.slice() }));
	}

	async append(note: string, kind: ChunkKind, bytes: Uint8Array): Promise<ChunkKey> {
		const copy = bytes.slice();
		const key: ChunkKey = { note, kind, hash: await chunkHash(copy) };
		await this.#before('append', ({ bytes: length }) => this.disk.tear(key, copy, length));
		this.disk.put(key, copy);
		return key;
	}

	async remove(keys: readonly ChunkKey[]): Promise<void> {
		await this.#before('remove');
		for (const key of keys) this.disk.delete(key);
	}

	async keys(note?: string): Promise<ChunkKey[]> {
		await this.#before('load');
		return this.disk.chunks.map(({ key }) => key).filter((key) => note === undefined || key.note === note);
	}

	async erase(notes: readonly string[]): Promise<void> {
		await this.#before('erase');
		for (const { key } of this.disk.chunks) if (notes.includes(key.note)) this.disk.delete(key);
	}

	async notes(): Promise<string[]> {
		await this.#before('notes');
		return [...new Set(this.disk.chunks.map(({ key }) => key.note))].sort();
	}

	close(): void {
		this.#closed = true;
	}

	/** Never settles if the operation ends in a crash. */
	async #before(operation: MemoryOperation, tear: (fate: TornFate) => void = () => undefined): Promise<void> {
		if (this.#closed) throw new StorageError('closed');
		const fate = await this.beforeCommit(operation);
		if (typeof fate !== 'object') return;
		if (fate.kind === 'torn') tear(fate);
		await new Promise(() => undefined);
	}
}
