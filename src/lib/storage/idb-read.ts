import { promisifyRequest } from 'idb-keyval';

/** A stored pair; `value` is undefined where the browser could not read it. */
export type Entry = readonly [key: IDBValidKey, value: unknown];

/** The keys that are arrays and begin with `first`, and no others: in IndexedDB an array comes after every string. */
export function keysThatBeginWith(first: string): IDBKeyRange {
	return IDBKeyRange.bound([first], [first, []]);
}

/** Every entry of the range. Fails as a whole if the browser cannot read one of the values. */
export async function readEntries(store: IDBObjectStore, range: IDBKeyRange): Promise<Entry[]> {
	const [keys, values] = await Promise.all([
		promisifyRequest(store.getAllKeys(range)),
		promisifyRequest<unknown[]>(store.getAll(range))
	]);
	return keys.map((key, index) => [key, values[index]]);
}

/** Every entry of the range, one request for each, so that a value that cannot be read does not hide the others. */
export async function readEntriesOneByOne(store: IDBObjectStore, range: IDBKeyRange): Promise<Entry[]> {
	const keys = await promisifyRequest(store.getAllKeys(range));
	return await Promise.all(keys.map(async (key): Promise<Entry> => [key, await readIfPossible(store, key)]));
}

function readIfPossible(store: IDBObjectStore, key: IDBValidKey): Promise<unknown> {
	return new Promise((resolve) => {
		const request: IDBRequest<unknown> = store.get(key);
		request.onsuccess = () => resolve(request.result);
		request.onerror = (event) => {
			// Otherwise the error aborts the transaction, and with it the reading of the values that are intact.
			event.preventDefault();
			event.stopPropagation();
			resolve(undefined);
		};
	});
}

/** The first elements of all keys that are arrays, each once, in their order: one step of a cursor for each. */
export function readFirstElements(store: IDBObjectStore): Promise<string[]> {
	return new Promise((resolve, reject) => {
		const elements: string[] = [];
		const request = store.openKeyCursor();
		request.onerror = () => reject(request.error ?? new DOMException('no cursor', 'UnknownError'));
		request.onsuccess = () => {
			const cursor = request.result;
			if (cursor === null) {
				resolve(elements);
				return;
			}
			const first: unknown = Array.isArray(cursor.key) ? cursor.key[0] : undefined;
			if (typeof first !== 'string') {
				cursor.continue();
				return;
			}
			elements.push(first);
			cursor.continue([first, []]);
		};
	});
}
