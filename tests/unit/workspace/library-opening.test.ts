import { expect, it, vi } from 'vitest';
import { Note } from '$lib/note/note.js';
import { StorageError } from '$lib/storage/chunk-store.js';
import type { KeyValueStore } from '$lib/storage/key-value.js';
import { MemoryChunkStore } from '$lib/storage/memory-chunk-store.js';
import { Library } from '$lib/workspace/library.svelte.js';
import { summarise } from '$lib/workspace/summaries.js';
import { ManualClock } from '../sync/manual-clock.js';
import { device, keep, type Device } from './shelf.js';
import { eventually } from '../support/eventually.js';

const meetTabs = () => ({ onChannel: () => () => undefined, leave: () => undefined });

/** Opens a library while Loro is still loaded, until that is told. */
function openingBeforeLoro({ disk, local, texts, locks }: Device) {
	const keeping = { chunks: new MemoryChunkStore(disk), clock: new ManualClock(), meetTabs };
	let loroIsLoaded = (): void => undefined;
	const loroLoaded = new Promise<void>((resolve) => (loroIsLoaded = resolve));
	return { opening: Library.open(keeping, { local, texts }, locks, loroLoaded), loroIsLoaded };
}

it('S15 a library that cannot be read leaves nothing behind, however often it is tried', async () => {
	const { local, texts, locks, disk } = await device();
	const chunks = new MemoryChunkStore(disk, (operation) => {
		if (operation === 'load') throw new StorageError('unknown');
	});
	let met = 0;
	const meetTabs = () => {
		met += 1;
		return { onChannel: () => () => undefined, leave: () => void (met -= 1) };
	};
	for (let time = 0; time < 3; time += 1) {
		const opening = Library.open({ chunks, clock: new ManualClock(), meetTabs }, { local, texts }, locks);
		await expect(opening).rejects.toBeInstanceOf(StorageError);
	}
	expect(met).toBe(0);
});

it('S39 lines of the list that cannot be read keep nobody from the notes, and are read again', async () => {
	const here = await device();
	const note = Note.of({ title: 'Orchard', text: 'pears' }, new Date(0));
	const { noteId } = await keep(here, note);
	await here.shelf.putSummary(summarise(noteId, note, 5));
	vi.spyOn(console, 'warn').mockReturnValue(undefined);
	let fails = true;
	const local: KeyValueStore = {
		close: () => undefined,
		erase: (places) => here.local.erase(places),
		section: (name, check) => {
			const section = here.local.section(name, check);
			const values = () => (fails ? Promise.reject(new StorageError('unknown')) : section.values());
			return { ...section, values };
		}
	};
	const clock = new ManualClock();
	const keeping = { chunks: new MemoryChunkStore(here.disk), clock, meetTabs };
	const library = await Library.open(keeping, { local, texts: here.texts }, here.locks);
	expect(library.notes.map(({ id, title }) => [id, title])).toEqual([[noteId, '']]);
	fails = false;
	clock.advance(2_000);
	await eventually(() => expect(library.notes.map(({ title }) => title)).toEqual(['Orchard']));
});

it('S39 what another tab says of a note while Loro is loaded is in the list', async () => {
	const here = await device();
	const note = Note.of({ title: 'Orchard', text: 'pears' }, new Date(0));
	const { noteId } = await keep(here, note);
	await here.shelf.putSummary(summarise(noteId, note, 5));
	const { opening, loroIsLoaded } = openingBeforeLoro(here);
	// All that was stored is read by now.
	await new Promise((resolve) => setTimeout(resolve));
	await here.shelf.putSummary({ ...summarise(noteId, note, 6), title: 'Garden' });
	await new Promise((resolve) => setTimeout(resolve));
	loroIsLoaded();
	const library = await opening;
	expect(library.notes.map(({ title }) => title)).toEqual(['Garden']);
});

it('S38 S39 of a note that another tab deletes for good while Loro is loaded, no line is left; of one whose entry is to come it is', async () => {
	for (const isErased of [false, true]) {
		const here = await device();
		const note = Note.of({ title: 'Orchard', text: 'pears' }, new Date(0));
		const { noteId } = await keep(here, note);
		await here.shelf.putSummary(summarise(noteId, note, 5));
		await here.shelf.putSummary(summarise('to come', note, 5));
		const { opening, loroIsLoaded } = openingBeforeLoro(here);
		await new Promise((resolve) => setTimeout(resolve));
		await here.library.remove([noteId]);
		if (isErased) await here.library.erase([noteId]);
		loroIsLoaded();
		const library = await opening;
		await eventually(() => expect(library.summaries.get(noteId)).toBeUndefined());
		expect(library.summaries.get('to come')).toBeDefined();
	}
});

it('S10 a library without Loro leaves nothing open, and says why', async () => {
	const here = await device();
	let left = 0;
	const meetTabs = () => ({ onChannel: () => () => undefined, leave: () => void (left += 1) });
	const keeping = { chunks: new MemoryChunkStore(here.disk), clock: new ManualClock(), meetTabs };
	const failure = new Error('no network');
	const opening = Library.open(
		keeping,
		{ local: here.local, texts: here.texts },
		here.locks,
		Promise.reject(failure)
	);
	await expect(opening).rejects.toBe(failure);
	expect(left).toBe(1);
});

/** The local data of a device whose lines are read when that is let, or fail. */
function localReadBy({ local }: Device, read: (lines: () => Promise<unknown[]>) => Promise<unknown[]>) {
	const store: KeyValueStore = {
		close: () => undefined,
		erase: (places) => local.erase(places),
		section: (name, check) => {
			const section = local.section(name, check);
			return { ...section, values: () => read(() => section.values()) as ReturnType<typeof section.values> };
		}
	};
	return store;
}

it('S38 S39 of a note that is erased by another tab while the lines are read once more, no line is left', async () => {
	const here = await device();
	const note = Note.of({ title: 'Orchard', text: 'pears' }, new Date(0));
	const { noteId } = await keep(here, note);
	await here.shelf.putSummary(summarise(noteId, note, 5));
	await here.library.remove([noteId]);
	let reads = 0;
	const letRead: (() => void)[] = [];
	const local = localReadBy(here, async (lines) => {
		reads += 1;
		const read = await lines();
		if (reads > 1) await new Promise<void>((resolve) => letRead.push(resolve));
		return read;
	});
	const keeping = { chunks: new MemoryChunkStore(here.disk), clock: new ManualClock(), meetTabs };
	const library = await Library.open(keeping, { local, texts: here.texts }, here.locks);
	await eventually(() => expect(letRead).toHaveLength(1));
	await here.library.erase([noteId]);
	await here.library.flush();
	// It hears of that before it has read.
	await library.decide(() => Promise.resolve());
	expect(library.erasing).toEqual([]);
	letRead[0]?.();
	await eventually(() => expect(library.summaries.get(noteId)).toBeUndefined());
});

it('S38 S39 where it cannot be read which lines another tab has erased, that is read again', async () => {
	const here = await device();
	const note = Note.of({ title: 'Orchard', text: 'pears' }, new Date(0));
	const { noteId } = await keep(here, note);
	await here.shelf.putSummary(summarise(noteId, note, 5));
	const stored = await here.local
		.section('summaries', (value): value is unknown => value !== undefined)
		.values();
	await here.library.remove([noteId]);
	await here.library.erase([noteId]);
	await here.library.flush();
	vi.spyOn(console, 'warn').mockReturnValue(undefined);
	let reads = 0;
	const local = localReadBy(here, async (lines) => {
		reads += 1;
		// It was read before it was erased.
		if (reads === 1) return stored;
		if (reads === 2) throw new StorageError('unknown');
		return await lines();
	});
	const clock = new ManualClock();
	const keeping = { chunks: new MemoryChunkStore(here.disk), clock, meetTabs };
	const library = await Library.open(keeping, { local, texts: here.texts }, here.locks);
	await eventually(() => expect(reads).toBe(2));
	await new Promise((resolve) => setTimeout(resolve));
	expect(library.summaries.get(noteId)).toBeDefined();
	clock.advance(2_000);
	await eventually(() => expect(library.summaries.get(noteId)).toBeUndefined());
});
