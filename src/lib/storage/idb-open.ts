import { promisifyRequest } from 'idb-keyval';
import type { Clock } from '../util/clock.js';
import { StorageError } from './chunk-store.js';
import { openingError } from './idb-failure.js';
import { runTransaction } from './idb-transaction.js';
import { DATABASE_DEADLINE_MS } from './limits.js';
import { assertKnownFormat, FORMAT_KEY, STORED_FORMAT } from './stored-format.js';

/** The layout of the object store; what is in it has a format of its own (stored-format.ts). */
const DATABASE_VERSION = 1;

/** A connection to a database. `isNew`: the database was not there and has been made. */
export interface OpenedDatabase {
	readonly database: IDBDatabase;
	readonly isNew: boolean;
}

/**
 * Opens a database with one object store without inline keys, and makes it if it is not there.
 *
 * @throws StorageError "blocked", "outdated", "unavailable" or "quota"; a DOMException if the connection was lost at once.
 */
export async function openDatabase(name: string, storeName: string, clock: Clock): Promise<OpenedDatabase> {
	let isNew = false;
	const database = await opened(name, clock, (made) => {
		isNew = true;
		made.createObjectStore(storeName).put(STORED_FORMAT, FORMAT_KEY);
	});
	// Until the caller has one of its own: nobody is to wait for this connection.
	database.onversionchange = () => database.close();
	try {
		assertKnownFormat(await readMark(database, storeName, clock));
	} catch (failure) {
		database.close();
		throw failure;
	}
	return { database, isNew };
}

async function opened(
	name: string,
	clock: Clock,
	make: (database: IDBDatabase) => void
): Promise<IDBDatabase> {
	try {
		const request = indexedDB.open(name, DATABASE_VERSION);
		request.onupgradeneeded = () => make(request.result);
		return await databaseOf(request, clock);
	} catch (failure) {
		throw openingError(failure);
	}
}

async function readMark(database: IDBDatabase, storeName: string, clock: Clock): Promise<unknown> {
	const transaction = database.transaction(storeName, 'readonly');
	return await runTransaction(
		transaction,
		storeName,
		(store) => promisifyRequest<unknown>(store.get(FORMAT_KEY)),
		clock
	);
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
