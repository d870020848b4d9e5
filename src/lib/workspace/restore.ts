import { betterInvite } from '../note/library-entry.js';
import { BackupNoteError, type BackupRecord } from '../storage/backup-format.js';
import { BackupReader } from '../storage/backup-reader.js';
import { StorageError } from '../storage/chunk-store.js';
import { mergeSnapshot } from '../storage/merge-snapshot.js';
import { NoteLog } from '../storage/note-log.js';
import { nextTask } from '../util/next-task.js';
import type { NoteShelf } from './note-shelf.js';
import { summarise } from './summaries.js';
import type { ReportInMaking, TransferControl } from './transfer-report.js';

/**
 * Merges a backup into what is here. Nothing is deleted or overwritten, and each note comes whole or not at all: the
 * signal takes effect between two notes.
 *
 * @throws BackupError, StorageError, and the signal's reason
 */
export async function restore(
	shelf: NoteShelf,
	file: Blob,
	{ signal, onProgress }: TransferControl,
	report: ReportInMaking
): Promise<void> {
	const reader = await BackupReader.open(file);
	const { records, unreadable } = reader.manifest;
	for (const title of unreadable) report.refuse(title, 'damaged');
	for (const [index, record] of records.entries()) {
		signal.throwIfAborted();
		onProgress(index, records.length);
		try {
			const snapshot = await reader.snapshot(record, signal);
			if (await restoreOne(shelf, record, snapshot)) report.moved += 1;
			else report.unchanged += 1;
		} catch (failure) {
			if (!(failure instanceof BackupNoteError)) throw failure;
			report.refuse(record.title, failure.reason);
		}
		await nextTask();
	}
	onProgress(records.length, records.length);
}

/** The content first: a note that the library holds is there. @returns whether that brought anything */
async function restoreOne(shelf: NoteShelf, record: BackupRecord, snapshot: Uint8Array): Promise<boolean> {
	const { id, invite, addedAt, shared, movedTo } = record;
	const { note, grew } = await mergeSnapshot(new NoteLog(shelf.chunks, id), snapshot);
	try {
		// Before the library names it: a listed note without a summary would be taken for one that waits for its content.
		const known = shelf.summary(id);
		if (grew || known === undefined) {
			const changedAt = Math.min(Math.max(record.changedAt, known?.changedAt ?? 0), Date.now());
			await shelf.putSummary(summarise(id, note, changedAt)).catch(forgetSummary);
		}
		const held = shelf.entry(id);
		const better = held && betterInvite(held.invite, invite);
		if (held === undefined) await shelf.put({ noteId: id, invite, addedAt, shared, movedTo });
		else if (better !== held.invite || (shared && !held.shared))
			await shelf.put({ ...held, invite: better ?? held.invite, shared: shared || held.shared });
		if (grew) await shelf.grewInStorage(id);
		return grew || held === undefined;
	} finally {
		note.close();
	}
}

/** The list has it again when the note is opened. */
function forgetSummary(failure: unknown): void {
	if (!(failure instanceof StorageError)) throw failure;
	console.warn('the summary of a restored note could not be stored', failure.reason);
}
