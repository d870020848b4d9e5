import { betterInvite } from '../note/library-entry.js';
import { BackupNoteError, type BackupRecord } from '../storage/backup-format.js';
import { BackupReader } from '../storage/backup-reader.js';
import { mergeSnapshot } from '../storage/merge-snapshot.js';
import { NoteLog } from '../storage/note-log.js';
import { nextTask } from '../util/next-task.js';
import type { NoteShelf } from './note-shelf.js';
import { forgetSummary, summarise } from './summaries.js';
import type { ReportInMaking, TransferControl } from './transfer-report.js';

/** After so long, in milliseconds, other tabs get their turn. */
const TURN_MS = 1_000;

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
	for (let next = 0; next < records.length;) {
		// A turn reads the whole library: there is one for many notes, but other tabs wait meanwhile.
		next = await shelf.decide(async () => {
			const begun = performance.now();
			let index = next;
			for (; index < records.length && performance.now() - begun < TURN_MS; index += 1) {
				signal.throwIfAborted();
				onProgress(index, records.length);
				const record = records[index];
				if (record !== undefined) await restoreReported(shelf, reader, record, signal, report);
				await nextTask();
			}
			return index;
		});
	}
	onProgress(records.length, records.length);
}

async function restoreReported(
	shelf: NoteShelf,
	reader: BackupReader,
	record: BackupRecord,
	signal: AbortSignal,
	report: ReportInMaking
): Promise<void> {
	try {
		const snapshot = await reader.snapshot(record, signal);
		if (await restoreOne(shelf, record, snapshot)) report.moved += 1;
		else report.unchanged += 1;
	} catch (failure) {
		if (!(failure instanceof BackupNoteError)) throw failure;
		report.refuse(record.title, failure.reason);
	}
}

/** The content first: a note that the library holds is there. @returns whether that brought anything */
async function restoreOne(shelf: NoteShelf, record: BackupRecord, snapshot: Uint8Array): Promise<boolean> {
	const { id, invite, shared, movedTo } = record;
	// The clock that wrote the backup may have been ahead.
	const past = (time: number) => Math.min(time, Date.now());
	const trashedAt = record.trashedAt === undefined ? undefined : past(record.trashedAt);
	const { note, grew } = await mergeSnapshot(new NoteLog(shelf.chunks, id), snapshot);
	try {
		// Before the library names it: a listed note without a summary would be taken for one that waits for its content.
		const known = shelf.summary(id);
		if (grew || known === undefined) {
			const changedAt = past(Math.max(record.changedAt, known?.changedAt ?? 0));
			await shelf.putSummary(summarise(id, note, changedAt)).catch(forgetSummary);
		}
		const held = shelf.entry(id);
		const better = held && betterInvite(held.invite, invite);
		if (held === undefined)
			await shelf.put({ noteId: id, invite, addedAt: past(record.addedAt), shared, movedTo });
		else if (better !== held.invite || (shared && !held.shared))
			await shelf.put({ ...held, invite: better ?? held.invite, shared: shared || held.shared });
		const leavesTrash = held?.trashedAt !== undefined && trashedAt === undefined;
		if (leavesTrash || (held === undefined && trashedAt !== undefined)) await shelf.setTrashed(id, trashedAt);
		if (held === undefined && record.pinnedAt !== undefined) await shelf.setPinned(id, past(record.pinnedAt));
		if (grew) await shelf.grewInStorage(id);
		return grew || held === undefined || leavesTrash;
	} finally {
		note.close();
	}
}
