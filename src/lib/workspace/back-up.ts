import type { LibraryEntry } from '../note/library-entry.js';
import { NotePoisonedError } from '../note/guarded-import.js';
import { Note } from '../note/note.js';
import { BackupNoteError } from '../storage/backup-format.js';
import { BackupWriter } from '../storage/backup-writer.js';
import { loadNote } from '../storage/load-note.js';
import { NoteLog } from '../storage/note-log.js';
import { nextTask } from '../util/next-task.js';
import type { NoteShelf } from './note-shelf.js';
import { takeUnsaved } from './take-unsaved.js';
import type { ReportInMaking, TransferControl } from './transfer-report.js';

/**
 * Writes every note of the device with its history into one file. What an open note has not saved yet is in it too.
 *
 * @throws BackupError, StorageError, and the signal's reason
 */
export async function backUp(
	shelf: NoteShelf,
	{ signal, onProgress }: TransferControl,
	report: ReportInMaking
): Promise<Blob> {
	await shelf.saveOpen();
	const entries = shelf.entries;
	const writer = new BackupWriter(Date.now());
	for (const [index, entry] of entries.entries()) {
		signal.throwIfAborted();
		onProgress(index, entries.length);
		await backUpOne(shelf, entry, writer, signal, report);
		await nextTask();
	}
	onProgress(entries.length, entries.length);
	return await writer.finish(signal);
}

async function backUpOne(
	shelf: NoteShelf,
	entry: LibraryEntry,
	writer: BackupWriter,
	signal: AbortSignal,
	report: ReportInMaking
): Promise<void> {
	const { noteId, invite, addedAt, shared, movedTo, trashedAt, pinnedAt } = entry;
	const { note, unread } = await loadNote(new NoteLog(shelf.chunks, noteId), () =>
		Note.empty({ readOnly: true })
	);
	try {
		takeUnsaved(note, shelf.openNote(noteId));
		const changedAt = shelf.summary(noteId)?.changedAt ?? addedAt;
		const times = { addedAt, changedAt, trashedAt, pinnedAt };
		const record = { id: noteId, invite, ...times, shared, movedTo, title: note.title };
		const content = { snapshot: note.exportSnapshot(), text: note.body.toString() };
		await writer.add({ ...record, ...content }, signal);
		report.moved += 1;
		if (unread.length > 0) report.refuse(note.title, 'partly');
		note.close();
	} catch (failure) {
		const title = shelf.summary(noteId)?.title ?? '';
		if (failure instanceof BackupNoteError) report.refuse(title, failure.reason);
		else if (failure instanceof NotePoisonedError) report.refuse(title, 'note-damaged');
		else throw failure;
	}
}
