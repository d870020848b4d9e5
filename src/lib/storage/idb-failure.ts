import { StorageError, type StorageFailure } from './chunk-store.js';

/** Firefox names a full disk otherwise than a full quota. */
const FULL = new Set(['QuotaExceededError', 'NS_ERROR_FILE_NO_DEVICE_SPACE']);

/** What a transaction fails with when the connection was closed: at its begin, or in the midst. */
const CONNECTION_CLOSED = new Set(['InvalidStateError', 'AbortError']);

/** Whether a transaction failed because the connection was closed under it. */
export function isConnectionClosed(failure: unknown): boolean {
	return CONNECTION_CLOSED.has(nameOf(failure));
}

/**
 * Whether a transaction failed so that it may succeed on a new connection. UnknownError is WebKit's "Connection to
 * Indexed Database server lost", but also what browsers say of a value that they cannot read.
 */
export function isWorthReopening(failure: unknown): boolean {
	return isConnectionClosed(failure) || nameOf(failure) === 'UnknownError';
}

/** Why a database could not be opened. */
export function openingError(failure: unknown): StorageError {
	return toStorageError(failure, nameOf(failure) === 'VersionError' ? 'outdated' : 'unavailable');
}

/** Why a transaction failed. */
export function transactionError(failure: unknown): StorageError {
	return toStorageError(failure, isWorthReopening(failure) ? 'unavailable' : 'unknown');
}

function toStorageError(failure: unknown, otherwise: StorageFailure): StorageError {
	if (failure instanceof StorageError) return failure;
	return new StorageError(FULL.has(nameOf(failure)) ? 'quota' : otherwise, { cause: failure });
}

function nameOf(failure: unknown): string {
	return failure instanceof Error ? failure.name : '';
}
