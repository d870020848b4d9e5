import type { Invite } from '../crypto/invite.js';
import { deriveNoteKeys } from '../crypto/keys.js';
import { betterInvite, type LibraryEntry } from '../note/library-entry.js';
import { Note } from '../note/note.js';
import { loadNote } from '../storage/load-note.js';
import { mergeSnapshot } from '../storage/merge-snapshot.js';
import { NoteLog } from '../storage/note-log.js';
import type { NoteShelf } from './note-shelf.js';
import { leadsTo } from './succession.js';
import { summarise } from './summaries.js';
import { takeUnsaved } from './take-unsaved.js';

/**
 * A note that starts over with a new invite has a new id: nobody can take a key back that others know. These are the
 * steps (docs/storage.md, S33), each of which may be done again, and after each of which nothing is lost:
 *
 * 1. `takeUp` stores the content under the new id, and then names the new note in the library.
 * 2. The peers are told, by whoever moves the note.
 * 3. `markMoved` takes the old note off the list.
 * 4. `endMove`, once the old note is closed, brings over what it still took in.
 *
 * Each but `bringBack` takes a turn with the other tabs (`NoteShelf.decide`), so that none writes into a note that another tab
 * deletes for good.
 */

/** An invite leads to a note that is here already and does not take the place of the one that moves: nothing was copied. */
export class MoveRefusedError extends Error {
	override readonly name = 'MoveRefusedError';

	constructor() {
		super('another note of this device is not written into');
	}
}

/**
 * Stores all that is here of a note under the id that `invite` gives, merged with what an earlier try left there, and
 * names that in the library. Never into a note that came here in another way: whoever sends the invite may not be
 * allowed to write there, while this device is.
 *
 * @returns the new id.
 * @throws MoveRefusedError, StorageError, BackupNoteError, NotePoisonedError; then the note is as it was.
 */
export async function takeUp(shelf: NoteShelf, fromId: string, invite: Invite): Promise<string> {
	const { noteId } = await deriveNoteKeys(invite);
	if (noteId === fromId) throw new RangeError('a note does not move to itself');
	return await shelf.decide(async () => {
		requireFree(shelf, fromId, noteId);
		await copyNote(shelf, fromId, noteId);
		const held = requireFree(shelf, fromId, noteId);
		await shelf.put({
			...held,
			noteId,
			invite: held === undefined ? invite : betterInvite(held.invite, invite),
			addedAt: held?.addedAt ?? Date.now(),
			shared: true,
			movedTo: undefined,
			movedFrom: fromId
		});
		const pinnedAt = shelf.entry(fromId)?.pinnedAt;
		if (pinnedAt !== undefined) await shelf.setPinned(noteId, pinnedAt);
		return noteId;
	});
}

/** Takes the old note off the list; it is kept. Never makes a circle, which would list none. @throws StorageError */
export async function markMoved(shelf: NoteShelf, fromId: string, toId: string): Promise<void> {
	await shelf.decide(async () => {
		const entry = shelf.entry(fromId);
		if (entry === undefined || fromId === toId || entry.movedTo === toId || leadsTo(shelf, toId, fromId))
			return;
		await shelf.put({ ...entry, movedTo: toId });
	});
}

/** Takes off the list what `takeUp` made and nobody was told of; `takeUp` may bring it back. @throws StorageError */
export async function withdraw(shelf: NoteShelf, fromId: string, toId: string): Promise<void> {
	await shelf.decide(async () => {
		const entry = shelf.entry(toId);
		if (entry?.movedFrom === fromId) await shelf.put({ ...entry, movedTo: fromId });
	});
}

/**
 * Takes a new note off the list for another one, to which the same note has moved; with what was written in it
 * meanwhile. @throws as `takeUp` does
 */
export async function giveWay(shelf: NoteShelf, loserId: string, winnerId: string): Promise<void> {
	await shelf.decide(async () => {
		const entry = shelf.entry(loserId);
		if (entry === undefined || loserId === winnerId || leadsTo(shelf, winnerId, loserId)) return;
		if (shelf.entry(winnerId) === undefined) return;
		await copyNote(shelf, loserId, winnerId);
		await shelf.put({ ...entry, movedTo: winnerId, movedFrom: undefined });
	});
}

/** Brings over what the old note took in since it was copied; it may take in more. @throws as `takeUp` does */
export async function bringOver(shelf: NoteShelf, fromId: string, toId: string): Promise<void> {
	await shelf.decide(async () => {
		if (shelf.entry(toId) !== undefined) await copyNote(shelf, fromId, toId);
	});
}

/** The same for the last time: the old note is closed. @throws as `takeUp` does */
export async function endMove(shelf: NoteShelf, fromId: string, toId: string): Promise<void> {
	await shelf.decide(async () => {
		// It may have been deleted for good: nothing of it is to come back.
		if (shelf.entry(toId) === undefined) return;
		await copyNote(shelf, fromId, toId);
		const entry = shelf.entry(toId);
		if (entry?.movedFrom === fromId) await shelf.put({ ...entry, movedFrom: undefined });
	});
}

/**
 * Ends the moves that were cut short. One that fails is tried again at the next start; the others go on. Never
 * rejects.
 */
export async function endMoves(shelf: NoteShelf): Promise<void> {
	for (const { noteId, movedFrom } of shelf.entries) {
		if (movedFrom === undefined || !isCutShort(shelf, movedFrom, noteId)) continue;
		try {
			await markMoved(shelf, movedFrom, noteId);
			await endMove(shelf, movedFrom, noteId);
		} catch (failure) {
			console.warn('the move of a note could not be ended yet', failure);
		}
	}
}

/** Lists a note again that was moved, for somebody who asks for it by its own invite; within a turn. @throws StorageError */
export async function bringBack(shelf: NoteShelf, noteId: string): Promise<void> {
	const entry = shelf.entry(noteId);
	if (entry?.movedTo === undefined) return;
	const successor = shelf.entry(entry.movedTo);
	// Else the next start would take the move for one that was cut short.
	if (successor?.movedFrom === noteId) await shelf.put({ ...successor, movedFrom: undefined });
	await shelf.put({ ...entry, movedTo: undefined });
}

/** Whether a move may be ended: the old note does not stand elsewhere already, and the new one was not withdrawn. */
function isCutShort(shelf: NoteShelf, fromId: string, toId: string): boolean {
	if (leadsTo(shelf, toId, fromId)) return false;
	const to = shelf.entry(fromId)?.movedTo;
	return to === undefined || to === toId || shelf.entry(to) === undefined;
}

/** What is here of the note to move to. @throws MoveRefusedError */
function requireFree(shelf: NoteShelf, fromId: string, toId: string): LibraryEntry | undefined {
	const held = shelf.entry(toId);
	if (held !== undefined && held.movedFrom !== fromId) throw new MoveRefusedError();
	return held;
}

/** Merges all that is here of one note, stored or not, into what is stored of another. */
async function copyNote(shelf: NoteShelf, fromId: string, toId: string): Promise<void> {
	const readOnly = () => Note.empty({ readOnly: true });
	const { note } = await loadNote(new NoteLog(shelf.chunks, fromId), readOnly);
	takeUnsaved(note, shelf.openNote(fromId));
	const snapshot = note.isEmpty ? undefined : note.exportSnapshot();
	note.close();
	if (snapshot === undefined) return;
	const merged = await mergeSnapshot(new NoteLog(shelf.chunks, toId), snapshot);
	try {
		if (merged.grew || shelf.summary(toId) === undefined) {
			const changedAt = shelf.summary(fromId)?.changedAt ?? Date.now();
			await shelf.putSummary(summarise(toId, merged.note, changedAt));
		}
		if (merged.grew) await shelf.grewInStorage(toId);
	} finally {
		merged.note.close();
	}
}
