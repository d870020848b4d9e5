import { LoroText } from 'loro-crdt';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Note } from '$lib/note/note.js';
import { MemoryChunkStore, MemoryDisk } from '$lib/storage/memory-chunk-store.js';
import { MemoryKeyValueStore } from '$lib/storage/memory-key-value.js';
import { NoteLog } from '$lib/storage/note-log.js';
import { MemorySearchTexts } from '$lib/storage/search-texts.js';
import { Library } from '$lib/workspace/library.svelte.js';
import { catchUpSummaries } from '$lib/workspace/summary-catch-up.js';
import { noteWith } from '../note/note-with.js';
import { ManualClock } from '../sync/manual-clock.js';
import { MemoryLocks } from './memory-locks.js';
import { device, keep, tabOf, type Browser } from './shelf.js';

const ID = 'note';

let clock: ManualClock;
let library: Library;

beforeEach(async () => {
	clock = new ManualClock();
	library = await openOn({
		disk: new MemoryDisk(),
		local: new MemoryKeyValueStore(),
		texts: new MemorySearchTexts(),
		locks: new MemoryLocks()
	});
});

async function openOn({ disk, local, texts, locks }: Browser): Promise<Library> {
	const meetTabs = () => ({ onChannel: () => () => undefined, leave: () => undefined });
	return await Library.open({ chunks: new MemoryChunkStore(disk), clock, meetTabs }, { local, texts }, locks);
}

afterEach(() => {
	vi.restoreAllMocks();
});

/** A note of which the list has a line. */
function listedNote() {
	const note = noteWith('plums #one');
	library.summaries.noteChanged(ID, note);
	library.summaries.settle(ID);
	const type = (text: string) => {
		note.body.insert(0, text);
		note.doc.commit();
		library.summaries.noteChanged(ID, note);
	};
	return { type, read: vi.spyOn(LoroText.prototype, 'toString') };
}

it('the line on a note follows what is written, its tags when nobody writes: the whole text is read once', () => {
	const { type, read } = listedNote();
	expect(library.summaries.get(ID)?.tags).toEqual(['one']);
	for (let at = 0; at < 20; at += 1) {
		type(at === 0 ? '#two ' : 'word ');
		clock.advance(1_000);
	}
	expect(library.summaries.get(ID)?.preview).toMatch(/^(?:word ){19}#two plums/);
	expect(library.summaries.get(ID)?.tags).toEqual(['one']);
	expect(read).not.toHaveBeenCalled();
	clock.advance(5_000);
	expect(library.summaries.get(ID)?.tags).toEqual(['two', 'one']);
	expect(read).toHaveBeenCalledOnce();
});

it('the line has the lines that the note begins with, so that their marks are known as such', () => {
	listedNote().type('# Orchard\n\n\t- soup \u00a0 for 12\n');
	clock.advance(1_000);
	expect(library.summaries.get(ID)?.preview).toBe('# Orchard\n- soup for 12\nplums #one');
});

it('the line is cut to what is shown, and to no half of a sign', () => {
	listedNote().type(`${'a'.repeat(199)}🐐 b`);
	clock.advance(1_000);
	expect(library.summaries.get(ID)?.preview).toBe(`${'a'.repeat(199)}\ufffd`);
});

it('the tags of a note that is left are looked for at once', () => {
	const { type } = listedNote();
	type('#two ');
	clock.advance(1_000);
	library.summaries.settle(ID);
	expect(library.summaries.get(ID)?.tags).toEqual(['two', 'one']);
});

it('S39 a line says that its tags are still to be looked for, so that a page that is killed before leaves that to the next one', async () => {
	const here = await device();
	const note = Note.of({ title: 'Orchard', text: 'plums #one' }, new Date(0));
	const { noteId } = await keep(here, note);
	library = await openOn(here);
	library.summaries.noteChanged(noteId, note);
	library.summaries.settle(noteId);
	expect(library.summaries.get(noteId)).not.toHaveProperty('tagsDue');
	note.body.insert(0, '#two ');
	note.doc.commit();
	await new NoteLog(here.shelf.chunks, noteId).append(note.exportSnapshot());
	library.summaries.noteChanged(noteId, note);
	clock.advance(1_000);
	expect(library.summaries.get(noteId)).toMatchObject({ tags: ['one'], tagsDue: true });
	// Here the page is killed, after that was stored.
	await new Promise((resolve) => setTimeout(resolve));
	const next = await tabOf(here);
	const done = catchUpSummaries(next.shelf, clock, new MemoryLocks());
	clock.advance(3_000);
	await done;
	expect(next.library.summaries.get(noteId)?.tags).toEqual(['two', 'one']);
	expect(next.library.summaries.get(noteId)).not.toHaveProperty('tagsDue');
});

it('S39 tags that were looked for are due no more, also where they are the same', () => {
	listedNote().type('word ');
	clock.advance(1_000);
	expect(library.summaries.get(ID)?.tagsDue).toBe(true);
	clock.advance(5_000);
	expect(library.summaries.get(ID)?.tagsDue).toBeUndefined();
});
