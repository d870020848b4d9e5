import type { Loadable, Blob } from './import-all.js';
import { importAll } from './import-all.js';
import { loadNote, type LoadedNote } from './load-note.js';
import type { NoteLog } from './note-log.js';

/** `updates`: those of the unsaved ones of which the note has something. */
export interface ReloadedNote<N extends Loadable> extends LoadedNote<N> {
	readonly updates: readonly Uint8Array[];
	/** Those that are set aside on the disk, now or before: the note does not have all of each. */
	readonly setAside: ReadonlySet<Uint8Array>;
}

/**
 * Loads a note whose document died, and takes into it what had not been saved. An update that kills the new document too,
 * or of which that cannot take all, is set aside beside the note before anything else happens: maybe what it
 * waits for comes from a peer, or a later version of Perch can read it.
 *
 * `setAsideBefore`: what was set aside when it was loaded before; it is not stored or counted once more.
 *
 * @throws StorageError
 */
export async function reloadNote<N extends Loadable>(
	log: NoteLog,
	makeEmpty: () => N,
	unsavedUpdates: readonly Uint8Array[],
	setAsideBefore: ReadonlySet<Uint8Array> = new Set()
): Promise<ReloadedNote<N>> {
	const blobs = unsavedUpdates.map((bytes) => ({ bytes }));
	const culprits = new Set<Blob>();
	let suspects: ReadonlySet<Blob> = new Set();
	for (;;) {
		const loaded = await loadNote(log, makeEmpty);
		const taken = importAll(
			loaded.note,
			blobs.filter((blob) => !culprits.has(blob) && !suspects.has(blob))
		);
		if (taken.trappedBy !== undefined) {
			// What was held back is to blame only if the other one is taken without it.
			const { trappedBy, beside } = taken;
			if (beside.size > 0 && suspects.size === 0) suspects = beside;
			else {
				culprits.add(trappedBy);
				suspects = new Set();
			}
			continue;
		}
		loaded.note.afterImport();
		const setAside = new Set(setAsideBefore);
		for (const blob of blobs) {
			if (taken.contents.has(blob) || setAside.has(blob.bytes)) continue;
			await log.setAside('update', blob.bytes);
			setAside.add(blob.bytes);
		}
		const updates = blobs.filter((blob) => taken.contents.has(blob) || taken.partly.has(blob));
		return { ...loaded, updates: updates.map(({ bytes }) => bytes), setAside };
	}
}
