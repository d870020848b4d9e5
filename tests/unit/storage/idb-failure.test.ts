import { expect, it } from 'vitest';
import { StorageError } from '$lib/storage/chunk-store.js';
import { isWorthReopening, openingError, transactionError } from '$lib/storage/idb-failure.js';

it.each([
	['QuotaExceededError', 'quota'],
	['VersionError', 'outdated'],
	['SecurityError', 'unavailable'],
	['InvalidStateError', 'unavailable'],
	['UnknownError', 'unavailable']
])('S9 opening that fails with %s is told as "%s"', (name, reason) => {
	expect(openingError(new DOMException('', name)).reason).toBe(reason);
});

it.each([
	['QuotaExceededError', 'quota'],
	['NS_ERROR_FILE_NO_DEVICE_SPACE', 'quota'],
	['InvalidStateError', 'unavailable'],
	['AbortError', 'unavailable'],
	['UnknownError', 'unavailable'],
	['DataError', 'unknown']
])('S9 a transaction that fails with %s is told as "%s"', (name, reason) => {
	expect(transactionError(new DOMException('', name)).reason).toBe(reason);
});

it('S9 what is a StorageError already stays as it is, and anything else keeps its cause', () => {
	const closed = new StorageError('closed');
	expect(openingError(closed)).toBe(closed);
	expect(transactionError(closed)).toBe(closed);
	expect(transactionError(null)).toMatchObject({ reason: 'unknown', cause: null });
});

it('S10 only failures of a lost connection are worth another one', () => {
	expect(isWorthReopening(new DOMException('', 'AbortError'))).toBe(true);
	expect(isWorthReopening(new DOMException('', 'QuotaExceededError'))).toBe(false);
	expect(isWorthReopening(new StorageError('blocked'))).toBe(false);
});
