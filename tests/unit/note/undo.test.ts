import { expect, it } from 'vitest';
import { Note } from '$lib/note/note.js';
import { EMPTY_VERSION } from '$lib/note/version.js';

const ANNA = { person: 'anna-id', name: 'Anna' };

function write(note: Note, text: string): void {
	note.body.insert(note.body.length, text);
	note.doc.commit();
}

function recordedAuthor(note: Note): unknown {
	return note.doc.getMap('authors').get(note.peerId);
}

it('undo takes back only what was written in this session', () => {
	const note = Note.create(new Date(0));
	const other = Note.empty();
	other.import(note.exportSnapshot());
	const undo = note.createUndo();
	write(note, 'mine ');
	write(other, 'theirs ');
	note.import(other.exportFrom(EMPTY_VERSION));
	expect(undo.undo()).toBe(true);
	expect(note.body.toString()).toBe('theirs ');
	expect(undo.undo()).toBe(false);
	expect(undo.redo()).toBe(true);
	expect(note.body.toString()).toContain('mine ');
	other.import(note.exportFrom(EMPTY_VERSION));
	expect(other.body.toString()).toBe(note.body.toString());
});

it('undo leaves the title alone', () => {
	const note = Note.create(new Date(0));
	const undo = note.createUndo();
	note.setTitle('before');
	write(note, 'text');
	note.setTitle('after');
	undo.undo();
	expect([note.body.toString(), note.title]).toEqual(['', 'after']);
	expect(undo.undo()).toBe(false);
	expect(note.title).toBe('after');
});

it('the record of who writes is not undone, and is written once for each name', () => {
	const note = Note.create(new Date(0));
	const undo = note.createUndo();
	write(note, 'text');
	note.recordAuthor(ANNA);
	const version = note.version();
	note.recordAuthor(ANNA);
	expect(note.version()).toEqual(version);
	undo.undo();
	expect(note.body.toString()).toBe('');
	expect(undo.undo()).toBe(false);
	expect(recordedAuthor(note)).toEqual(ANNA);
	note.recordAuthor({ ...ANNA, name: 'Anne' });
	expect(recordedAuthor(note)).toEqual({ ...ANNA, name: 'Anne' });
});

it('each session records its author under a Loro peer id of its own', () => {
	const note = Note.create(new Date(0));
	const other = Note.empty();
	other.import(note.exportSnapshot());
	note.recordAuthor(ANNA);
	other.recordAuthor({ person: 'ben-id', name: 'Ben' });
	note.import(other.exportFrom(EMPTY_VERSION));
	expect(note.doc.getMap('authors').toJSON()).toEqual({
		[note.peerId]: ANNA,
		[other.peerId]: { person: 'ben-id', name: 'Ben' }
	});
});

it('the repair of line ends is not undone', () => {
	const note = Note.create(new Date(0));
	const foreign = Note.empty();
	foreign.import(note.exportSnapshot());
	const undo = note.createUndo();
	write(note, 'mine');
	write(foreign, 'a\r\nb');
	note.import(foreign.exportFrom(EMPTY_VERSION));
	undo.undo();
	expect(note.body.toString()).toBe('a\nb');
	expect(undo.undo()).toBe(false);
});
