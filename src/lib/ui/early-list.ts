import type { ListedNote } from '$lib/workspace/types.js';

/** Where the beginning of the list is kept as it was seen last. */
const KEY = 'perch:list';

/** So many notes are kept: what fits on a screen, and a little to scroll. */
const MOST = 40;

/** What a line of the list says in words below the title. */
export interface SaidOfNote {
	readonly preview: string;
	/** With whom it is shared. */
	readonly shared: string | undefined;
}

/** What of a browser's store is used here. */
export type PictureStore = Pick<Storage, 'getItem' | 'setItem'>;

/** Gives the browser's store; throws where that is shut. */
export type OpenPictureStore = () => PictureStore;

/**
 * The beginning of the list as it was seen last on this device, for the moments until the library is read. It is a picture: nothing is
 * decided by it, and notes may be gone, or new, since.
 */
export function earlyList(open: OpenPictureStore): readonly ListedNote[] {
	try {
		const kept: unknown = JSON.parse(open().getItem(KEY) ?? '[]');
		return Array.isArray(kept) ? kept.slice(0, MOST).filter(isListed) : [];
	} catch (failure) {
		// The store is shut, as in some private windows, or what it has is none of ours.
		console.warn('the list of last time cannot be shown', failure);
		return [];
	}
}

/**
 * Keeps the beginning of the list for the next start, in the place of what was kept before.
 *
 * @param said of a note in words: for the script in the library's own HTML (early/library-script.js), which has no way to find them
 */
export function keepEarlyList(
	open: OpenPictureStore,
	notes: readonly ListedNote[],
	said: (note: ListedNote) => SaidOfNote
): void {
	const text = JSON.stringify(notes.slice(0, MOST).map((note) => ({ ...note, said: said(note) })));
	try {
		const store = open();
		if (store.getItem(KEY) !== text) store.setItem(KEY, text);
	} catch (failure) {
		console.warn('the list is not kept for the next start', failure);
	}
}

function isListed(value: unknown): value is ListedNote {
	if (typeof value !== 'object' || value === null) return false;
	const note = value as Record<string, unknown>;
	const { tags = [], sharedWith = [] } = note;
	return (
		[note['id'], note['title'], note['preview']].every(isText) &&
		[note['changedAt'], note['addedAt']].every(Number.isFinite) &&
		[note['waiting'], note['pinned'], note['shared']].every((flag) => typeof flag === 'boolean') &&
		[tags, sharedWith].every((names) => Array.isArray(names) && names.every(isText))
	);
}

function isText(value: unknown): value is string {
	return typeof value === 'string';
}
