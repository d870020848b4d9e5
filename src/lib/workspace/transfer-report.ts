import type { BackupFailure, BackupNoteFailure } from '../storage/backup-format.js';
import type { StorageFailure } from '../storage/chunk-store.js';

/** Why a file was not made a note. `unknown-kind`: Perch takes no such files; `no-note`: a Loro document of something else. */
export type ImportFailure =
	'unknown-kind' | 'no-text' | 'text-too-large' | 'no-note' | 'loro-damaged' | 'unreadable';

/** Why something was left out. `partly`: it is in the backup, without what this device could not read of it. */
export type TransferRefusal = BackupFailure | BackupNoteFailure | ImportFailure | 'partly' | 'note-damaged';

/** A note or file that was left out, by the name that the person knows it by. */
export interface Refused {
	/** Empty if the note has none. */
	readonly title: string;
	readonly reason: TransferRefusal;
}

/** How it ended: all was gone through, the person stopped it, or storage failed. What came before that stays. */
export type TransferEnd = 'done' | 'cancelled' | { readonly failed: StorageFailure };

/** What became of notes on their way out of Perch or into it. */
export interface TransferReport {
	readonly ended: TransferEnd;
	/** How many were backed up, restored or imported. */
	readonly moved: number;
	/** How many were here already with all that the file has of them. */
	readonly unchanged: number;
	readonly refused: readonly Refused[];
	/** The backup, if it was completed. */
	readonly file?: Blob;
	/** The notes that were made of single files. */
	readonly made: readonly string[];
	/** How many of the files were gone through, the first ones; the others can be tried again. */
	readonly goneThrough: number;
}

/** Told of each step: so many of so many notes or files are done. */
export type OnProgress = (done: number, total: number) => void;

/** What every transfer is given. */
export interface TransferControl {
	readonly signal: AbortSignal;
	readonly onProgress: OnProgress;
}

/** Collects a report while the work goes on. */
export class ReportInMaking {
	moved = 0;
	unchanged = 0;
	goneThrough = 0;
	readonly refused: Refused[] = [];
	readonly made: string[] = [];

	refuse(title: string, reason: TransferRefusal): void {
		this.refused.push({ title, reason });
	}

	end(ended: TransferEnd, file?: Blob): TransferReport {
		const { moved, unchanged, refused, made, goneThrough } = this;
		return { ended, moved, unchanged, refused, made, goneThrough, ...(file === undefined ? {} : { file }) };
	}
}
