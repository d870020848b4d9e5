import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { markdownLanguage } from '$lib/editor/markdown/language.js';
import { shapeOf } from '$lib/editor/markdown/line-shape.js';
import { tickAt, toggleDone } from '$lib/editor/markdown/tasks.js';
import { Note } from '$lib/note/note.js';
import { HeadlessEditor } from '../../../fuzz/headless-editor.js';
import { seen } from './support.js';

let notes: Note[];
let editors: HeadlessEditor[];

beforeEach(() => {
	notes = [Note.create(new Date(0)), Note.empty(), Note.empty()];
	editors = notes.map((note) => new HeadlessEditor(note, { extensions: markdownLanguage.extension }));
});

afterEach(() => {
	for (const editor of editors) editor.destroy();
	for (const note of notes) note.close();
});

function exchange(): void {
	for (const to of notes) for (const from of notes) if (from !== to) to.import(from.exportFrom(to.version()));
}

/** The text that all have after they exchanged what they have. */
function agreed(): string {
	exchange();
	const [text, ...others] = editors.map((editor) => editor.text);
	for (const other of others) expect(other).toBe(text);
	return text ?? '';
}

function begin(text: string): void {
	editors[0]?.type(text);
	exchange();
}

describe('a box that several press before they have heard of each other', () => {
	it('is ticked, and still one: the next press leaves it with one character', () => {
		begin('- [ ] milk');
		for (const editor of editors) expect(tickAt(editor, 0)).toBe(true);
		const ticked = agreed();
		expect(seen(ticked)).toBe('☑ milk');
		expect(shapeOf(ticked)).toMatchObject({ mark: '- ', text: 'milk' });
		editors[1]?.select(2);
		expect(toggleDone(editors[1] as HeadlessEditor)).toBe(true);
		expect(agreed()).toBe('- [ ] milk');
	});

	it('is not ticked where all took the tick away', () => {
		begin('1. [X] milk');
		for (const editor of editors) expect(tickAt(editor, 0)).toBe(true);
		expect(seen(agreed())).toBe('1. ☐ milk');
		expect(tickAt(editors[2] as HeadlessEditor, 0)).toBe(true);
		expect(agreed()).toBe('1. [x] milk');
	});

	it('is ticked where one pressed once more', () => {
		begin('- [x] milk');
		tickAt(editors[0] as HeadlessEditor, 0);
		tickAt(editors[1] as HeadlessEditor, 0);
		tickAt(editors[1] as HeadlessEditor, 0);
		expect(seen(agreed())).toBe('☑ milk');
		tickAt(editors[2] as HeadlessEditor, 0);
		expect(agreed()).toBe('- [ ] milk');
	});
});
