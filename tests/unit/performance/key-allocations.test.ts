import { ensureSyntaxTree } from '@codemirror/language';
import { describe, expect, it } from 'vitest';
import { markdownLanguage } from '$lib/editor/markdown/language.js';
import { Note } from '$lib/note/note.js';
import { HeadlessEditor } from '../../fuzz/headless-editor.js';
import { allocatedBytes } from '../../support/allocated-bytes.js';
import { longNote } from '../../support/long-note.js';
import { MeteredPair } from './metered-pages.js';

const KEYS = 50;
const SIZES = { small: 10_000, large: 1_000_000 };

/** Between two keys, in milliseconds. */
const TYPING_MS = 100;

function noteOf(length: number): Note {
	const note = Note.empty();
	note.body.insert(0, longNote(length));
	note.doc.commit();
	return note;
}

/** Of both, and of what plays the channel and the disk between them. */
async function ofPages(length: number): Promise<number> {
	const note = noteOf(length);
	const pair = await MeteredPair.start(note.exportSnapshot());
	note.close();
	const type = async () => {
		for (let key = 0; key < KEYS; key += 1) {
			pair.a.key('e', length / 2);
			await pair.pass(TYPING_MS);
		}
	};
	await type();
	const bytes = await allocatedBytes(type);
	pair.close();
	return bytes / KEYS;
}

async function ofEditor(length: number): Promise<number> {
	const note = noteOf(length);
	const editor = new HeadlessEditor(note, { extensions: markdownLanguage.extension });
	ensureSyntaxTree(editor.state, length, 60_000);
	editor.select(editor.state.doc.lineAt(length / 2).to);
	const type = () => {
		for (let key = 0; key < KEYS; key += 1) editor.type('e');
	};
	type();
	const bytes = await allocatedBytes(type);
	editor.destroy();
	note.close();
	return bytes / KEYS;
}

/** What each may allocate on the heap for a key, in bytes: a quarter more than it does. */
const MOST = { pages: 180_000, editor: 175_000 };

describe.each([
	['two connected pages', ofPages, MOST.pages],
	['an editor of Markdown', ofEditor, MOST.editor]
])('what a key makes %s allocate', (_, measure, most) => {
	it('is bounded, and does not grow with the note', async () => {
		const small = await measure(SIZES.small);
		expect(small).toBeLessThan(most);
		expect(await measure(SIZES.large)).toBeLessThan(small * 1.1);
	});
});
