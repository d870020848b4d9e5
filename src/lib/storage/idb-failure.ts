import { StorageError, type StorageFailure } from './chunk-store.js';

/** Firefox names a full disk otherwise than a full quota. */
const FULL = new Set(['QuotaExceededError', 'NS_ERROR_FILE_NO_DEVICE_SPACE']);

/**
 * What transactions fail with when the connection was closed under them: InvalidStateError at their begin, AbortError
 * in the midst, and UnknownError in WebKit ("Connection to Indexed Database server lost").
 */
const CONNECTION_LOST = new Set(['InvalidStateError', 'AbortError', 'UnknownError']);

/** Whether a transaction failed so that it may succeed on a new connection. */
export function isConnectionLost(failure: unknown): boolean {
	return CONNECTION_LOST.has(nameOf(failure));
}

/** Why a database could not be opened. */
export function openingError(failure: unknown): StorageError {
	return toStorageError(failure, nameOf(failure) === 'VersionError' ? 'blocked' : 'unavailable');
}

/** Why a transaction failed. */
export function transactionError(failure: unknown): StorageError {
	return toStorageError(failure, isConnectionLost(failure) ? 'unavailable' : 'unknown');
}

function toStorageError(failure: unknown, otherwise: StorageFailure): StorageError {
	if (failure instanceof StorageError) return failure;
	return new StorageError(FULL.has(nameOf(failure)) ? 'quota' : otherwise, { cause: failure });
}

function nameOf(failure: unknown): string {
	return failure instanceof Error ? failure.name : '';
}
