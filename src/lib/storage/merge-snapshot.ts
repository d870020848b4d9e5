import { Note } from '../note/note.js';
import { covers, type Version } from '../note/version.js';
import { BackupNoteError } from './backup-format.js';
import { loadNote } from './load-note.js';
import type { NoteLog } from './note-log.js';

/** A note after a snapshot was merged into what is stored of it. */
export interface MergedNote {
	/** Whoever asked for it closes it. */
	readonly note: Note;
	/** Whether the snapshot held something that was not stored. */
	readonly grew: boolean;
}

/**
 * Merges a snapshot of unknown origin into the stored note. It is tried on a document of its own first; only what
 * Loro takes whole is stored, as one more chunk, and only if it brings something.
 *
 * @throws BackupNoteError, and then nothing was stored; StorageError
 */
export async function mergeSnapshot(log: NoteLog, snapshot: Uint8Array): Promise<MergedNote> {
	const { note, stored } = await loadNote(log, () => Note.empty({ readOnly: true }));
	const outcome = untrapped(() => note.importForeign(snapshot));
	try {
		if (outcome.kind === 'refused') {
			throw new BackupNoteError(outcome.reason === 'too-large' ? 'too-large' : 'damaged');
		}
		// A snapshot that waits for something is none.
		if (!covers(note.version(), outcome.contains)) throw new BackupNoteError('damaged');
	} catch (failure) {
		note.close();
		throw failure;
	}
	const grew = !covers(stored, outcome.contains);
	if (grew) {
		untrapped(() => readWhole(note, stored));
		await append(log, snapshot, note);
	}
	return { note, grew };
}

/** Loro reads a snapshot only where it is looked at: what traps there would trap in the editor. */
function readWhole(note: Note, stored: Version): void {
	note.body.toString();
	note.exportFrom(stored);
}

async function append(log: NoteLog, snapshot: Uint8Array, note: Note): Promise<void> {
	try {
		await log.append(snapshot);
	} catch (failure) {
		note.close();
		throw failure;
	}
}

/** A document that trapped is left to the garbage collector: every call would trap again. */
function untrapped<Result>(work: () => Result): Result {
	try {
		return work();
	} catch (failure) {
		throw new BackupNoteError('damaged', { cause: failure });
	}
}
