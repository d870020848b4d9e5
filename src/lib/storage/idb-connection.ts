import { systemClock, type Clock } from '../util/clock.js';
import { Emitter, type Unsubscribe } from '../util/emitter.js';
import { StorageError } from './chunk-store.js';
import { isConnectionClosed, isWorthReopening, transactionError } from './idb-failure.js';
import { openDatabase } from './idb-open.js';
import { runTransaction, type StoreCallback } from './idb-transaction.js';
import { watchFormat } from './stored-format.js';

/**
 * A connection to one object store of one database, opened at the first use and again after it was lost: browsers
 * close connections on resume, when storage is cleared, and when another tab deletes or upgrades the database.
 * `use` is a `UseStore` of idb-keyval.
 */
export class IdbConnection {
	readonly #interrupted = new Emitter<undefined>();
	#opening: Promise<IDBDatabase> | undefined;
	#database: IDBDatabase | undefined;
	/** It was open, and nobody was told since that its content may be gone. */
	#hasContent = false;
	#closed = false;
	#unwatchFormat: Unsubscribe | undefined;

	constructor(
		private readonly databaseName: string,
		private readonly storeName: string,
		private readonly clock: Clock = systemClock
	) {}

	/** Tells that the database was deleted or the connection lost: what was stored before may be gone. */
	readonly onInterrupted = (listener: () => void) => this.#interrupted.on(listener);

	/**
	 * Runs the callback in a transaction, and once more on a new connection if the first was lost under it. Settles
	 * after the commit. The callback must be safe to run twice.
	 *
	 * @throws StorageError
	 */
	readonly use = async <Result>(
		mode: IDBTransactionMode,
		callback: StoreCallback<Result>,
		durability: IDBTransactionDurability = 'relaxed'
	): Promise<Result> => {
		try {
			return await this.#attempt(mode, callback, durability);
		} catch (failure) {
			if (!isWorthReopening(failure)) throw transactionError(failure);
		}
		try {
			return await this.#attempt(mode, callback, durability);
		} catch (failure) {
			throw transactionError(failure);
		}
	};

	/** Ends the connection; transactions that run are completed. Every later `use` throws StorageError "closed". */
	close(): void {
		this.#closed = true;
		this.#unwatchFormat?.();
		this.#database?.close();
		this.#forget();
		this.#interrupted.clear();
	}

	async #attempt<Result>(
		mode: IDBTransactionMode,
		callback: StoreCallback<Result>,
		durability: IDBTransactionDurability
	): Promise<Result> {
		const database = this.#database ?? (await this.#open());
		try {
			const transaction = database.transaction(this.storeName, mode, { durability });
			return await runTransaction(transaction, this.storeName, callback, this.clock);
		} catch (failure) {
			if (isConnectionClosed(failure)) this.#lost(database);
			else if (isWorthReopening(failure) || failure instanceof StorageError) this.#drop(database);
			throw failure;
		}
	}

	#open(): Promise<IDBDatabase> {
		if (this.#closed) return Promise.reject(new StorageError('closed'));
		this.#opening ??= this.#openAnew();
		return this.#opening;
	}

	async #openAnew(): Promise<IDBDatabase> {
		// The next use after that opens it anew, and finds that it may not.
		this.#unwatchFormat ??= watchFormat(() => {
			if (this.#database !== undefined) this.#lost(this.#database);
		});
		try {
			const { database, isNew } = await openDatabase(this.databaseName, this.storeName, this.clock);
			if (this.#closed) {
				database.close();
				throw new StorageError('closed');
			}
			database.onclose = () => this.#lost(database);
			// Without closing, this tab would block the deletion or another tab's upgrade for as long as it is open. After an
			// upgrade this one can use the database only if that is deleted and made again, of which it would not be told.
			database.onversionchange = () => this.#lost(database);
			this.#database = database;
			// It was deleted while no connection was open that would have been told of it.
			if (isNew && this.#hasContent) this.#interrupted.emit(undefined);
			this.#hasContent = true;
			return database;
		} catch (failure) {
			this.#forget();
			throw failure;
		}
	}

	#lost(database: IDBDatabase): void {
		if (!this.#drop(database)) return;
		this.#hasContent = false;
		this.#interrupted.emit(undefined);
	}

	/** False if another transaction or event has dropped this connection before. */
	#drop(database: IDBDatabase): boolean {
		if (this.#database !== database) return false;
		database.close();
		this.#forget();
		return true;
	}

	#forget(): void {
		this.#database = undefined;
		this.#opening = undefined;
	}
}
