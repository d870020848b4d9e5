import { expect, it } from 'vitest';
import { HeldBackError, PoisonousUpdateError, type ImportOutcome } from '$lib/note/guarded-import.js';
import type { Version } from '$lib/note/version.js';
import { MemoryChunkStore } from '$lib/storage/memory-chunk-store.js';
import { NoteLog } from '$lib/storage/note-log.js';
import { reloadNote, type Reloadable } from '$lib/storage/reload-note.js';

const TRAP = 0;
const WAITS = 9;

/** Takes updates of one byte, the number of an operation, in order. One number traps, and another waits for ever. */
class Scripted implements Reloadable {
	#length = 0;
	#isWaiting = false;

	version(): Version {
		return new Map([['1', this.#length]]);
	}

	import(bytes: Uint8Array): ImportOutcome {
		const [operation = TRAP] = bytes;
		if (this.#isWaiting) throw new HeldBackError('scripted');
		if (operation === TRAP) throw new PoisonousUpdateError('scripted');
		this.#isWaiting = operation === WAITS;
		if (!this.#isWaiting) this.#length = operation;
		const contains: Version = new Map([['1', operation]]);
		return { kind: 'imported', changed: !this.#isWaiting, pending: this.#isWaiting, contains };
	}

	load(bytes: Uint8Array): ImportOutcome {
		return this.import(bytes);
	}

	afterImport(): void {
		// Nothing has to be set right.
	}
}

it.each([
	['an update that kills the document again', TRAP],
	['an update that waits, and kills the document with the next one,', WAITS]
])('S6: %s is set aside, and those before and after it are taken', async (_, culprit) => {
	const store = new MemoryChunkStore();
	const updates = [1, 2, culprit, 3].map((operation) => Uint8Array.of(operation));
	const reloaded = await reloadNote(new NoteLog(store, 'n'), () => new Scripted(), updates);
	expect(reloaded.note.version()).toEqual(new Map([['1', 3]]));
	expect(reloaded.updates.map(([operation]) => operation)).toEqual([1, 2, 3]);
	expect(reloaded.unread).toHaveLength(1);
	const { chunks } = await store.load('aside:n');
	expect(chunks.map(({ bytes }) => [...bytes])).toEqual([[culprit]]);
});
