import { beforeEach, describe, expect, it, vi } from 'vitest';
import { Note } from '$lib/note/note.js';
import { covers, EMPTY_VERSION, sameVersion } from '$lib/note/version.js';
import { StorageError } from '$lib/storage/chunk-store.js';
import {
	COMPACT_AFTER_QUIET_MS,
	COMPACT_MIN_UPDATE_BYTES,
	COMPACT_RETRY_MS,
	OPENING_CHUNKS,
	RETRY_FIRST_MS,
	SAVE_PART_OPERATIONS,
	SAVE_SOON_MS,
	SAVE_WITHIN_MS
} from '$lib/storage/limits.js';
import { MemoryChunkStore, MemoryDisk, type MemoryOperation } from '$lib/storage/memory-chunk-store.js';
import { NoteLog } from '$lib/storage/note-log.js';
import { NoteSaver } from '$lib/storage/note-saver.js';
import { ManualClock } from '../sync/manual-clock.js';
import { NOTE_ID, NoteTab, reopened, settled } from './note-tab.js';
import { eventually } from '../support/eventually.js';

let disk: MemoryDisk;
let clock: ManualClock;

beforeEach(() => {
	disk = new MemoryDisk();
	clock = new ManualClock();
	clock.advance(1_000);
});

/** Lets time pass, and what falls due happen. */
async function pass(ms: number): Promise<void> {
	clock.advance(ms);
	await settled();
}

/** Holds operations back until they are let go, one after the other. */
class Gate {
	readonly #waiting: (() => void)[] = [];

	readonly hold = () => new Promise<void>((resolve) => this.#waiting.push(resolve));

	get held(): number {
		return this.#waiting.length;
	}

	async letOne(): Promise<void> {
		this.#waiting.shift()?.();
		await settled();
	}
}

/** A tab whose writes wait at a gate. */
async function gatedTab(): Promise<{ tab: NoteTab; gate: Gate }> {
	const gate = new Gate();
	const tab = await NoteTab.open(disk, clock, (operation) =>
		operation === 'append' ? gate.hold() : undefined
	);
	return { tab, gate };
}

/** A tab whose writes fail as long as `trouble.reason` is set. */
async function troubledTab(reason: 'quota' | 'unavailable' = 'quota'): Promise<{
	tab: NoteTab;
	trouble: { reason: 'quota' | 'unavailable' | undefined };
}> {
	const trouble: { reason: 'quota' | 'unavailable' | undefined } = { reason };
	const tab = await NoteTab.open(disk, clock, (operation) => {
		if (operation === 'append' && trouble.reason !== undefined) throw new StorageError(trouble.reason);
	});
	return { tab, trouble };
}

describe('S8 saving in time', () => {
	it('a keystroke after a pause is stored after 20 ms', async () => {
		const tab = await NoteTab.open(disk, clock);
		tab.type('a');
		await pass(SAVE_SOON_MS - 1);
		expect(disk.chunks).toHaveLength(0);
		await pass(1);
		expect((await reopened(disk, clock)).text).toBe('a');
	});

	it('every keystroke of fast typing is stored within 100 ms, many of them in one chunk', async () => {
		const tab = await NoteTab.open(disk, clock);
		for (let key = 0; key < 200; key += 1) {
			tab.type('x');
			await pass(10);
			if (key % 20 !== 19) continue;
			const { text } = await reopened(disk, clock);
			expect(text.length).toBeGreaterThanOrEqual(key + 1 - SAVE_WITHIN_MS / 10);
		}
		expect(disk.chunks.length).toBeLessThan(40);
	});

	it('what a slow write held up is stored in one merged chunk right after it', async () => {
		const { tab, gate } = await gatedTab();
		tab.type('a');
		await pass(SAVE_SOON_MS);
		for (const letter of 'bcdef') {
			tab.type(letter);
			await pass(200);
		}
		expect(gate.held).toBe(1);
		await gate.letOne();
		expect((await reopened(disk, clock)).text).toBe('a');
		await pass(0);
		await gate.letOne();
		expect((await reopened(disk, clock)).text).toBe('abcdef');
		expect(disk.chunks).toHaveLength(2);
		expect(tab.saver.state).toBe('saved');
	});

	it('flush begins to write before it returns, also beside a write under way', async () => {
		const { tab, gate } = await gatedTab();
		tab.type('a');
		await pass(SAVE_SOON_MS);
		tab.type('b');
		const exporting = vi.spyOn(tab.note, 'exportFrom');
		const flushing = tab.saver.flush();
		expect(exporting).toHaveBeenCalledOnce();
		await settled();
		expect(gate.held).toBe(2);
		await gate.letOne();
		await gate.letOne();
		await flushing;
		expect((await reopened(disk, clock)).text).toBe('ab');
	});

	it('flush settles only when all that was there at the call is committed', async () => {
		const { tab, gate } = await gatedTab();
		let flushed = false;
		tab.type('a');
		const flushing = tab.saver.flush().then(() => (flushed = true));
		await settled();
		tab.type('later');
		expect(flushed).toBe(false);
		await gate.letOne();
		await flushing;
		expect((await reopened(disk, clock)).text).toBe('a');
	});

	it('flush of a saved note writes nothing', async () => {
		const tab = await NoteTab.open(disk, clock);
		tab.type('a');
		await tab.saver.flush();
		await tab.saver.flush();
		expect(disk.chunks).toHaveLength(1);
	});

	it('edits that nobody has committed in the document are saved too', async () => {
		const tab = await NoteTab.open(disk, clock);
		tab.note.body.insert(0, 'uncommitted');
		tab.saver.noteChanged();
		await pass(SAVE_WITHIN_MS);
		expect((await reopened(disk, clock)).text).toBe('uncommitted');
		expect(tab.saver.state).toBe('saved');
		expect(sameVersion(tab.saver.storedVersion, tab.note.version())).toBe(true);
	});

	it('a note that holds more than what is stored is saved without a change', async () => {
		const note = Note.create(new Date(0));
		const saver = new NoteSaver(note, newLog(), EMPTY_VERSION, clock);
		expect(saver.state).toBe('saving');
		await pass(SAVE_WITHIN_MS);
		expect(saver.state).toBe('saved');
		expect((await reopened(disk, clock)).note.createdAt).toEqual(new Date(0));
	});
});

describe('S7 what is said to be stored', () => {
	it('never runs ahead of the commit', async () => {
		const { tab, gate } = await gatedTab();
		tab.type('a');
		await pass(SAVE_WITHIN_MS);
		expect(tab.saver.storedVersion).toEqual(EMPTY_VERSION);
		expect(tab.saver.state).toBe('saving');
		const exported = tab.note.version();
		tab.type('b');
		await gate.letOne();
		expect(sameVersion(tab.saver.storedVersion, exported)).toBe(true);
		expect(tab.saver.state).toBe('saving');
	});

	it('is told at each commit, and the state at each change of it', async () => {
		const tab = await NoteTab.open(disk, clock);
		for (let edit = 0; edit < 3; edit += 1) {
			tab.type('x');
			tab.type('y');
			await pass(1_000);
		}
		expect(tab.states).toEqual(['saving', 'saved', 'saving', 'saved', 'saving', 'saved']);
		expect(tab.storedVersions).toHaveLength(3);
		expect(tab.storedVersions.at(-1)).toEqual(tab.note.version());
	});

	it('does not depend on what listeners do', async () => {
		const uncaught = vi.fn();
		process.on('uncaughtException', uncaught);
		const tab = await NoteTab.open(disk, clock);
		tab.saver.onStored(() => {
			throw new Error('a listener');
		});
		tab.type('a');
		await pass(1_000);
		tab.type('b');
		await pass(1_000);
		process.off('uncaughtException', uncaught);
		expect(tab.saver.state).toBe('saved');
		expect((await reopened(disk, clock)).text).toBe('ab');
		expect(uncaught).toHaveBeenCalledTimes(2);
	});
});

describe('S9 failed writes', () => {
	it('are told at once, tried again, and nothing is lost', async () => {
		const { tab, trouble } = await troubledTab();
		tab.type('a');
		await pass(SAVE_SOON_MS);
		expect(tab.saver.state).toEqual({ failed: 'quota' });
		tab.type('b');
		trouble.reason = undefined;
		await pass(RETRY_FIRST_MS);
		expect(tab.saver.state).toBe('saved');
		expect((await reopened(disk, clock)).text).toBe('ab');
		expect(tab.states).toEqual(['saving', { failed: 'quota' }, 'saved']);
	});

	it('stay told while they are tried again, with the latest reason', async () => {
		const { tab, trouble } = await troubledTab();
		tab.type('a');
		await pass(60_000);
		trouble.reason = 'unavailable';
		await pass(60_000);
		expect(tab.states).toEqual(['saving', { failed: 'quota' }, { failed: 'unavailable' }]);
		expect(tab.storedVersions).toEqual([]);
	});

	it('make flush fail, which tries at once', async () => {
		const { tab, trouble } = await troubledTab();
		tab.type('a');
		await expect(tab.saver.flush()).rejects.toMatchObject({ reason: 'quota' });
		trouble.reason = undefined;
		await tab.saver.flush();
		expect((await reopened(disk, clock)).text).toBe('a');
	});

	it('keep close from closing, and the saver goes on trying', async () => {
		const { tab, trouble } = await troubledTab();
		tab.type('a');
		await expect(tab.saver.close()).rejects.toBeInstanceOf(StorageError);
		trouble.reason = undefined;
		await pass(RETRY_FIRST_MS);
		expect((await reopened(disk, clock)).text).toBe('a');
		await tab.saver.close();
	});

	it('of a document that trapped are told, whatever listeners throw, and a new document has all of it', async () => {
		const uncaught = vi.fn();
		process.on('uncaughtException', uncaught);
		const tab = await NoteTab.open(disk, clock);
		const updates: Uint8Array[] = [];
		tab.note.onChange(({ localUpdate }) => void updates.push(localUpdate ?? new Uint8Array()));
		let poisoned = 0;
		const throwing = () => {
			throw new Error('a listener');
		};
		tab.saver.onState(throwing);
		tab.saver.onPoisoned(() => {
			poisoned += 1;
			throwing();
		});
		tab.type('before ');
		await pass(1_000);
		vi.spyOn(tab.note.doc, 'export').mockImplementation(() => {
			throw new WebAssembly.RuntimeError('unreachable');
		});
		tab.type('trapped');
		await pass(SAVE_SOON_MS);
		expect(tab.saver.state).toEqual({ failed: 'unknown' });
		expect(poisoned).toBe(1);
		tab.saver.abandon();
		await pass(RETRY_FIRST_MS);
		process.off('uncaughtException', uncaught);
		expect(poisoned).toBe(1);
		const next = await NoteTab.open(disk, clock);
		for (const update of updates) next.note.import(update);
		await next.saver.flush();
		expect((await reopened(disk, clock)).text).toBe('before trapped');
		expect(uncaught).toHaveBeenCalled();
	});

	it('of the document itself are told as well', async () => {
		const tab = await NoteTab.open(disk, clock);
		tab.type('a');
		const exporting = vi.spyOn(tab.note, 'exportFrom').mockImplementation(() => {
			throw new Error('a trap');
		});
		await pass(SAVE_SOON_MS);
		expect(tab.saver.state).toEqual({ failed: 'unknown' });
		exporting.mockRestore();
		await pass(RETRY_FIRST_MS);
		expect(tab.saver.state).toBe('saved');
	});
});

describe('S10 a lost database', () => {
	it('gets the whole note anew, and until then it is not said to be stored', async () => {
		const tab = await NoteTab.open(disk, clock);
		tab.type('before ');
		await pass(1_000);
		disk.wipe();
		expect(tab.saver.storedVersion).toEqual(EMPTY_VERSION);
		expect(tab.saver.state).toBe('saving');
		await pass(SAVE_WITHIN_MS);
		expect(tab.saver.state).toBe('saved');
		tab.type('after');
		await pass(1_000);
		expect((await reopened(disk, clock)).text).toBe('before after');
	});

	it('does not count a write that was under way as stored', async () => {
		const { tab, gate } = await gatedTab();
		tab.type('before ');
		const flushing = tab.saver.flush();
		await settled();
		await gate.letOne();
		await flushing;
		tab.type('after');
		await pass(SAVE_WITHIN_MS);
		disk.wipe();
		await gate.letOne();
		expect(tab.saver.storedVersion).toEqual(EMPTY_VERSION);
		await pass(SAVE_WITHIN_MS);
		await gate.letOne();
		expect(tab.saver.state).toBe('saved');
		expect((await reopened(disk, clock)).text).toBe('before after');
	});
});

describe('S8 closing', () => {
	it('saves what is unsaved, and no more after it', async () => {
		const tab = await NoteTab.open(disk, clock);
		tab.type('a');
		await tab.saver.close();
		expect(tab.saver.state).toBe('saved');
		tab.type('b');
		await pass(60_000);
		expect((await reopened(disk, clock)).text).toBe('a');
		await expect(tab.saver.flush()).rejects.toMatchObject({ reason: 'closed' });
	});

	it('also saves what comes while it is closing', async () => {
		const { tab, gate } = await gatedTab();
		tab.type('a');
		const closing = tab.saver.close();
		await settled();
		tab.type('b');
		await gate.letOne();
		await gate.letOne();
		await closing;
		expect((await reopened(disk, clock)).text).toBe('ab');
	});

	it('leaves the note alone afterwards, so that it can be freed', async () => {
		const { tab, gate } = await gatedTab();
		tab.type('a');
		await pass(SAVE_SOON_MS);
		tab.saver.abandon();
		tab.note.close();
		await gate.letOne();
		await pass(60_000);
		expect(disk.chunks).toHaveLength(1);
	});
});

describe('S11 compaction', () => {
	const bigText = 'lorem ipsum '.repeat(COMPACT_MIN_UPDATE_BYTES / 8);

	/** Chunks that saving it makes. */
	const NOISE_PARTS = Math.ceil(bigText.length / SAVE_PART_OPERATIONS);

	function noise(seed: number): string {
		let state = seed;
		return Array.from(bigText, () => {
			state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
			return String.fromCharCode(33 + (state % 90));
		}).join('');
	}

	function kinds(): string[] {
		return disk.chunks.map(({ key }) => key.kind).sort();
	}

	/** Large chunks are hashed by WebCrypto, off this thread. */
	async function saved(tab: NoteTab): Promise<void> {
		clock.advance(SAVE_WITHIN_MS);
		await eventually(() => expect(tab.saver.state).toBe('saved'));
	}

	it('waits until nobody has typed for a while', async () => {
		const tab = await NoteTab.open(disk, clock);
		tab.type(noise(1));
		await saved(tab);
		for (let key = 0; key < 5; key += 1) {
			await pass(COMPACT_AFTER_QUIET_MS - SAVE_WITHIN_MS);
			tab.type('x');
			await saved(tab);
		}
		expect(kinds()).toEqual(Array<string>(NOISE_PARTS + 5).fill('update'));
		clock.advance(COMPACT_AFTER_QUIET_MS);
		await eventually(() => expect(kinds()).toEqual(['snapshot']));
		expect((await reopened(disk, clock)).text).toBe(tab.text);
	});

	it('does not wait for a quiet moment for ever', async () => {
		const tab = await NoteTab.open(disk, clock);
		for (let key = 0; key < 4; key += 1) {
			tab.type(noise(key));
			await saved(tab);
		}
		await eventually(async () => {
			await pass(0);
			expect(kinds()).toContain('snapshot');
		});
	});

	it('comes after opening if there were many chunks', async () => {
		const writer = await NoteTab.open(disk, clock);
		for (let key = 0; key <= OPENING_CHUNKS; key += 1) {
			writer.type('x');
			await writer.saver.flush();
		}
		await writer.saver.close();
		const tab = await NoteTab.open(disk, clock);
		await pass(COMPACT_AFTER_QUIET_MS);
		expect(kinds()).toEqual(['snapshot']);
		await tab.saver.close();
	});

	it('that fails harms nothing, is not shown as unsaved text, and is tried again later', async () => {
		let broken = true;
		const failing = (operation: MemoryOperation) => {
			if (operation === 'remove' && broken) throw new StorageError('unknown');
		};
		const tab = await NoteTab.open(disk, clock, failing);
		tab.type(noise(2));
		await saved(tab);
		clock.advance(COMPACT_AFTER_QUIET_MS);
		await eventually(() => expect(tab.saver.compactionFailure).toBe('unknown'));
		expect(tab.saver.state).toBe('saved');
		expect(kinds()).toEqual(['snapshot', ...Array<string>(NOISE_PARTS).fill('update')]);
		broken = false;
		clock.advance(COMPACT_RETRY_MS);
		await eventually(() => expect(kinds()).toEqual(['snapshot']));
		expect(tab.saver.compactionFailure).toBeUndefined();
		expect((await reopened(disk, clock)).text).toBe(tab.text);
	});

	it('S4 whose snapshot would not load again deletes nothing', async () => {
		const tab = await NoteTab.open(disk, clock);
		tab.type(noise(4));
		await saved(tab);
		const unloadable = vi.spyOn(tab.note.doc, 'export').mockReturnValue(new Uint8Array(100));
		clock.advance(COMPACT_AFTER_QUIET_MS);
		await eventually(() => expect(tab.saver.compactionFailure).toBe('unknown'));
		unloadable.mockReturnValue(Note.empty().exportSnapshot());
		clock.advance(COMPACT_RETRY_MS);
		await eventually(() => expect(unloadable).toHaveBeenCalledTimes(2));
		await pass(0);
		expect(kinds()).toEqual(Array<string>(NOISE_PARTS).fill('update'));
		unloadable.mockRestore();
		clock.advance(COMPACT_RETRY_MS);
		await eventually(() => expect(kinds()).toEqual(['snapshot']));
		expect((await reopened(disk, clock)).text).toBe(tab.text);
	});

	it('that is under way is waited for by close', async () => {
		const gate = new Gate();
		const tab = await NoteTab.open(disk, clock, (operation) =>
			operation === 'remove' ? gate.hold() : undefined
		);
		tab.type(noise(3));
		await saved(tab);
		clock.advance(COMPACT_AFTER_QUIET_MS);
		await eventually(() => expect(gate.held).toBe(1));
		let closed = false;
		const closing = tab.saver.close().then(() => (closed = true));
		await settled();
		expect(closed).toBe(false);
		await gate.letOne();
		await closing;
		expect(kinds()).toEqual(['snapshot']);
	});
});

it('S5 two tabs of one note keep each other’s text, whichever saves or compacts', async () => {
	const [tabA, tabB] = [await NoteTab.open(disk, clock), await NoteTab.open(disk, clock)];
	tabA.type('from A ');
	tabB.type('from B ');
	await pass(SAVE_WITHIN_MS);
	await Promise.all([
		tabA.log.compact(() => tabA.note.exportSnapshot()),
		tabB.log.compact(() => tabB.note.exportSnapshot())
	]);
	const { note, text } = await reopened(disk, clock);
	expect(text).toContain('from A ');
	expect(text).toContain('from B ');
	for (const tab of [tabA, tabB]) expect(covers(note.version(), tab.saver.storedVersion)).toBe(true);
});

function newLog(): NoteLog {
	return new NoteLog(new MemoryChunkStore(disk), NOTE_ID);
}
