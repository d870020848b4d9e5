import type { Note } from '../src/lib/note/note.js';
import type { Splice } from '../tests/support/recorded-typing.js';

/** Makes these edits in a note, each in a commit of its own. */
export function replayInto(note: Note, edits: readonly Splice[]): void {
	for (const [from, deleted, insert] of edits) {
		if (deleted > 0) note.body.delete(from, deleted);
		if (insert !== '') note.body.insert(from, insert);
		note.doc.commit();
	}
}
