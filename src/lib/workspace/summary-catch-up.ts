import { Note } from '../note/note.js';
import { StorageError } from '../storage/chunk-store.js';
import { loadNote } from '../storage/load-note.js';
import { NoteLog } from '../storage/note-log.js';
import type { Clock } from '../util/clock.js';
import { nextTask } from '../util/next-task.js';
import type { NoteShelf } from './note-shelf.js';
import { summarise } from './summaries.js';
import type { NoteSummary } from './types.js';
import { pause } from './until-stored.js';

/** Names the Web Lock of the tab that catches up: one is enough. */
const CATCH_UP_LOCK = 'perch:summaries-catch-up';

/** So long after the start, in milliseconds, it begins: the page has more urgent things to do. */
const BEGIN_AFTER_MS = 3_000;

/** What may have been the mark of a line, in a preview that an older Perch made one line of. */
const MAYBE_BLOCK_MARK = /(?<=^|\s)(?:#{1,6}|[-*+>|]|\d{1,9}[.)]|`{3,}\S*|~{3,}\S*|[-=*_]{3,})(?=\s|$)/;

/**
 * Makes the summaries of notes anew that are of an older version of Perch and lack something, or of a page that was killed before
 * it had looked for their tags, one note after another; those that a tab has open
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
		console.warn('some lines of the list are still those of an older version', failure.reason);
	}
}

/** @returns whether there was anything to do */
async function catchUpOne(shelf: NoteShelf, noteId: string): Promise<boolean> {
	const summary = shelf.summary(noteId);
	if (summary === undefined || summary.waiting || isWhole(summary)) return false;
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

/** Whether the tags are known, and the marks of the lines. */
function isWhole({ tags, tagsDue, hasLines, preview }: NoteSummary): boolean {
	return tags !== undefined && tagsDue !== true && (hasLines === true || !MAYBE_BLOCK_MARK.test(preview));
}
