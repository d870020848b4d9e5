import { del, get, promisifyRequest, set, type UseStore } from 'idb-keyval';
import type { Clock } from '../util/clock.js';
import { IdbConnection } from './idb-connection.js';
import { keysThatBeginWith, readEntries } from './idb-read.js';
import type { Check, KeyValueSection, KeyValueStore, LocalPlace } from './key-value.js';

/** The database and object store of local data. They are stored data: never rename. */
export const LOCAL_DATABASE = 'perch-local';
const LOCAL_STORE = 'local';

/** Local data in IndexedDB, in a database apart from the notes, under the key `[section, key]`. */
export class IdbKeyValueStore implements KeyValueStore {
	readonly #connection: IdbConnection;

	/** `databaseName`: another one for tests. */
	constructor(databaseName = LOCAL_DATABASE, clock?: Clock) {
		this.#connection = new IdbConnection(databaseName, LOCAL_STORE, clock);
	}

	section<Value>(name: string, check: Check<Value>): KeyValueSection<Value> {
		const use: UseStore = this.#connection.use;
		return {
			async get(key) {
				const stored: unknown = await get([name, key], use);
				return check(stored) ? stored : undefined;
			},
			set: (key, value) => set([name, key], value, use),
			delete: (key) => del([name, key], use),
			clear: () => use('readwrite', (store) => void store.delete(keysThatBeginWith(name))),
			async entries() {
				const stored = await use('readonly', (store) => readEntries(store, keysThatBeginWith(name)));
				const entries: [string, Value][] = [];
				for (const [idbKey, value] of stored) {
					const key: unknown = Array.isArray(idbKey) ? idbKey[1] : undefined;
					if (typeof key === 'string' && check(value)) entries.push([key, value]);
				}
				return entries;
			},
			async values() {
				const range = keysThatBeginWith(name);
				const stored = await use('readonly', (store) => promisifyRequest<unknown[]>(store.getAll(range)));
				return stored.filter(check);
			}
		};
	}

	async erase(places: readonly LocalPlace[]): Promise<void> {
		await this.#connection.use('readwrite', (store) => {
			for (const { section, key } of places)
				store.delete(key === undefined ? keysThatBeginWith(section) : [section, key]);
		});
	}

	close(): void {
		this.#connection.close();
	}
}
