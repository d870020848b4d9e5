import { plainText } from '$lib/note/plain-text.js';
import type { ListedNote } from '$lib/workspace/types.js';
import type { SaidOfNote } from '../early-list.js';
import { sharedText } from '../note-facts-text.js';

/** What the list says of a note in words below its title. */
export function saidOfNote(note: ListedNote): SaidOfNote {
	return { preview: plainText(note.preview), shared: sharedText(note) };
}
