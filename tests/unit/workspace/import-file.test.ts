import { LoroDoc } from 'loro-crdt';
import { expect, it } from 'vitest';
import { Note } from '$lib/note/note.js';
import { StorageError } from '$lib/storage/chunk-store.js';
import { fileKind } from '$lib/workspace/import-file.js';
import type { NoteShelf } from '$lib/workspace/note-shelf.js';
import { runImport } from '$lib/workspace/run-transfer.js';
import { seeded } from '../../fuzz/random.js';
import { control, device, factsOf, grownNote, stored } from './shelf.js';

it('S28 a Markdown file, a text and a note with its history become new notes', async () => {
	const here = await device();
	const grown = grownNote(seeded(1));
	const files = [
		new File(['# Orchard\r\n\r\npears\r\n'], 'x.md'),
		new File(['# no heading\n'], 'Shopping list.TXT'),
		new File([grown.exportSnapshot().slice()], 'old.loro')
	];
	const report = await runImport(here.shelf, files, control());
	expect(report).toMatchObject({ ended: 'done', moved: 3, refused: [] });
	const notes = await Promise.all(report.made.map((id) => stored(here, id)));
	expect(notes.map((note) => note.title)).toEqual(['Orchard', 'Shopping list', grown.title]);
	expect(notes[0]?.body.toString()).toBe('pears\n');
	expect(notes[1]?.body.toString()).toBe('# no heading\n');
	expect(factsOf(notes[2] as Note)).toEqual(factsOf(grown));
	expect(new Set(report.made).size).toBe(3);
	for (const id of report.made) expect(here.shelf.entry(id)).toMatchObject({ shared: false });
	expect(here.shelf.summary(report.made[0] as string)).toMatchObject({ title: 'Orchard', preview: 'pears' });
});

it('S28 the same file twice is two notes', async () => {
	const here = await device();
	const file = new File([grownNote(seeded(1)).exportSnapshot().slice()], 'a.loro');
	await runImport(here.shelf, [file, file], control());
	expect(here.shelf.entries).toHaveLength(2);
});

it('S28 what is refused is named with its reason, stores nothing, and the others come', async () => {
	const here = await device();
	const foreign = new LoroDoc();
	foreign.getText('body').insert(0, 'not a note of Perch');
	const note = Note.of({ title: 'a', text: 'b' }, new Date());
	const before = note.version();
	note.setTitle('c');
	const files = [
		new File([Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0)], 'picture.png'),
		new File([Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0)], 'picture.md'),
		new File([new Uint8Array(10 * 1024 * 1024 + 1)], 'huge.txt'),
		new File([foreign.export({ mode: 'snapshot' }).slice()], 'foreign.loro'),
		new File([note.exportFrom(before).slice()], 'half.loro'),
		new File(['garbage'], 'garbage.loro'),
		new File(['garbage'], 'garbage.zip'),
		new File(['no ending'], 'README'),
		new File(['good'], 'good.md')
	];
	const report = await runImport(here.shelf, files, control());
	expect(report.refused).toEqual([
		{ title: 'picture.png', reason: 'unknown-kind' },
		{ title: 'picture.md', reason: 'no-text' },
		{ title: 'huge.txt', reason: 'text-too-large' },
		{ title: 'foreign.loro', reason: 'no-note' },
		{ title: 'half.loro', reason: 'loro-damaged' },
		{ title: 'garbage.loro', reason: 'loro-damaged' },
		{ title: 'garbage.zip', reason: 'foreign' },
		{ title: 'README', reason: 'unknown-kind' }
	]);
	expect(report.moved).toBe(1);
	expect(here.shelf.entries).toHaveLength(1);
	expect((await here.shelf.chunks.notes()).filter((id) => id !== 'library')).toEqual(report.made);
});

it('S24 cancelled between files, the rest is left', async () => {
	const here = await device();
	const files = ['a', 'b', 'c'].map((name) => new File([name], `${name}.md`));
	expect(await runImport(here.shelf, files, control(2))).toMatchObject({ ended: 'cancelled', moved: 2 });
	expect(here.shelf.entries).toHaveLength(2);
});

it('S28 a name that is no ending', () => {
	for (const name of ['constructor', 'a.constructor', 'a.__proto__', 'md', '.'])
		expect(fileKind(name)).toBeUndefined();
});

it('S28 a note that is stored has come, even where its line in the list could not be stored', async () => {
	const here = await device();
	const shelf = Object.create(here.shelf, {
		putSummary: { value: () => Promise.reject(new StorageError('quota')) }
	}) as NoteShelf;
	const report = await runImport(shelf, [new File(['pears'], 'x.md')], control());
	expect(report).toMatchObject({ ended: 'done', moved: 1, refused: [] });
	expect(here.shelf.entries.map(({ noteId }) => noteId)).toEqual(report.made);
});
