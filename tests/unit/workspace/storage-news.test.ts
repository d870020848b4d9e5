import { expect, it, vi } from 'vitest';
import { Note } from '$lib/note/note.js';
import { MemoryChunkStore } from '$lib/storage/memory-chunk-store.js';
import { StorageNews } from '$lib/workspace/storage-news.js';
import { eventually } from '../support/eventually.js';

function copyOf(note: Note): Note {
	const copy = Note.empty();
	copy.import(note.exportSnapshot());
	return copy;
}

it('S29 a note that is open takes in what was stored behind it, in this tab and in another', async () => {
	const chunks = new MemoryChunkStore();
	const note = Note.of({ title: 'a', text: 'here ' }, new Date());
	const grown = copyOf(note);
	grown.body.insert(5, 'and from the backup');
	grown.doc.commit();
	const elsewhere = copyOf(note);
	note.body.insert(0, 'unsaved, ');
	note.doc.commit();
	const mine = new StorageNews(chunks, (id) => (id === 'n' ? note : undefined));
	const other = new StorageNews(chunks, (id) => (id === 'n' ? elsewhere : undefined));
	const imports = vi.fn();
	note.onChange(imports);
	await chunks.append('n', 'update', grown.exportSnapshot());
	await mine.tell('n');
	expect(note.body.toString()).toBe('unsaved, here and from the backup');
	await eventually(() => expect(elsewhere.body.toString()).toBe('here and from the backup'));
	await mine.tell('n');
	await mine.tell('unknown');
	expect(imports).toHaveBeenCalledTimes(1);
	mine.close();
	other.close();
});
