import type { Clock } from '../util/clock.js';
import { StorageError } from './chunk-store.js';
import { openingError } from './idb-failure.js';
import { DATABASE_DEADLINE_MS } from './limits.js';

/** The layout of the object store. It grows when an older Perch could no longer read what a newer one stores. */
const DATABASE_VERSION = 1;

/** A connection to a database. `isNew`: the database was not there and has been made. */
export interface OpenedDatabase {
	readonly database: IDBDatabase;
	readonly isNew: boolean;
}

/**
 * Opens a database with one object store without inline keys, and makes it if it is not there.
 *
 * @throws StorageError "blocked", "outdated", "unavailable" or "quota".
 */
export async function openDatabase(name: string, storeName: string, clock: Clock): Promise<OpenedDatabase> {
	try {
		let isNew = false;
		const request = indexedDB.open(name, DATABASE_VERSION);
		request.onupgradeneeded = () => {
			isNew = true;
			request.result.createObjectStore(storeName);
		};
		const database = await databaseOf(request, clock);
		return { database, isNew };
	} catch (failure) {
		throw openingError(failure);
	}
}

function databaseOf(request: IDBOpenDBRequest, clock: Clock): Promise<IDBDatabase> {
	return new Promise((resolve, reject) => {
		let givenUp = false;
		const giveUp = () => {
			givenUp = true;
			reject(new StorageError('blocked'));
		};
		// WebKit has left opening requests without any answer; waiting for ever would look like saving for ever.
		const cancelDeadline = clock.after(DATABASE_DEADLINE_MS, giveUp);
		request.onblocked = giveUp;
		request.onerror = () => {
			cancelDeadline();
			reject(request.error ?? new StorageError('unavailable'));
		};
		request.onsuccess = () => {
			cancelDeadline();
			// A connection that comes after it was given up would block the next upgrade or deletion.
			if (givenUp) request.result.close();
			else resolve(request.result);
		};
	});
}
