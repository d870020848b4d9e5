import { BackupError } from '../storage/backup-format.js';
import { StorageError } from '../storage/chunk-store.js';
import { nextTask } from '../util/next-task.js';
import { backUp } from './back-up.js';
import { fileKind, ImportError, importFile } from './import-file.js';
import type { NoteShelf } from './note-shelf.js';
import { restore } from './restore.js';
import { ReportInMaking, type TransferControl, type TransferReport } from './transfer-report.js';

/** Backs up every note. What goes wrong stands in the report. */
export function runBackup(shelf: NoteShelf, control: TransferControl): Promise<TransferReport> {
	return reported(control, (report) => backUp(shelf, control, report));
}

/**
 * Takes in files, backups among them, one after another. What goes wrong stands in the report; `unreadable` are names of files
 * that stand there from the start.
 */
export function runImport(
	shelf: NoteShelf,
	files: readonly File[],
	control: TransferControl,
	unreadable: readonly string[] = []
): Promise<TransferReport> {
	return reported(control, async (report) => {
		for (const name of unreadable) report.refuse(name, 'unreadable');
		for (const [index, file] of files.entries()) {
			if (files.length > 1) control.onProgress(index, files.length);
			control.signal.throwIfAborted();
			await takeIn(shelf, file, files.length === 1, control, report);
			report.goneThrough += 1;
			await nextTask();
		}
		return undefined;
	});
}

async function takeIn(
	shelf: NoteShelf,
	file: File,
	alone: boolean,
	control: TransferControl,
	report: ReportInMaking
): Promise<void> {
	try {
		if (fileKind(file.name) === 'backup') {
			// Of several files the files are counted, of one backup its notes.
			const onProgress = alone ? control.onProgress : () => undefined;
			await restore(shelf, file, { ...control, onProgress }, report);
			return;
		}
		report.made.push(await importFile(shelf, file));
		report.moved += 1;
	} catch (failure) {
		if (!(failure instanceof BackupError || failure instanceof ImportError)) throw failure;
		report.refuse(file.name, failure.reason);
	}
}

async function reported(
	{ signal }: TransferControl,
	work: (report: ReportInMaking) => Promise<Blob | undefined>
): Promise<TransferReport> {
	const report = new ReportInMaking();
	try {
		return report.end('done', await work(report));
	} catch (failure) {
		if (signal.aborted && failure === signal.reason) return report.end('cancelled');
		if (failure instanceof StorageError) return report.end({ failed: failure.reason });
		if (!(failure instanceof BackupError)) throw failure;
		report.refuse('', failure.reason);
		return report.end('done');
	}
}
