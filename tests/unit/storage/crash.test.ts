import { describe, expect, it } from 'vitest';
import { covers, EMPTY_VERSION, mergeVersions, type Version } from '$lib/note/version.js';
import { StorageError } from '$lib/storage/chunk-store.js';
import { SAVE_WITHIN_MS } from '$lib/storage/limits.js';
import { MemoryDisk, type BeforeCommit, type CrashFate } from '$lib/storage/memory-chunk-store.js';
import type { Clock } from '$lib/util/clock.js';
import { seeded, seedsToRun, type Random } from '../../fuzz/random.js';
import { ManualClock } from '../sync/manual-clock.js';
import { NoteTab, reopened, settled } from './note-tab.js';

const SEEDS = 40;
const STEPS = 150;
const TABS = 2;
const MAX_WRITE_MS = 150;
const FAILURE_RATE = 0.1;
const TORN_RATE = 0.5;
const MAX_TORN_BYTES = 200;

/**
 * Tabs of one note on one disk that is slow and fails now and then; tabs are killed and opened again, and what they were
 * writing may stay behind in part.
 */
class World {
	readonly disk = new MemoryDisk();
	readonly clock = new ManualClock();
	readonly #random: Random;
	/** All that any tab has said to be stored. */
	#reported: Version = EMPTY_VERSION;
	#tabs: NoteTab[] = [];
	#compactions = 0;
	#torn = 0;

	constructor(seed: number) {
		this.#random = seeded(seed);
	}

	get compactions(): number {
		return this.#compactions;
	}

	/** How many values were cut off by crashes. */
	get torn(): number {
		return this.#torn;
	}

	async run(): Promise<void> {
		for (let tab = 0; tab < TABS; tab += 1) this.#tabs.push(await this.#openTab());
		for (let step = 0; step < STEPS; step += 1) await this.#step();
	}

	/** Kills all tabs at this moment, and gives what a new one finds. */
	async killAll(): Promise<NoteTab> {
		for (const tab of this.#tabs) tab.crash();
		await this.pass(10 * MAX_WRITE_MS);
		return await this.#check();
	}

	/** Lets all tabs save what they have, however often that fails, and gives what a new one finds. */
	async saveAll(): Promise<NoteTab> {
		for (const tab of this.#tabs) {
			while (tab.saver.state !== 'saved') await this.pass(SAVE_WITHIN_MS);
			this.#reported = mergeVersions(this.#reported, tab.note.version());
		}
		return await this.#check();
	}

	async pass(ms: number): Promise<void> {
		const end = this.clock.now() + ms;
		await settled();
		while (this.clock.step(end)) await settled();
		this.clock.advance(end - this.clock.now());
	}

	async #step(): Promise<void> {
		const index = this.#random.int(TABS);
		const tab = this.#random.pick(this.#tabs);
		const dice = this.#random.int(100);
		if (dice < 45) tab.type(`${this.#random.word()} `);
		else if (dice < 75) await this.pass(this.#random.int(2 * SAVE_WITHIN_MS));
		else if (dice < 85) this.#compact(tab);
		else if (dice < 90) tab.saver.flush().catch(isStorageError);
		else if (dice < 95) this.#exchange(tab);
		else await this.#killOne(index);
	}

	#compact(tab: NoteTab): void {
		const compaction = tab.log.compact(() => tab.note.exportSnapshot());
		compaction.then(() => (this.#compactions += 1)).catch(isStorageError);
	}

	/** As two tabs do that are peers. */
	#exchange(tab: NoteTab): void {
		const other = this.#random.pick(this.#tabs);
		tab.note.import(other.note.exportFrom(tab.note.version()));
	}

	async #killOne(index: number): Promise<void> {
		this.#tabs[index]?.crash();
		await this.#check();
		this.#tabs[index] = await this.#openTab();
	}

	async #openTab(): Promise<NoteTab> {
		const tab = await NoteTab.open(this.disk, this.clock, this.#troubled(), () => this.#crashFate());
		tab.saver.onStored((stored) => (this.#reported = mergeVersions(this.#reported, stored)));
		return tab;
	}

	/** A new tab finds everything that was ever said to be stored. */
	async #check(): Promise<NoteTab> {
		const fresh = await reopened(this.disk, this.clock);
		expect(fresh.unread.length).toBeLessThanOrEqual(this.#torn);
		expect(covers(fresh.note.version(), this.#reported)).toBe(true);
		return fresh;
	}

	#crashFate(): CrashFate {
		if (!this.#random.chance(TORN_RATE)) return { kind: 'lost' };
		this.#torn += 1;
		return { kind: 'torn', bytes: this.#random.int(MAX_TORN_BYTES) };
	}

	#troubled(): BeforeCommit {
		return async (operation) => {
			if (operation === 'load') return;
			await wait(this.clock, this.#random.int(MAX_WRITE_MS));
			if (this.#random.chance(FAILURE_RATE)) throw new StorageError('quota');
		};
	}
}

describe('S7 S4 S5 S14 what was said to be stored is there, whatever was killed, torn, failed or compacted when', () => {
	let compactions = 0;
	let torn = 0;

	it.each([...seedsToRun(SEEDS)])('seed %d', async (seed) => {
		const world = new World(seed);
		await world.run();
		await world.killAll();
		compactions += world.compactions;
		torn += world.torn;
	});

	it.each([...seedsToRun(SEEDS / 4)])(
		'and in the end all that was typed and not killed, seed %d',
		async (seed) => {
			const world = new World(1_000 + seed);
			await world.run();
			const fresh = await world.saveAll();
			expect(fresh.text.length).toBeGreaterThan(0);
		}
	);

	it('with compactions and torn writes among it', () => {
		expect(compactions).toBeGreaterThan(0);
		expect(torn).toBeGreaterThan(0);
	});
});

function wait(clock: Clock, ms: number): Promise<void> {
	return new Promise((resolve) => void clock.after(ms, resolve));
}

function isStorageError(failure: unknown): void {
	expect(failure).toBeInstanceOf(StorageError);
}
