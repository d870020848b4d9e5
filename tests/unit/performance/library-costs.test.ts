import { describe, expect, it } from 'vitest';
import { createInvite } from '$lib/crypto/invite.js';
import type { KeyValueStore } from '$lib/storage/key-value.js';
import { MemoryChunkStore } from '$lib/storage/memory-chunk-store.js';
import { MemoryKeyValueStore } from '$lib/storage/memory-key-value.js';
import { MemorySearchTexts } from '$lib/storage/search-texts.js';
import { Library } from '$lib/workspace/library.svelte.js';
import { loroCallsOf } from '../../support/loro-calls.js';
import { noteWith } from '../note/note-with.js';
import { ManualClock } from '../sync/manual-clock.js';
import { MemoryLocks } from '../workspace/memory-locks.js';

const CHANGES = 10;

/** The line on a note follows a change within this time, in milliseconds, and its tags only where it is left alone for longer. */
const CHANGE_MS = 1_000;

const SIZES = [10, 100, 1_000];

/** What is done in the library because one note of it was changed. */
interface Costs {
	readonly loroCalls: number;
	/** Lines that were stored; each is one transaction. */
	readonly linesStored: number;
	/** Parts of the library itself that were stored. */
	readonly chunksStored: number;
	/** Lines of the list that are others than before: each is drawn anew. */
	readonly linesDrawn: number;
}

class MeteredLibrary {
	linesStored = 0;
	chunksStored = 0;
	readonly clock = new ManualClock();
	#library: Library | undefined;

	static async of(notes: number): Promise<MeteredLibrary> {
		const metered = new MeteredLibrary();
		const chunks = new MemoryChunkStore(undefined, (operation) => {
			if (operation === 'append') metered.chunksStored += 1;
		});
		const meetTabs = () => ({ onChannel: () => () => undefined, leave: () => undefined });
		const stores = { local: metered.#meteredStore(), texts: new MemorySearchTexts() };
		metered.#library = await Library.open(
			{ chunks, clock: metered.clock, meetTabs },
			stores,
			new MemoryLocks()
		);
		for (let at = 0; at < notes; at += 1) await metered.#add(at);
		metered.pass();
		return metered;
	}

	get library(): Library {
		if (this.#library === undefined) throw new Error('not open yet');
		return this.#library;
	}

	pass(): void {
		this.clock.advance(CHANGE_MS);
	}

	async #add(at: number): Promise<void> {
		const noteId = String(at);
		await this.library.put({ noteId, invite: createInvite(), addedAt: at, shared: false });
		await this.library.summaries.store({
			id: noteId,
			title: `Note ${at}`,
			preview: '',
			changedAt: at,
			waiting: false,
			tags: []
		});
	}

	#meteredStore(): KeyValueStore {
		const store = new MemoryKeyValueStore();
		return {
			close: () => store.close(),
			erase: (places) => store.erase(places),
			section: (name, check) => {
				const section = store.section(name, check);
				const set: typeof section.set = (key, value) => {
					this.linesStored += 1;
					return section.set(key, value);
				};
				return { ...section, set };
			}
		};
	}
}

/** What a peer's changes of one note cost, each by itself, beyond the note. */
async function costsOfChange(notes: number): Promise<Costs> {
	const metered = await MeteredLibrary.of(notes);
	const { library } = metered;
	const note = noteWith('plums');
	const peer = noteWith();
	peer.import(note.exportSnapshot());
	const change = () => {
		peer.body.insert(0, 'x');
		peer.doc.commit();
		note.import(peer.exportFrom(note.version()));
	};
	change();
	library.summaries.noteChanged('0', note);
	metered.pass();
	const before = { linesStored: metered.linesStored, chunksStored: metered.chunksStored };
	let [loroCalls, linesDrawn] = [0, 0];
	for (let at = 0; at < CHANGES; at += 1) {
		const lines = new Set(library.notes);
		change();
		loroCalls += loroCallsOf(() => {
			library.summaries.noteChanged('0', note);
			metered.pass();
		});
		linesDrawn += library.notes.filter((line) => !lines.has(line)).length;
		await Promise.resolve();
	}
	expect(library.notes[0]).toMatchObject({
		id: '0',
		preview: expect.stringMatching(/^x{11}plums/) as string
	});
	return {
		loroCalls: loroCalls / CHANGES,
		linesStored: (metered.linesStored - before.linesStored) / CHANGES,
		chunksStored: metered.chunksStored - before.chunksStored,
		linesDrawn: linesDrawn / CHANGES
	};
}

describe('S39 what a change of one note costs in the library', () => {
	it('is a line stored and drawn, and a few looks at the note', async () => {
		const { loroCalls, ...others } = await costsOfChange(10);
		expect(loroCalls).toBeLessThanOrEqual(12);
		expect(others).toEqual({ linesStored: 1, chunksStored: 0, linesDrawn: 1 });
	});

	it.each(SIZES)('is the same in a library of %i', async (notes) => {
		expect(await costsOfChange(notes)).toEqual(await costsOfChange(1));
	});
});
