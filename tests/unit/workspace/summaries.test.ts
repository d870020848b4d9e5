import { LoroText } from 'loro-crdt';
import { expect, it, vi } from 'vitest';
import { Note } from '$lib/note/note.js';
import { summarise } from '$lib/workspace/summaries.js';

/** A note of a title, and a text of so many letters before a character of two UTF-16 units and what follows it. */
function noteWith(letters: number): Note {
	return Note.of({ title: 'Title', text: `${'x'.repeat(letters)}🐦 end #tag` }, new Date());
}

it('the preview is well formed wherever its text is cut, and reads nothing but the text', () => {
	// Loro unpacks the history of the whole note to find a place.
	const asked = vi.spyOn(LoroText.prototype, 'getCursor');
	for (let letters = 190; letters < 410; letters += 1) {
		const note = noteWith(letters);
		for (const tags of [undefined, ['known']]) {
			const { preview, title } = summarise('n', note, 0, tags);
			expect(title).toBe('Title');
			expect(preview).toBe(preview.toWellFormed());
			expect(preview.startsWith('x'.repeat(190))).toBe(true);
		}
		note.close();
	}
	expect(asked).not.toHaveBeenCalled();
});
