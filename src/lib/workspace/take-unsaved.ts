import { NotePoisonedError } from '../note/guarded-import.js';
import type { Note } from '../note/note.js';

/**
 * Takes into `note`, loaded from storage, what the open document of the same note has and storage has not. On a full
 * device what is typed cannot be saved, and this is the way to keep it.
 */
export function takeUnsaved(note: Note, open: Note | undefined): void {
	if (open === undefined) return;
	try {
		note.import(open.exportFrom(note.version()));
	} catch (failure) {
		// The open document trapped and is being replaced; what is stored of it is here.
		if (!(failure instanceof NotePoisonedError)) throw failure;
		console.warn('an open note could not be read', failure);
	}
}
