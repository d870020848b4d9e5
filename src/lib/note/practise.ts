import { LibraryReplica } from './library-replica.js';
import { Note } from './note.js';

/**
 * Does once, with notes of its own that nobody sees, what each start of a page does. Browsers compile a function of Loro when it is
 * first called, for all who share the module: whoever comes after finds it done.
 */
export function practise(): void {
	const note = Note.of({ title: 'Title', text: 'Text\n' }, new Date());
	const update = note.exportFrom(new Map());
	const again = Note.empty();
	again.load(note.exportSnapshot());
	again.afterImport();
	again.load(update);
	again.digest();
	const library = LibraryReplica.empty();
	library.put({
		noteId: 'note',
		invite: { kind: 'edit', seed: new Uint8Array(32) },
		addedAt: 0,
		shared: false
	});
	const read = LibraryReplica.empty();
	read.load(library.exportSnapshot());
	read.load(library.exportFrom(new Map()));
	read.afterImport();
	read.entries();
	for (const replica of [note, again, library, read]) replica.close();
}
