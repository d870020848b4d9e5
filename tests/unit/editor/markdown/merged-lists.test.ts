import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { markdownLanguage } from '$lib/editor/markdown/language.js';
import { shapeOf } from '$lib/editor/markdown/line-shape.js';
import { continueMarkup, indentItems } from '$lib/editor/markdown/list-commands.js';
import { writtenByOthers } from '$lib/editor/markdown/renumber.js';
import { tickAt, toggleDone } from '$lib/editor/markdown/tasks.js';
import { Note } from '$lib/note/note.js';
import { HeadlessEditor } from '../../../fuzz/headless-editor.js';
import { seen } from './support.js';

const extensions = [markdownLanguage.extension, writtenByOthers.of(() => true)];

let notes: Note[];
let editors: HeadlessEditor[];

beforeEach(() => {
	notes = [Note.create(new Date(0)), Note.empty(), Note.empty()];
	editors = notes.map((note) => new HeadlessEditor(note, { extensions }));
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

describe('an item that several add to one numbered list before they have heard of each other', () => {
	it('leaves the numbers behind it as they are written, and they are shown as they follow each other', () => {
		begin('1. a\n2. b\n3. c\n4. d');
		editors[0]?.select(4);
		editors[1]?.select(9);
		editors[2]?.select(4);
		for (const editor of editors) expect(continueMarkup(editor)).toBe(true);
		const text = agreed();
		expect(text).toMatch(/^1\. a\n2\. \n2\. \n2\. b\n3\. \n3\. c\n4\. d$/);
		expect(seen(text)).toBe('1. a\n2. \n3. \n4. b\n5. \n6. c\n7. d');
	});

	it('is numbered itself where it is set in', () => {
		begin('1. a\n2. b\n3. c');
		editors[0]?.select(9);
		expect(indentItems(editors[0] as HeadlessEditor)).toBe(true);
		expect(agreed()).toBe('1. a\n   1. b\n3. c');
	});
});
