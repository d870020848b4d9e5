import { describe, expect, it } from 'vitest';
import { Note } from '$lib/note/note.js';
import { HeadlessEditor } from '../../fuzz/headless-editor.js';

const LONG = Array.from({ length: 40_000 }, (_, index) => `${index} `).join('');

function setup() {
	const note = Note.create(new Date(0));
	note.body.insert(0, 'one two three');
	note.doc.commit();
	return { note, editor: new HeadlessEditor(note) };
}

describe('a long paste stays whole and in its place when, between its pieces,', () => {
	it.each([
		['words come before it', (note: Note) => note.body.insert(0, 'answer '), 'answer one two three'],
		['words before it go', (note: Note) => note.body.delete(0, 4), 'two three']
	])('%s', (_, answer, before) => {
		const { note, editor } = setup();
		let answers = 0;
		note.onChange(() => {
			answers += 1;
			if (answers > 1) return;
			answer(note);
			note.doc.commit();
		});
		editor.dispatch({ changes: { from: 13, insert: LONG } });
		expect(note.body.toString()).toBe(before + LONG);
		expect(editor.text).toBe(before + LONG);
		expect(editor.drifts).toEqual([]);
	});

	it('a second editor of the note answers', () => {
		const { note, editor } = setup();
		const second = new HeadlessEditor(note);
		let answers = 0;
		second.listeners.push(() => {
			answers += 1;
			if (answers === 1) second.dispatch({ changes: { from: 0, insert: 'S' } });
		});
		editor.dispatch({ changes: { from: 13, insert: LONG } });
		expect(note.body.toString()).toBe(`Sone two three${LONG}`);
		expect([editor.text, second.text]).toEqual([note.body.toString(), note.body.toString()]);
		expect([...editor.drifts, ...second.drifts]).toEqual([]);
	});
});

it('a long paste is several changes, so that Loro has none to unpack that is as long as the note', () => {
	const { note, editor } = setup();
	editor.dispatch({ changes: { from: 13, insert: LONG.repeat(3) } });
	const lengths = [...note.doc.getAllChanges().values()].flat().map(({ length }) => length);
	// It joins two or three of them.
	expect(Math.max(...lengths)).toBeLessThan((3 * LONG.length) / 2);
});
