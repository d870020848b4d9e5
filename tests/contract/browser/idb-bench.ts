import { IdbChunkStore } from '../../../src/lib/storage/idb-chunk-store.js';
import type { ChunkStore } from '../../../src/lib/storage/chunk-store.js';
import type { StoreBench } from '../chunk-store.js';

const DAMAGED_BYTES = Uint8Array.of(0xff);

/** Every connection that the page has opened, for `breakConnections`: IndexedDB itself does not list them. */
const connections = new Set<IDBDatabase>();

/** Keeps an eye on the page's connections from now on. To be called once, before the first bench is made. */
export function watchConnections(): void {
	const open = indexedDB.open.bind(indexedDB);
	indexedDB.open = (name, version) => {
		const request = open(name, version);
		request.addEventListener('success', () => connections.add(request.result));
		return request;
	};
}

/** Tells of the commit of every transaction that begins from now on, before anybody else hears of it. */
export function watchCommits(committed: () => void): void {
	const begin = IDBDatabase.prototype.transaction;
	IDBDatabase.prototype.transaction = function (this: IDBDatabase, ...options) {
		const transaction = begin.apply(this, options);
		transaction.addEventListener('complete', committed);
		return transaction;
	};
}

/** A bench of IndexedDB stores on one database; `end` closes them and deletes it. */
export function makeIdbBench(databaseName: string): StoreBench & { end(): Promise<void> } {
	const stores: ChunkStore[] = [];
	const deleteDatabase = async () => {
		await settled(indexedDB.deleteDatabase(databaseName));
	};
	return {
		open() {
			const store = new IdbChunkStore(databaseName);
			stores.push(store);
			return store;
		},
		async damage({ note, kind, hash }) {
			const database = await settled(indexedDB.open(databaseName));
			const chunks = database.transaction('chunks', 'readwrite').objectStore('chunks');
			await settled(chunks.put(DAMAGED_BYTES, [note, kind, hash]));
			database.close();
		},
		deleteDatabase,
		breakConnections() {
			for (const connection of connections) connection.close();
			connections.clear();
			return Promise.resolve();
		},
		async end() {
			for (const store of stores) store.close();
			await deleteDatabase();
		}
	};
}

/** Puts a value into the chunks' object store, whatever it is; undefined takes the key away. */
export async function setInStore(databaseName: string, key: IDBValidKey, value: unknown): Promise<void> {
	const database = await settled(indexedDB.open(databaseName));
	const store = database.transaction('chunks', 'readwrite').objectStore('chunks');
	await (value === undefined ? settled(store.delete(key)) : settled(store.put(value, key)));
	database.close();
}

function settled<Result>(request: IDBRequest<Result>): Promise<Result> {
	return new Promise((resolve, reject) => {
		request.onsuccess = () => resolve(request.result);
		request.onerror = () => reject(request.error ?? new Error('no error given'));
	});
}
