import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Note } from '$lib/note/note.js';
import { UNDO_MERGE_INTERVAL_MS } from '$lib/note/schema.js';
import { HeadlessEditor } from '../../fuzz/headless-editor.js';

let note: Note;
let other: Note;
let mine: HeadlessEditor;
let theirs: HeadlessEditor;

beforeEach(() => {
	vi.useFakeTimers({ toFake: ['Date'], now: 0 });
	note = Note.create(new Date(0));
	note.body.insert(0, 'one two three');
	note.doc.commit();
	other = Note.empty();
	mine = new HeadlessEditor(note);
	theirs = new HeadlessEditor(other);
	exchange();
});

afterEach(() => {
	mine.destroy();
	theirs.destroy();
	note.close();
	other.close();
	vi.useRealTimers();
});

function exchange(): void {
	other.import(note.exportFrom(other.version()));
	note.import(other.exportFrom(note.version()));
}

function pause(): void {
	vi.advanceTimersByTime(UNDO_MERGE_INTERVAL_MS + 1);
}

/** Types as a person does, key by key. */
function typeKeys(editor: HeadlessEditor, keys: string): void {
	for (const key of keys) editor.type(key);
}

function selected(editor: HeadlessEditor): unknown {
	return editor.state.selection.main.toJSON();
}

describe('undo', () => {
	it('takes back what was typed together, and redo types it again', () => {
		mine.select(3);
		typeKeys(mine, ' and');
		pause();
		typeKeys(mine, ' a half');
		expect(mine.text).toBe('one and a half two three');
		mine.undo();
		expect(mine.text).toBe('one and two three');
		mine.undo();
		expect(mine.text).toBe('one two three');
		expect(mine.undo()).toBe(false);
		mine.redo();
		mine.redo();
		expect(mine.text).toBe('one and a half two three');
		expect(note.body.toString()).toBe(mine.text);
	});

	it('selects again what was selected', () => {
		mine.select(4, 7);
		mine.type('2');
		expect(mine.text).toBe('one 2 three');
		mine.select(0);
		mine.undo();
		expect(mine.text).toBe('one two three');
		expect(selected(mine)).toEqual({ anchor: 4, head: 7 });
		mine.redo();
		expect(selected(mine)).toEqual({ anchor: 5, head: 5 });
	});

	it('brings the caret to where it is now that others have written', () => {
		mine.select(4, 7);
		mine.type('2');
		exchange();
		theirs.select(0);
		theirs.type('zero ');
		exchange();
		mine.undo();
		expect(mine.text).toBe('zero one two three');
		expect(selected(mine)).toEqual({ anchor: 9, head: 12 });
	});

	it('takes back nothing that others wrote, not even inside of what is taken back (rule 3)', () => {
		mine.select(3);
		mine.type(' and more');
		exchange();
		theirs.select(7);
		theirs.type(' THEIRS');
		exchange();
		expect(mine.text).toBe('one and THEIRS more two three');
		mine.undo();
		expect(mine.text).toBe('one THEIRS two three');
		mine.redo();
		expect(mine.text).toContain('THEIRS');
		exchange();
		expect(theirs.text).toBe(mine.text);
	});

	it('leaves out what somebody else deleted already', () => {
		mine.select(3);
		mine.type(' mine');
		pause();
		mine.select(0);
		mine.type('first ');
		exchange();
		theirs.dispatch({ changes: { from: 0, to: 6 } });
		exchange();
		expect(mine.text).toBe('one mine two three');
		expect(mine.undo()).toBe(true);
		expect(mine.text).toBe('one two three');
	});

	it('does not know of what a program or another peer did', () => {
		note.body.insert(0, 'program ');
		note.doc.commit();
		theirs.type('theirs ');
		exchange();
		expect(mine.undo()).toBe(false);
	});

	it('puts a pair back in one piece that a change cut in two, although others wrote there since', () => {
		mine.dispatch({ changes: { from: 0, insert: '😀' } });
		pause();
		mine.dispatch({ changes: { from: 1, insert: 'x' } });
		expect(mine.text).toBe('xone two three');
		exchange();
		theirs.dispatch({ changes: { from: 0, insert: 'y' } });
		exchange();
		mine.undo();
		expect(mine.text).toContain('😀');
		expect(note.body.toString()).toBe(mine.text);
		expect(mine.drifts).toEqual([]);
	});
});
