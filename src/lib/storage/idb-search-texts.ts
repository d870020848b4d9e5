import { promisifyRequest } from 'idb-keyval';
import type { Clock } from '../util/clock.js';
import { IdbConnection } from './idb-connection.js';
import { isSearchText, type SearchText, type SearchTexts } from './search-texts.js';

/** The database and object store of search texts. Another form of them takes another store. */
export const SEARCH_DATABASE = 'perch-search';
const SEARCH_STORE = 'texts';

/** Search texts in a database of their own, under the note's id: writing them keeps nothing else waiting, and it can be thrown away. */
export class IdbSearchTexts implements SearchTexts {
	readonly #connection: IdbConnection;

	/** `databaseName`: another one for tests. */
	constructor(databaseName = SEARCH_DATABASE, clock?: Clock) {
		this.#connection = new IdbConnection(databaseName, SEARCH_STORE, clock);
	}

	async page(after: string, most: number): Promise<SearchText[]> {
		const range = IDBKeyRange.lowerBound(after, true);
		const values = await this.#connection.use('readonly', (store) =>
			promisifyRequest<unknown[]>(store.getAll(range, most))
		);
		return values.filter(isSearchText);
	}

	async get(ids: readonly string[]): Promise<SearchText[]> {
		const values = await this.#connection.use('readonly', (store) =>
			Promise.all(ids.map((id) => promisifyRequest<unknown>(store.get(id))))
		);
		return values.filter(isSearchText);
	}

	async put(texts: readonly SearchText[]): Promise<void> {
		await this.#connection.use('readwrite', (store) => {
			for (const text of texts) store.put(text, text.id);
		});
	}

	async delete(ids: readonly string[]): Promise<void> {
		await this.#connection.use('readwrite', (store) => {
			for (const id of ids) store.delete(id);
		});
	}

	async clear(): Promise<void> {
		await this.#connection.use('readwrite', (store) => void store.clear());
	}

	close(): void {
		this.#connection.close();
	}
}
