import { promisifyRequest } from 'idb-keyval';
import type { Bytes } from '../util/bytes.js';
import type { Clock } from '../util/clock.js';
import { chunkHash } from './chunk-hash.js';
import type { Chunk, ChunkKey, ChunkKind, ChunkStore, LoadedChunks, SalvagedChunk } from './chunk-store.js';
import { IdbConnection } from './idb-connection.js';
import { keysThatBeginWith, readFirstElements } from './idb-read.js';
import { readReadableEntries } from './idb-salvage.js';

/** The database and object store of the chunks. They are stored data: never rename. */
export const CHUNK_DATABASE = 'perch-notes';
export const CHUNK_STORE = 'chunks';

/**
 * A kill of the browser takes back nothing that was committed, 'relaxed' or not: the operating system has the bytes.
 * A power cut may. A snapshot is forced to the disk, because the chunks that it replaces are deleted next.
 */
const DURABILITY: Readonly<Record<ChunkKind, IDBTransactionDurability>> = {
	update: 'relaxed',
	snapshot: 'strict'
};

/** The chunks of notes in IndexedDB, under the key `[note, kind, hash]`. Several tabs may use one database at a time. */
export class IdbChunkStore implements ChunkStore {
	readonly onInterrupted: ChunkStore['onInterrupted'];
	readonly #connection: IdbConnection;

	/** `databaseName`: another one for tests. */
	constructor(databaseName = CHUNK_DATABASE, clock?: Clock) {
		this.#connection = new IdbConnection(databaseName, CHUNK_STORE, clock);
		this.onInterrupted = this.#connection.onInterrupted;
	}

	async load(note: string): Promise<LoadedChunks> {
		const chunks: Chunk[] = [];
		const damaged: ChunkKey[] = [];
		const entries = await readReadableEntries(this.#connection.use, keysThatBeginWith(note));
		await Promise.all(
			entries.map(async ([idbKey, value]) => {
				const key = fromIdbKey(idbKey);
				if (key === undefined) return;
				if (isBytes(value) && (await chunkHash(value)) === key.hash) chunks.push({ key, bytes: value });
				else damaged.push(key);
			})
		);
		return { chunks, damaged };
	}

	async salvage(note: string): Promise<readonly SalvagedChunk[]> {
		const entries = await readReadableEntries(this.#connection.use, keysThatBeginWith(note));
		return entries.flatMap(([idbKey, value]) => {
			const key = fromIdbKey(idbKey);
			return key !== undefined && isBytes(value) ? [{ key, bytes: value }] : [];
		});
	}

	async append(note: string, kind: ChunkKind, bytes: Uint8Array): Promise<ChunkKey> {
		// Without a copy, a view of a part would be stored with the whole buffer behind it.
		const copy = bytes.slice();
		const hash = chunkHash(copy);
		// No await for a hash that is there: a page that is being left may not get to run another task.
		const key: ChunkKey = { note, kind, hash: typeof hash === 'string' ? hash : await hash };
		await this.#connection.use('readwrite', (store) => void store.put(copy, toIdbKey(key)), DURABILITY[kind]);
		return key;
	}

	async remove(keys: readonly ChunkKey[]): Promise<void> {
		await this.#connection.use('readwrite', (store) => {
			for (const key of keys) store.delete(toIdbKey(key));
		});
	}

	async keys(note?: string): Promise<ChunkKey[]> {
		const range = note === undefined ? undefined : keysThatBeginWith(note);
		const idbKeys = await this.#connection.use('readonly', (store) =>
			promisifyRequest(store.getAllKeys(range))
		);
		return idbKeys.map(fromIdbKey).filter((key) => key !== undefined);
	}

	async erase(notes: readonly string[]): Promise<void> {
		const eraseAll = (store: IDBObjectStore) => {
			for (const note of notes) store.delete(keysThatBeginWith(note));
		};
		await this.#connection.use('readwrite', eraseAll, DURABILITY.snapshot);
	}

	async notes(): Promise<string[]> {
		return await this.#connection.use('readonly', readFirstElements);
	}

	close(): void {
		this.#connection.close();
	}
}

function toIdbKey({ note, kind, hash }: ChunkKey): IDBValidKey {
	return [note, kind, hash];
}

/** The chunk key, or undefined if a later version of Perch has put something else there. */
function fromIdbKey(key: IDBValidKey): ChunkKey | undefined {
	if (!Array.isArray(key) || key.length !== 3) return undefined;
	const [note, kind, hash]: unknown[] = key;
	if (typeof note !== 'string' || typeof hash !== 'string') return undefined;
	return kind === 'update' || kind === 'snapshot' ? { note, kind, hash } : undefined;
}

function isBytes(value: unknown): value is Bytes {
	return value instanceof Uint8Array && value.buffer instanceof ArrayBuffer;
}
