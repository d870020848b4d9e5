import { expect, it } from 'vitest';
import { MAX_TITLE_LENGTH } from '$lib/note/schema.js';
import { isBlank, noteOfShared } from '$lib/workspace/shared-text.js';

const shared = (parts: { title?: string; text?: string; url?: string }) => ({
	title: '',
	text: '',
	url: '',
	...parts
});

it('S42 a page that is shared keeps its title and its address, each once', () => {
	const url = 'https://example.org/pears';
	const note = { title: 'Pears', text: url };
	expect(noteOfShared(shared({ title: 'Pears', url }))).toEqual(note);
	// Android puts the address into the text, and some apps put it into both.
	expect(noteOfShared(shared({ title: 'Pears', text: url }))).toEqual(note);
	expect(noteOfShared(shared({ title: 'Pears', text: url, url }))).toEqual(note);
	expect(noteOfShared(shared({ title: 'Pears', text: 'Pears', url }))).toEqual(note);
	expect(noteOfShared(shared({ text: `Look: ${url}`, url }))).toEqual({ title: '', text: `Look: ${url}` });
});

it('S42 text keeps its lines, with one kind of line end, and what is no text is made one', () => {
	expect(noteOfShared(shared({ title: 'a\r\nb', text: '\n- one\r\n- two\r' }))).toEqual({
		title: 'a b',
		text: '- one\n- two'
	});
	expect(noteOfShared(shared({ text: 'half \ud83d a bird' })).text).toBe('half \ufffd a bird');
});

it('S42 a title that would be cut stands in the text, too', () => {
	const title = 'long '.repeat(MAX_TITLE_LENGTH).trim();
	expect(noteOfShared(shared({ title, text: 'text' }))).toEqual({ title, text: `${title}\n\ntext` });
});

it('S42 nothing but blanks is nothing', () => {
	expect(isBlank(shared({ title: ' ', text: '\n' }))).toBe(true);
	expect(isBlank(shared({ url: 'x' }))).toBe(false);
});
