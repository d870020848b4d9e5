import { m } from '$lib/paraglide/messages.js';
import type { StorageFailure } from '$lib/storage/chunk-store.js';
import { failureText } from './failure-reason.js';

/** What is wrong with the device's storage, and what to do, where nothing is tried again by itself. */
const ADVICE: Readonly<Record<StorageFailure, () => string>> = {
	quota: m.storage_advice_quota,
	closed: m.storage_advice_closed,
	blocked: m.storage_advice_blocked,
	unavailable: m.storage_advice_unavailable,
	unknown: m.storage_advice_unknown
};

/** The same for text that is in memory only and that Perch goes on trying to save. */
const UNSAVED_ADVICE: Readonly<Record<StorageFailure, () => string>> = {
	quota: m.unsaved_advice_quota,
	closed: m.unsaved_advice_closed,
	blocked: m.unsaved_advice_blocked,
	unavailable: m.unsaved_advice_unavailable,
	unknown: m.unsaved_advice_unknown
};

export function unsavedAdvice(reason: StorageFailure): string {
	return UNSAVED_ADVICE[reason]();
}

export function storageAdvice(reason: StorageFailure): string {
	return ADVICE[reason]();
}

/** The advice for an error that was thrown. */
export function storageErrorAdvice(error: unknown): string {
	return failureText(error, ADVICE, m.storage_advice_unknown);
}
