import type { LibraryEntry } from '../note/library-entry.js';
import { StorageError } from '../storage/chunk-store.js';
import { NoteLog } from '../storage/note-log.js';
import type { NoteShelf } from './note-shelf.js';
import { successorOf } from './succession.js';

/** After so long, in milliseconds, other tabs get their turn. */
const TURN_MS = 1_000;

/** So many notes are erased together: each database is written to once for them. */
const BATCH = 50;

/**
 * Why what was asked for of the trash was not done. `damaged`: a part of the library cannot be read, and may name what would be
 * erased; `gone`: the note was deleted for good meanwhile.
 */
export type TrashFailure = 'damaged' | 'gone';

/** Says why what was asked for of the trash was not done. */
export class TrashError extends Error {
	override readonly name = 'TrashError';

	constructor(readonly reason: TrashFailure) {
		super(`trash: ${reason}`);
	}
}

/** What erases notes. Class Library is one. */
export interface Eraser {
	readonly isReadWhole: boolean;
	/** The notes without an entry that are to be erased. */
	readonly erasing: readonly string[];
	inUse(): Promise<ReadonlySet<string>>;
	/** Takes notes out, to be erased. @throws StorageError, and then they are as before */
	remove(noteIds: readonly string[]): Promise<void>;
	/** Settles once all that was decided is stored. @throws StorageError */
	flush(): Promise<void>;
	erase(noteIds: readonly string[]): Promise<void>;
}

/** What came of deleting for good. */
export interface Deletion {
	readonly deleted: readonly string[];
	/** Those that stay in the trash because a tab has them open. */
	readonly inUse: readonly string[];
}

/** Puts a note into the trash; settles once that is stored. Nothing of it is deleted. @throws StorageError */
export async function moveToTrash(shelf: NoteShelf, noteId: string): Promise<void> {
	await shelf.setTrashed(noteId, Date.now());
}

/**
 * Takes a note out of the trash. One that another tab deletes for good at the same time comes anew from the document that this
 * tab has open. `known`: its entry, as whoever has it open knows it.
 *
 * @throws TrashError "gone" if there is nothing left of it; StorageError
 */
export async function restoreFromTrash(
	shelf: NoteShelf,
	noteId: string,
	known?: LibraryEntry
): Promise<void> {
	const remembered = shelf.entry(noteId) ?? known;
	await shelf.decide(async () => {
		if (shelf.entry(noteId) !== undefined) await shelf.setTrashed(noteId, undefined);
		else await restoreAnew(shelf, remembered);
	});
}

/**
 * Deletes notes for good that are in the trash, and with each the notes that have moved to it, which would be listed again
 * (docs/storage.md, S38). One that was taken out of the trash meanwhile is passed over.
 *
 * @throws TrashError "damaged"; StorageError, and then a note is in the trash as before, or is erased later
 */
export async function deleteForGood(
	shelf: NoteShelf,
	eraser: Eraser,
	noteIds: readonly string[]
): Promise<Deletion> {
	const { isMore, ...deletion } = await shelf.decide(async () => {
		if (!eraser.isReadWhole) throw new TrashError('damaged');
		const groups = groupsOf(shelf);
		const used = await eraser.inUse();
		const asked = noteIds.filter((noteId) => groups.has(noteId));
		const isInUse = (noteId: string) => groups.get(noteId)?.some((member) => used.has(member)) === true;
		const deleted = asked.filter((noteId) => !isInUse(noteId));
		if (deleted.length > 0) await eraser.remove(deleted.flatMap((noteId) => groups.get(noteId) ?? []));
		const isMore = await eraseSome(eraser, used);
		return { isMore, deleted, inUse: asked.filter(isInUse) };
	});
	// They are out of the list for good by now, whatever becomes of the rest.
	if (isMore) await finishErasing(shelf, eraser);
	return deletion;
}

/** Erases what was to be erased and is not yet, because the page was killed or storage failed. Never rejects. */
export async function finishErasing(shelf: NoteShelf, eraser: Eraser): Promise<void> {
	if (eraser.erasing.length === 0) return;
	try {
		await eraseRest(shelf, eraser);
	} catch (failure) {
		console.warn('what was deleted for good is not all erased yet', failure);
	}
}

/**
 * Runs `work`, and where no room is left once more after `makeRoom`, which throws away what can be made again: on a full disk not
 * even a deletion can be written down. @throws what `work` does
 */
export async function withRoomMade<Result>(
	work: () => Promise<Result>,
	makeRoom: () => Promise<void>
): Promise<Result> {
	try {
		return await work();
	} catch (failure) {
		if (!(failure instanceof StorageError) || failure.reason !== 'quota') throw failure;
		await makeRoom();
		return await work();
	}
}

/** In turns of a second: other tabs decide in between. */
async function eraseRest(shelf: NoteShelf, eraser: Eraser): Promise<void> {
	let isMore = true;
	while (isMore) {
		isMore = await shelf.decide(
			async () => eraser.isReadWhole && (await eraseSome(eraser, await eraser.inUse()))
		);
	}
}

/** @returns whether there is more, for the next turn */
async function eraseSome(eraser: Eraser, used: ReadonlySet<string>): Promise<boolean> {
	// What another tab has told may not be stored yet.
	await eraser.flush();
	const due = eraser.erasing.filter((noteId) => !used.has(noteId));
	const begun = performance.now();
	for (let at = 0; at < due.length; at += BATCH) {
		if (performance.now() - begun >= TURN_MS) return true;
		await eraser.erase(due.slice(at, at + BATCH));
	}
	return false;
}

/** The notes in the trash, each with those that have moved to it. A circle of moves leads to none. */
function groupsOf(shelf: NoteShelf): ReadonlyMap<string, readonly string[]> {
	const { entries } = shelf;
	const byId = new Map(entries.map((entry) => [entry.noteId, entry]));
	const library = { entry: (noteId: string) => byId.get(noteId) };
	const groups = new Map<string, string[]>();
	for (const { noteId } of entries) {
		const last = successorOf(library, noteId) ?? noteId;
		if (byId.get(last)?.trashedAt === undefined) continue;
		const group = groups.get(last);
		if (group === undefined) groups.set(last, [noteId]);
		else group.push(noteId);
	}
	return groups;
}

async function restoreAnew(shelf: NoteShelf, remembered: LibraryEntry | undefined): Promise<void> {
	const open = remembered && shelf.openNote(remembered.noteId);
	if (remembered === undefined || open === undefined || open.isEmpty) throw new TrashError('gone');
	await new NoteLog(shelf.chunks, remembered.noteId).append(open.exportSnapshot());
	await shelf.put(remembered);
}
