import { expect, it } from 'vitest';
import { fromStableCaret, toStableCaret } from '$lib/note/caret';
import { Note } from '$lib/note/note';

function noteWith(text: string): Note {
	const note = Note.create(new Date(0));
	note.body.insert(0, text);
	note.doc.commit();
	return note;
}

it('keeps a caret at its place at every code point of a text, astral ones included', () => {
	const text = 'a😀b👩‍👩‍👧c';
	const note = noteWith(text);
	for (let offset = 0; offset <= text.length; offset += (text.codePointAt(offset) ?? 0) > 0xffff ? 2 : 1) {
		const caret = { anchor: 0, head: offset };
		expect(fromStableCaret(note, toStableCaret(note, caret))).toEqual(caret);
	}
	note.close();
});

it('stays before what others write at the caret, and moves with what they write before it', () => {
	const note = noteWith('hello');
	const end = toStableCaret(note, { anchor: 5, head: 5 });
	note.body.insert(5, ' world');
	expect(fromStableCaret(note, end)).toEqual({ anchor: 5, head: 5 });
	note.body.insert(0, '>> ');
	expect(fromStableCaret(note, end)).toEqual({ anchor: 8, head: 8 });
	note.body.delete(7, 1);
	expect(fromStableCaret(note, end)).toEqual({ anchor: 7, head: 7 });
	note.close();
});

it('is undefined for bytes that are no cursor and for operations that are not here', () => {
	const note = noteWith('hello');
	const elsewhere = noteWith('elsewhere');
	const foreign = toStableCaret(elsewhere, { anchor: 3, head: 3 });
	expect(fromStableCaret(note, foreign)).toBeUndefined();
	const damaged = { anchor: Uint8Array.of(1, 2, 3), head: new Uint8Array() };
	expect(fromStableCaret(note, damaged)).toBeUndefined();
	note.close();
	elsewhere.close();
});
