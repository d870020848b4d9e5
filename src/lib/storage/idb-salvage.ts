import { promisifyRequest, type UseStore } from 'idb-keyval';
import { StorageError, type StorageFailure } from './chunk-store.js';
import { readEntries, type Entry } from './idb-read.js';

/** So often a listing that another tab has changed meanwhile is read again. */
const MAX_LISTINGS = 10;

/** Failures that no single value is the cause of. */
const OF_THE_DATABASE: ReadonlySet<StorageFailure> = new Set(['closed', 'blocked', 'outdated']);

/**
 * Every entry of the range as of one moment, with `undefined` for a value that the browser cannot read: browsers keep
 * large values in files of their own, and one that is missing or cut fails the reading of all.
 *
 * @throws StorageError if the database cannot be read at all.
 */
export async function readReadableEntries(use: UseStore, range: IDBKeyRange): Promise<Entry[]> {
	try {
		return await use('readonly', (store) => readEntries(store, range));
	} catch (failure) {
		if (!mayBeOneValue(failure)) throw failure;
		return await readOneByOne(use, range);
	}
}

/**
 * A transaction for each value, because Chromium ends the transaction that meets an unreadable one. Another tab may
 * compact between them: then what was listed is there no more, and the listing is read again.
 */
async function readOneByOne(use: UseStore, range: IDBKeyRange): Promise<Entry[]> {
	const list = () => use('readonly', (store) => promisifyRequest(store.getAllKeys(range)));
	let keys = await list();
	for (let listing = 0; listing < MAX_LISTINGS; listing += 1) {
		const entries: Entry[] = [];
		for (const key of keys) entries.push([key, await valueOrUndefined(use, key)]);
		// Fails if the whole database has become unreadable, so that this is never taken for damage of every value.
		const keysAfter = await list();
		const there = new Set(keysAfter.map((key) => JSON.stringify(key)));
		if (keys.every((key) => there.has(JSON.stringify(key)))) return entries;
		keys = keysAfter;
	}
	throw new StorageError('blocked');
}

async function valueOrUndefined(use: UseStore, key: IDBValidKey): Promise<unknown> {
	try {
		return await use('readonly', (store) => promisifyRequest<unknown>(store.get(key)));
	} catch (failure) {
		if (!mayBeOneValue(failure)) throw failure;
		return undefined;
	}
}

function mayBeOneValue(failure: unknown): boolean {
	return failure instanceof StorageError && !OF_THE_DATABASE.has(failure.reason);
}
