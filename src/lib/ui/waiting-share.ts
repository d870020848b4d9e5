import { resolve } from '$app/paths';
import { SharedItems } from '$lib/workspace/shared-items.js';
import { keepKnownWaiting, knownWaiting } from './known-waiting.js';

/** What notes are being made of, by its id. */
export const underWay = new Set<string>();

/** What was last known to be what `waitingShare` finds, at once. */
export function knownWaitingShare(): string | undefined {
	const known = knownWaiting(() => localStorage);
	return known === undefined || underWay.has(known) ? undefined : known;
}

/** Something that was shared and that no note was made of yet. */
export async function waitingShare(): Promise<string | undefined> {
	try {
		const id = 'caches' in globalThis ? await sharedItems().next(underWay) : undefined;
		keepKnownWaiting(() => localStorage, id);
		return id;
	} catch (error) {
		console.warn('it is not known whether something that was shared waits', error);
		return undefined;
	}
}

/** What other apps shared and no note was made of yet. */
export function sharedItems(): SharedItems {
	return new SharedItems(new URL(resolve('/'), location.href).href, caches);
}
