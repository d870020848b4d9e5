import { Note } from '$lib/note/note.js';
import { EMPTY_VERSION } from '$lib/note/version.js';

/** A new note into which these texts were written, one behind the other. */
export function noteWith(...texts: readonly string[]): Note {
	const note = Note.create(new Date(0));
	for (const text of texts) {
		note.body.insert(note.body.length, text);
		note.doc.commit();
	}
	return note;
}

/** Another note with all that a note holds. */
export function copyOf(note: Note): Note {
	const copy = Note.empty();
	copy.import(note.exportFrom(EMPTY_VERSION));
	return copy;
}
