import { m } from '$lib/paraglide/messages.js';
import type { StorageFailure } from '$lib/storage/chunk-store.js';
import type { StorageTrouble } from '$lib/workspace/types.js';
import { failureText } from './failure-reason.js';

/** What is wrong with the device's storage, and what to do, where nothing is tried again by itself. */
const ADVICE: Readonly<Record<StorageFailure, () => string>> = {
	quota: m.storage_advice_quota,
	closed: m.storage_advice_closed,
	blocked: m.storage_advice_blocked,
	busy: m.storage_advice_busy,
	outdated: m.storage_advice_outdated,
	unavailable: m.storage_advice_unavailable,
	unknown: m.storage_advice_unknown
};

/** The same for text that is in memory only and that Perch goes on trying to save. */
const UNSAVED_ADVICE: Readonly<Record<StorageFailure, () => string>> = {
	quota: m.unsaved_advice_quota,
	closed: m.unsaved_advice_closed,
	blocked: m.unsaved_advice_blocked,
	busy: m.storage_advice_busy,
	outdated: m.unsaved_advice_outdated,
	unavailable: m.unsaved_advice_unavailable,
	unknown: m.unsaved_advice_unknown
};

const TROUBLE_TITLE: Readonly<Record<StorageTrouble['what'], () => string>> = {
	'library-unread': m.library_unread_title,
	'library-unsaved': m.library_unsaved_title,
	'left-note-unsaved': m.left_note_unsaved_title
};

/** What storage keeps from working, as a banner says it: what is wrong, and what to do. */
export function troubleText({ what, reason }: StorageTrouble): { title: string; text: string } {
	const advice = what === 'library-unread' ? storageAdvice(reason) : unsavedAdvice(reason);
	return { title: TROUBLE_TITLE[what](), text: advice };
}

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
