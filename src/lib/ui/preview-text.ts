import { plainText } from '$lib/note/plain-text.js';
import { m } from '$lib/paraglide/messages.js';

/** What a list says of a note's text: the words that it begins with. */
export function previewText(preview: string): string {
	return preview === '' ? m.note_no_text() : plainText(preview);
}
