import type { Clock } from '../util/clock.js';
import { StorageError } from './chunk-store.js';
import { DATABASE_DEADLINE_MS } from './limits.js';

/** What a caller does with the object store. It issues its requests at once; when it returns, writing is over. */
export type StoreCallback<Result> = (store: IDBObjectStore) => Result | PromiseLike<Result>;

/**
 * Runs one transaction and settles after it has committed, or failed as a whole; a request's success is not enough.
 *
 * @throws what the transaction was aborted with, and StorageError "blocked" if it does not end in time.
 */
export async function runTransaction<Result>(
	transaction: IDBTransaction,
	storeName: string,
	callback: StoreCallback<Result>,
	clock: Clock
): Promise<Result> {
	const finished = finishedInTime(transaction, clock);
	let called: Promise<Result>;
	try {
		called = Promise.resolve(callback(transaction.objectStore(storeName)));
		// In this very task: Chromium drops a transaction without it if the person leaves the page before its requests end.
		if (transaction.mode === 'readwrite') transaction.commit();
	} catch (failure) {
		// The end of the transaction is its abort then, which says less than the failure.
		finished.catch(() => undefined);
		transaction.abort();
		throw failure;
	}
	// Heard at once, so that a failure is not taken for one that nobody handles while the end is awaited.
	called.catch(() => undefined);
	// The end first: idb-keyval rejects with null if a request's error comes by before the transaction knows its own,
	// and the requests of a database that hangs never settle.
	await finished;
	return await called;
}

function finishedInTime(transaction: IDBTransaction, clock: Clock): Promise<void> {
	return new Promise((resolve, reject) => {
		const cancelDeadline = clock.after(DATABASE_DEADLINE_MS, () => reject(new StorageError('blocked')));
		// Listeners and not the on… properties, which idb-keyval sets.
		transaction.addEventListener('complete', () => {
			cancelDeadline();
			resolve();
		});
		transaction.addEventListener('abort', () => {
			cancelDeadline();
			// Firefox gives no error where the connection was closed by force.
			reject(transaction.error ?? new DOMException('the transaction was aborted', 'AbortError'));
		});
	});
}
