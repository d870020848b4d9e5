import { beforeEach, expect, it } from 'vitest';
import { Note } from '$lib/note/note.js';
import { MAX_TITLE_LENGTH } from '$lib/note/schema.js';
import { StorageError } from '$lib/storage/chunk-store.js';
import { duplicateNote } from '$lib/workspace/duplicate-note.js';
import type { NoteShelf } from '$lib/workspace/note-shelf.js';
import { device, keep, stored, type Device } from './shelf.js';

let here: Device;

beforeEach(async () => {
	here = await device();
});

const copyTitle = (title: string) => `${title} (copy)`;

function noteOf(title: string, text: string): Note {
	return Note.of({ title, text }, new Date(0));
}

it('S46 a copy is a new note with keys of its own, unshared, and without the history', async () => {
	const note = noteOf('Orchard', 'secret pears');
	note.body.delete(0, 7);
	note.recordAuthor({ person: 'p', name: 'Ada' });
	note.doc.commit();
	const entry = await keep(here, note);
	await here.shelf.put({ ...entry, shared: true });
	await here.shelf.setPinned(entry.noteId, 1);
	const id = await duplicateNote(here.shelf, entry.noteId, copyTitle);
	const copy = await stored(here, id);
	expect([copy.title, copy.body.toString()]).toEqual(['Orchard (copy)', 'pears']);
	const copied = here.shelf.entry(id);
	expect(copied).toMatchObject({ shared: false });
	expect(copied?.pinnedAt).toBeUndefined();
	expect(copied?.invite).not.toEqual(entry.invite);
	expect(new TextDecoder('latin1').decode(copy.exportSnapshot())).not.toMatch(/secret|Ada/);
	expect(here.library.notes.map(({ title }) => title)).toContain('Orchard (copy)');
});

it('S46 what an open note has not saved is in the copy, also on a full disk', async () => {
	const { noteId } = await keep(here, noteOf('Orchard', 'pears'));
	const open = await stored(here, noteId);
	open.body.insert(5, ' and plums');
	open.doc.commit();
	here.open.set(noteId, open);
	const copy = await stored(here, await duplicateNote(here.shelf, noteId, copyTitle));
	expect(copy.body.toString()).toBe('pears and plums');
});

it('S46 open notes are saved before', async () => {
	const { noteId } = await keep(here, noteOf('Orchard', 'pears'));
	let saves = 0;
	const shelf = Object.assign(Object.create(here.shelf) as typeof here.shelf, {
		saveOpen: () => Promise.resolve(void (saves += 1))
	});
	await duplicateNote(shelf, noteId, copyTitle);
	expect(saves).toBe(1);
});

it('S46 a note of which a part cannot be read, or has come, is not duplicated', async () => {
	const { noteId } = await keep(here, noteOf('Orchard', 'pears'));
	here.disk.put({ note: noteId, kind: 'update', hash: '0'.repeat(64) }, new Uint8Array([1]));
	await expect(duplicateNote(here.shelf, noteId, copyTitle)).rejects.toMatchObject({ reason: 'partly' });
	const waiting = await keep(here, Note.empty());
	await expect(duplicateNote(here.shelf, waiting.noteId, copyTitle)).rejects.toMatchObject({
		reason: 'empty'
	});
	await expect(duplicateNote(here.shelf, 'none', copyTitle)).rejects.toMatchObject({
		reason: 'unknown-note'
	});
	expect(here.shelf.entries).toHaveLength(2);
});

it('S46 a copy that cannot be stored is not listed', async () => {
	let fails = false;
	const full = await device((operation) => {
		if (fails && operation === 'append') throw new StorageError('quota');
	});
	const { noteId } = await keep(full, noteOf('Orchard', 'pears'));
	fails = true;
	await expect(duplicateNote(full.shelf, noteId, copyTitle)).rejects.toMatchObject({ reason: 'quota' });
	expect(full.shelf.entries).toHaveLength(1);
	fails = false;
});

it('S46 the longest title is cut before what says that it is a copy', async () => {
	const { noteId } = await keep(here, noteOf('x'.repeat(MAX_TITLE_LENGTH), ''));
	const copy = await stored(here, await duplicateNote(here.shelf, noteId, copyTitle));
	expect(copy.title).toHaveLength(MAX_TITLE_LENGTH);
	expect(copy.title.endsWith('x (copy)')).toBe(true);
});

it('S46 a copy that is stored is there, even where its line in the list could not be stored', async () => {
	const { noteId } = await keep(here, noteOf('Orchard', 'pears'));
	const shelf = Object.create(here.shelf, {
		putSummary: { value: () => Promise.reject(new StorageError('quota')) }
	}) as NoteShelf;
	const id = await duplicateNote(shelf, noteId, copyTitle);
	expect(here.shelf.entry(id)).toBeDefined();
});
