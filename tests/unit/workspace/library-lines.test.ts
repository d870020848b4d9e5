import { LoroText } from 'loro-crdt';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { MemoryChunkStore } from '$lib/storage/memory-chunk-store.js';
import { MemoryKeyValueStore } from '$lib/storage/memory-key-value.js';
import { MemorySearchTexts } from '$lib/storage/search-texts.js';
import { Library } from '$lib/workspace/library.svelte.js';
import { noteWith } from '../note/note-with.js';
import { ManualClock } from '../sync/manual-clock.js';
import { MemoryLocks } from './memory-locks.js';

const ID = 'note';

let clock: ManualClock;
let library: Library;

beforeEach(async () => {
	clock = new ManualClock();
	const meetTabs = () => ({ onChannel: () => () => undefined, leave: () => undefined });
	const keeping = { chunks: new MemoryChunkStore(), clock, meetTabs };
	const stores = { local: new MemoryKeyValueStore(), texts: new MemorySearchTexts() };
	library = await Library.open(keeping, stores, new MemoryLocks());
});

afterEach(() => {
	vi.restoreAllMocks();
});

/** A note of which the list has a line. */
function listedNote() {
	const note = noteWith('plums #one');
	library.noteChanged(ID, note);
	library.settle(ID);
	const type = (text: string) => {
		note.body.insert(0, text);
		note.doc.commit();
		library.noteChanged(ID, note);
	};
	return { type, read: vi.spyOn(LoroText.prototype, 'toString') };
}

it('the line on a note follows what is written, its tags when nobody writes: the whole text is read once', () => {
	const { type, read } = listedNote();
	expect(library.summary(ID)?.tags).toEqual(['one']);
	for (let at = 0; at < 20; at += 1) {
		type(at === 0 ? '#two ' : 'word ');
		clock.advance(1_000);
	}
	expect(library.summary(ID)?.preview).toMatch(/^(?:word ){19}#two plums/);
	expect(library.summary(ID)?.tags).toEqual(['one']);
	expect(read).not.toHaveBeenCalled();
	clock.advance(5_000);
	expect(library.summary(ID)?.tags).toEqual(['two', 'one']);
	expect(read).toHaveBeenCalledOnce();
});

it('the line has the lines that the note begins with, so that their marks are known as such', () => {
	listedNote().type('# Orchard\n\n\t- soup \u00a0 for 12\n');
	clock.advance(1_000);
	expect(library.summary(ID)?.preview).toBe('# Orchard\n- soup for 12\nplums #one');
});

it('the line is cut to what is shown, and to no half of a sign', () => {
	listedNote().type(`${'a'.repeat(199)}🐐 b`);
	clock.advance(1_000);
	expect(library.summary(ID)?.preview).toBe(`${'a'.repeat(199)}\ufffd`);
});

it('the tags of a note that is left are looked for at once', () => {
	const { type } = listedNote();
	type('#two ');
	clock.advance(1_000);
	library.settle(ID);
	expect(library.summary(ID)?.tags).toEqual(['two', 'one']);
});
