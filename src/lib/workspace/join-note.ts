import { decodeInvite, InviteError } from '../crypto/invite.js';
import { deriveNoteKeys } from '../crypto/keys.js';
import { betterInvite } from '../note/library-entry.js';
import { bringBack } from './move-note.js';
import type { NoteShelf } from './note-shelf.js';

/**
 * Takes an invite, as a link or bare. A note that is here already is kept; an invite to edit upgrades it, and one that
 * was moved to another invite, or is in the trash, is listed again.
 *
 * @returns the note's id, once the library holds it.
 * @throws InviteError, StorageError
 */
export async function joinNote(shelf: NoteShelf, link: string): Promise<string> {
	const invite = await decodeInvite(link);
	const { noteId } = await deriveNoteKeys(invite);
	await shelf.decide(async () => {
		await bringBack(shelf, noteId);
		const held = shelf.entry(noteId);
		const better = held === undefined ? invite : betterInvite(held.invite, invite);
		if (held === undefined) await shelf.put({ noteId, invite, addedAt: Date.now(), shared: true });
		else if (!held.shared || better !== held.invite)
			await shelf.put({ ...held, invite: better, shared: true });
		if (held?.trashedAt !== undefined) await shelf.setTrashed(noteId, undefined);
	});
	return noteId;
}

/** Whether this is an invite to a note that is not here yet. What is wrong with one that is none, joining tells. */
export async function isNewInvite(shelf: NoteShelf, link: string): Promise<boolean> {
	try {
		const { noteId } = await deriveNoteKeys(await decodeInvite(link));
		return shelf.entry(noteId) === undefined;
	} catch (failure) {
		if (failure instanceof InviteError) return false;
		throw failure;
	}
}
