import { NotePoisonedError, type ImportOutcome } from '../note/guarded-import.js';
import { Note } from '../note/note.js';
import { covers } from '../note/version.js';
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
	const { note, stored } = await loadNote(log, () => Note.empty());
	const outcome = tryImport(note, snapshot);
	try {
		if (outcome.kind === 'refused') {
			throw new BackupNoteError(outcome.reason === 'too-large' ? 'too-large' : 'damaged');
		}
		// A snapshot that waits for something is none.
		if (!covers(note.version(), outcome.contains)) throw new BackupNoteError('damaged');
		const grew = !covers(stored, outcome.contains);
		if (grew) await log.append(snapshot);
		return { note, grew };
	} catch (failure) {
		note.close();
		throw failure;
	}
}

/** A document that trapped is left to the garbage collector: every call would trap again. */
function tryImport(note: Note, snapshot: Uint8Array): ImportOutcome {
	try {
		return note.import(snapshot);
	} catch (failure) {
		if (!(failure instanceof NotePoisonedError)) throw failure;
		throw new BackupNoteError('damaged', { cause: failure });
	}
}
