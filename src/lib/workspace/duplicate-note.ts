import { createInvite } from '../crypto/invite.js';
import { deriveNoteKeys } from '../crypto/keys.js';
import { Note } from '../note/note.js';
import { MAX_TITLE_LENGTH } from '../note/schema.js';
import { loadNote } from '../storage/load-note.js';
import { NoteLog } from '../storage/note-log.js';
import { DuplicateError } from './duplicate-error.js';
import type { NoteShelf } from './note-shelf.js';
import { forgetSummary, summarise } from './summaries.js';
import { takeUnsaved } from './take-unsaved.js';

/**
 * Makes a new note of the title and text of another, also of what is not saved yet. It has keys of its own, is shared with nobody,
 * and has nothing of the other's history: deleted text and names of writers stay behind (docs/storage.md, S46).
 *
 * @param copyTitle gives the copy's title, from that of the note or a beginning of it
 * @returns the new note's id, once it is stored. @throws DuplicateError, StorageError
 */
export async function duplicateNote(
	shelf: NoteShelf,
	noteId: string,
	copyTitle: (title: string) => string
): Promise<string> {
	if (shelf.entry(noteId) === undefined) throw new DuplicateError('unknown-note');
	await shelf.saveOpen();
	const content = await readContent(shelf, noteId);
	const copy = Note.of({ title: fittingTitle(content.title, copyTitle), text: content.text }, new Date());
	try {
		const invite = createInvite();
		const { noteId: copyId } = await deriveNoteKeys(invite);
		await new NoteLog(shelf.chunks, copyId).append(copy.exportSnapshot());
		const now = Date.now();
		await shelf.put({ noteId: copyId, invite, addedAt: now, shared: false });
		await shelf.putSummary(summarise(copyId, copy, now)).catch(forgetSummary);
		return copyId;
	} finally {
		copy.close();
	}
}

async function readContent(shelf: NoteShelf, noteId: string): Promise<{ title: string; text: string }> {
	const { note, unread } = await loadNote(new NoteLog(shelf.chunks, noteId), () =>
		Note.empty({ readOnly: true })
	);
	try {
		if (unread.length > 0) throw new DuplicateError('partly');
		takeUnsaved(note, shelf.openNote(noteId));
		if (note.isEmpty) throw new DuplicateError('empty');
		return { title: note.title, text: note.body.toString().replaceAll('\r\n', '\n') };
	} finally {
		note.close();
	}
}

/** What says that it is a copy is not what is cut off. */
function fittingTitle(title: string, copyTitle: (title: string) => string): string {
	const over = copyTitle(title).length - MAX_TITLE_LENGTH;
	return over > 0 ? copyTitle(title.slice(0, -over).trimEnd()) : copyTitle(title);
}
