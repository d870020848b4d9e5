import { createInvite } from '../crypto/invite.js';
import { deriveNoteKeys } from '../crypto/keys.js';
import { NotePoisonedError } from '../note/guarded-import.js';
import { fromMarkdown, type TitledText } from '../note/markdown-file.js';
import { Note } from '../note/note.js';
import { MAX_UPDATE_BYTES } from '../note/schema.js';
import { MAX_TEXT_FILE_BYTES } from '../storage/limits.js';
import { NoteLog } from '../storage/note-log.js';
import type { NoteShelf } from './note-shelf.js';
import { forgetSummary, summarise } from './summaries.js';
import type { ImportFailure } from './transfer-report.js';

/** Says why a file was not made a note. */
export class ImportError extends Error {
	override readonly name = 'ImportError';

	constructor(
		readonly reason: ImportFailure | 'too-large',
		options?: ErrorOptions
	) {
		super(`file not imported: ${reason}`, options);
	}
}

/** What a file is taken for, by its ending; a phone may have changed everything else about it. */
export type FileKind = 'backup' | 'loro' | 'markdown' | 'text';

const KINDS: Readonly<Record<string, FileKind>> = {
	zip: 'backup',
	loro: 'loro',
	md: 'markdown',
	markdown: 'markdown',
	txt: 'text'
};

/** What a file is taken for, or undefined if Perch takes no such files. */
export function fileKind(name: string): FileKind | undefined {
	const ending = /\.([^.]+)$/.exec(name)?.[1]?.toLowerCase() ?? '';
	return Object.hasOwn(KINDS, ending) ? KINDS[ending] : undefined;
}

/**
 * Makes a new note of a file, with keys of its own.
 *
 * @returns its id, once it is stored. @throws ImportError, StorageError
 */
export async function importFile(shelf: NoteShelf, file: File): Promise<string> {
	const kind = fileKind(file.name);
	if (kind === undefined || kind === 'backup') throw new ImportError('unknown-kind');
	const note = kind === 'loro' ? await readLoro(file) : await readText(file, kind);
	return await keepNewNote(shelf, note);
}

/** Makes a new note of a text that came from elsewhere. @returns its id, once it is stored. @throws StorageError */
export async function importText(shelf: NoteShelf, text: TitledText): Promise<string> {
	return await keepNewNote(shelf, Note.of(text, new Date()));
}

async function keepNewNote(shelf: NoteShelf, note: Note): Promise<string> {
	try {
		const invite = createInvite();
		const { noteId } = await deriveNoteKeys(invite);
		await new NoteLog(shelf.chunks, noteId).append(note.exportSnapshot());
		const now = Date.now();
		await shelf.put({ noteId, invite, addedAt: now, shared: false });
		await shelf.putSummary(summarise(noteId, note, now)).catch(forgetSummary);
		return noteId;
	} finally {
		note.close();
	}
}

async function readText(file: File, kind: 'markdown' | 'text'): Promise<Note> {
	if (file.size > MAX_TEXT_FILE_BYTES) throw new ImportError('text-too-large');
	const { decodeText } = await import('../util/decode-text.js');
	const text = await decodeText(await readBytes(file));
	if (text === undefined) throw new ImportError('no-text');
	const fileTitle = file.name.replace(/\.[^.]+$/, '');
	// In a plain text a line with `#` may be anything.
	const titled: TitledText = kind === 'markdown' ? fromMarkdown(text, fileTitle) : { title: fileTitle, text };
	return Note.of(titled, new Date());
}

async function readLoro(file: File): Promise<Note> {
	if (file.size > MAX_UPDATE_BYTES) throw new ImportError('too-large');
	const bytes = await readBytes(file);
	const note = Note.empty();
	try {
		const outcome = note.importForeign(bytes);
		if (outcome.kind === 'refused' || outcome.pending) throw new ImportError('loro-damaged');
		if (note.kind === undefined || note.createdAt === undefined) throw new ImportError('no-note');
		return note;
	} catch (failure) {
		// A document that trapped cannot even be freed.
		if (failure instanceof NotePoisonedError) throw new ImportError('loro-damaged', { cause: failure });
		note.close();
		throw failure;
	}
}

async function readBytes(file: File): Promise<Uint8Array> {
	try {
		return new Uint8Array(await file.arrayBuffer());
	} catch (cause) {
		throw new ImportError('unreadable', { cause });
	}
}
