import type { Answers } from './answers.js';
import type { KeepingPromise } from './storage-safety.svelte.js';
import type { ListedNote } from './types.js';

const DAY_MS = 24 * 60 * 60 * 1_000;

/** A note that only this device has may be so old, in milliseconds, before it is said to back it up. */
export const BACK_UP_AFTER_MS = 7 * DAY_MS;

/** Whoever puts the reminder off is left alone for so long, in milliseconds. */
export const BACK_UP_LATER_MS = 14 * DAY_MS;
export const FULL_LATER_MS = 3 * DAY_MS;

/** From so many notes with words on, Perch is of use to somebody. */
export const INSTALL_FROM_NOTES = 3;

/** What the list of notes says above the notes, one at a time: the first that applies. */
export type Care = 'full' | 'back-up' | 'install';

/** A note of the list, as far as it matters here; times are milliseconds since 1970. */
export interface CaredNote {
	readonly addedAt: number;
	readonly changedAt: number;
	/** It was shared or joined, so that somebody else may have it. */
	readonly shared: boolean;
	readonly hasWords: boolean;
}

/** The notes of the list, as far as it matters here. */
export function caredNotes(notes: readonly ListedNote[]): readonly CaredNote[] {
	return notes.map(({ addedAt, changedAt, shared, title, preview }) => ({
		...{ addedAt, changedAt, shared },
		hasWords: title !== '' || preview !== ''
	}));
}

/** What it is decided from. */
export interface CareFacts {
	readonly now: number;
	readonly notes: readonly CaredNote[];
	readonly promise: KeepingPromise;
	readonly nearlyFull: boolean;
	/** The browser can install the app, and it does not run as one. */
	readonly installable: boolean;
	readonly answers: Answers;
}

/** What is to be said (docs/storage.md, S44). */
export function careFor({
	now,
	notes,
	promise,
	nearlyFull,
	installable,
	answers
}: CareFacts): Care | undefined {
	const isOver = (since: number | undefined, timeMs: number) =>
		since === undefined || Math.abs(now - since) >= timeMs;
	if (nearlyFull && isOver(answers['full-later'], FULL_LATER_MS)) return 'full';

	const backedUp = answers['backed-up'] ?? -Infinity;
	const isAlone = ({ addedAt, changedAt, shared, hasWords }: CaredNote) =>
		hasWords && !shared && now - addedAt >= BACK_UP_AFTER_MS && changedAt > backedUp;
	const mayGo = promise !== 'given' && promise !== 'unknown';
	if (mayGo && notes.some(isAlone) && isOver(answers['back-up-later'], BACK_UP_LATER_MS)) return 'back-up';

	const written = notes.filter(({ hasWords }) => hasWords).length;
	const isAsked = installable && written >= INSTALL_FROM_NOTES && answers['install-no'] === undefined;
	return isAsked ? 'install' : undefined;
}
