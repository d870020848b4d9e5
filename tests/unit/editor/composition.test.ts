import { afterEach, expect, test } from 'vitest';
import { Note } from '$lib/note/note.js';
import { HeadlessEditor } from '../../fuzz/headless-editor.js';

let open: (() => void)[] = [];

afterEach(() => {
	for (const close of open) close();
	open = [];
});

function editorOn(text: string): { readonly note: Note; readonly editor: HeadlessEditor } {
	const note = Note.empty();
	note.body.insert(0, text);
	note.doc.commit();
	const editor = new HeadlessEditor(note);
	open.push(() => {
		editor.destroy();
		note.close();
	});
	return { note, editor };
}

function writeAsOther(note: Note, at: number, text: string): void {
	note.body.insert(at, text);
	note.doc.commit({ origin: 'other' });
}

test('what others write into the line waits for the end of a composition, the rest shows at once (rule 2)', () => {
	const { note, editor } = editorOn('above\nleft right\nbelow');
	editor.select(11);
	editor.compose('か');
	writeAsOther(note, 6, 'X');
	writeAsOther(note, 0, 'Y');
	writeAsOther(note, note.body.length, 'Z');
	expect(editor.text).toBe('Yabove\nleft かright\nbelowZ');
	editor.compose('かな');
	expect(note.body.toString()).toBe('Yabove\nXleft かなright\nbelowZ');
	editor.compose('仮名');
	editor.endComposition();
	expect(editor.text).toBe('Yabove\nXleft 仮名right\nbelowZ');
	expect(editor.text).toBe(note.body.toString());
	expect(editor.drifts).toEqual([]);
});

test('what others write at the edges of a composition never gets into it', () => {
	const { note, editor } = editorOn('left right');
	editor.select(5);
	editor.compose('な');
	writeAsOther(note, 6, '>');
	writeAsOther(note, 5, '<');
	editor.compose('なが');
	editor.compose('しなが');
	editor.compose('名が');
	editor.endComposition();
	expect(editor.text).toBe('left <名が>right');
});

test('a line that others delete or split around a composition keeps what is composed', () => {
	const { note, editor } = editorOn('one two\nlast');
	editor.select(4);
	editor.compose('t');
	note.body.delete(0, 4);
	note.body.insert(1, '\n');
	note.body.delete(2, 4);
	note.doc.commit({ origin: 'other' });
	expect(editor.text).toBe('one ttwo\nlast');
	editor.compose('te');
	editor.endComposition();
	expect(editor.text).toBe('te\nlast');
});

test('undo takes back what was composed, and nothing that waited for its end (rule 3)', () => {
	const { note, editor } = editorOn('left right');
	editor.select(5);
	editor.compose('か');
	writeAsOther(note, 0, 'X');
	editor.compose('かな');
	writeAsOther(note, note.body.length, 'Y');
	editor.endComposition();
	while (editor.undo());
	expect(editor.text).toBe('Xleft rightY');
	while (editor.redo());
	expect(editor.text).toBe('Xleft かなrightY');
});

test('an editor that goes in the middle of a composition leaves the note whole', () => {
	const { note, editor } = editorOn('left right');
	editor.select(5);
	editor.compose('か');
	writeAsOther(note, 0, 'X');
	editor.compose('かな');
	editor.destroy();
	expect(note.body.toString()).toBe('Xleft かなright');
});
