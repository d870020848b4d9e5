import type { OpenPictureStore } from './early-list.js';

/** Where it is kept what is known to wait. */
const KEY = 'perch:waits';

/** The id of what was last known to wait of all that other apps shared, at once; undefined if nothing did, or it is not known. */
export function knownWaiting(open: OpenPictureStore): string | undefined {
	try {
		return open().getItem(KEY) || undefined;
	} catch (failure) {
		// The store is shut, as in some private windows.
		console.warn('it is not known at once whether something waits', failure);
		return undefined;
	}
}

/** Keeps what is known to wait, or that nothing does. */
export function keepKnownWaiting(open: OpenPictureStore, id: string | undefined): void {
	try {
		const store = open();
		if ((store.getItem(KEY) ?? '') !== (id ?? '')) store.setItem(KEY, id ?? '');
	} catch (failure) {
		console.warn('it will not be known at once whether something waits', failure);
	}
}
