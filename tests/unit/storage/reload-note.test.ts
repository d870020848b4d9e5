import { describe, expect, it } from 'vitest';
import { HeldBackError, PoisonousUpdateError, type ImportOutcome } from '$lib/note/guarded-import.js';
import type { Version } from '$lib/note/version.js';
import type { Loadable } from '$lib/storage/import-all.js';
import { MemoryChunkStore } from '$lib/storage/memory-chunk-store.js';
import { NoteLog } from '$lib/storage/note-log.js';
import { reloadNote } from '$lib/storage/reload-note.js';

const TRAP = 0;
const WAITS = 9;
/** Waits, and kills the document with whatever comes next. */
const RUINS = 8;

/** Takes updates of a few bytes, the numbers of operations. One comes after the other, and the last two never come in. */
class Scripted implements Loadable {
	#length = 0;
	#isWaiting = false;
	#isRuined = false;

	version(): Version {
		return new Map([['1', this.#length]]);
	}

	load(bytes: Uint8Array): ImportOutcome {
		let changed = false;
		let pending = false;
		for (const operation of bytes) {
			if (this.#isRuined) throw new HeldBackError('scripted');
			if (operation === TRAP) throw new (this.#isWaiting ? HeldBackError : PoisonousUpdateError)('scripted');
			if (operation === RUINS) this.#isRuined = true;
			if (operation >= RUINS) this.#isWaiting = pending = true;
			else if (operation > this.#length + 1) return { kind: 'refused', reason: 'damaged' };
			else {
				changed ||= operation > this.#length;
				this.#length = Math.max(this.#length, operation);
			}
		}
		return { kind: 'imported', changed, pending, contains: new Map([['1', Math.max(...bytes)]]) };
	}

	afterImport(): void {
		// Nothing has to be set right.
	}
}

describe('S6: when a document died, of what it had not saved', () => {
	it.each<[string, number[][], number, number[][], number[][]]>([
		['all is taken', [[1], [2]], 2, [[1], [2]], []],
		['what kills the new one too is set aside', [[1], [TRAP], [2]], 2, [[1], [2]], [[TRAP]]],
		['what waits is set aside', [[1], [WAITS], [2]], 2, [[1], [2]], [[WAITS]]],
		['what waits in part is kept too', [[1, WAITS], [2]], 2, [[1, WAITS], [2]], [[1, WAITS]]],
		['what waits and kills it with the next one is set aside', [[1], [RUINS], [2]], 2, [[1], [2]], [[RUINS]]],
		[
			'what fails by itself too is to blame, not what waits',
			[[1, WAITS], [TRAP]],
			1,
			[[1, WAITS]],
			[[TRAP], [1, WAITS]]
		],
		['what is refused is tried again after the others', [[2], [1]], 2, [[2], [1]], []]
	])('%s', async (_, unsaved, length, kept, aside) => {
		const store = new MemoryChunkStore();
		const updates = unsaved.map((operations) => Uint8Array.from(operations));
		const reloaded = await reloadNote(new NoteLog(store, 'n'), () => new Scripted(), updates);
		expect(reloaded.note.version()).toEqual(new Map([['1', length]]));
		expect(reloaded.updates.map((bytes) => [...bytes])).toEqual(kept);
		expect(reloaded.setAside.size).toBe(aside.length);
		const log = new NoteLog(store, 'n');
		const again = await reloadNote(log, () => new Scripted(), reloaded.updates, reloaded.setAside);
		expect(again.setAside.size).toBe(aside.length);
		const { chunks } = await store.load('aside:n');
		expect(new Set(chunks.map(({ bytes }) => bytes.join()))).toEqual(
			new Set(aside.map((bytes) => bytes.join()))
		);
	});
});
