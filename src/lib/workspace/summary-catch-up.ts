import { Note } from '../note/note.js';
import { StorageError } from '../storage/chunk-store.js';
import { loadNote } from '../storage/load-note.js';
import { NoteLog } from '../storage/note-log.js';
import type { Clock } from '../util/clock.js';
import { nextTask } from '../util/next-task.js';
import type { NoteShelf } from './note-shelf.js';
import { summarise } from './summaries.js';
import { pause } from './until-stored.js';

/** Names the Web Lock of the tab that catches up: one is enough. */
const CATCH_UP_LOCK = 'perch:summaries-catch-up';

/** So long after the start, in milliseconds, it begins: the page has more urgent things to do. */
const BEGIN_AFTER_MS = 3_000;

/**
 * Looks for the tags of notes whose summary is of an older version of Perch, one note after another; those that a tab has open
 * see to it themselves. Where it was stopped, the next start goes on. Never rejects.
 */
export async function catchUpSummaries(
	shelf: NoteShelf,
	clock: Clock,
	locks: Pick<LockManager, 'request'>
): Promise<void> {
	await pause(clock, BEGIN_AFTER_MS);
	try {
		await locks.request(CATCH_UP_LOCK, { ifAvailable: true }, async (lock) => {
			if (lock === null) return;
			for (const { noteId } of shelf.entries) {
				if (await catchUpOne(shelf, noteId)) await nextTask();
			}
		});
	} catch (failure) {
		if (!(failure instanceof StorageError)) throw failure;
		console.warn('the tags of some notes are not known yet', failure.reason);
	}
}

/** @returns whether there was anything to do */
async function catchUpOne(shelf: NoteShelf, noteId: string): Promise<boolean> {
	const summary = shelf.summary(noteId);
	if (summary === undefined || summary.waiting || summary.tags !== undefined) return false;
	const { note } = await loadNote(new NoteLog(shelf.chunks, noteId), () => Note.empty({ readOnly: true }));
	try {
		// It may have been opened, or deleted, meanwhile.
		const isAsBefore = shelf.summary(noteId) === summary && shelf.entry(noteId) !== undefined;
		if (isAsBefore && !note.isEmpty) await shelf.putSummary(summarise(noteId, note, summary.changedAt));
	} finally {
		note.close();
	}
	return true;
}
