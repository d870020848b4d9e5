import { promisifyRequest } from 'idb-keyval';

/** A stored pair. */
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
