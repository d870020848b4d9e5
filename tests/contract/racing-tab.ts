import type { ChunkStore } from '../../src/lib/storage/chunk-store.js';
import { seeded } from '../fuzz/random.js';
import { assert } from './assert.js';
import { WordTab } from './word-tab.js';

/** How often, one time in so many, a tab is opened anew between two rounds. */
const REOPEN_CHANCE = 1 / 7;

/** The most words that a tab writes in one round, beside its compaction. */
const MAX_WORDS = 3;

/** What lies between the writes of one tab and its compaction at most, in milliseconds. */
const MAX_DELAY_MS = 4;

/** A tab that writes and compacts in rounds, each begun at a moment that all tabs agree on. */
export class RacingTab {
	readonly #random;
	#words: WordTab | undefined;
	#round = 0;

	constructor(
		private readonly store: ChunkStore,
		private readonly note: string,
		private readonly name: string,
		seed: number
	) {
		this.#random = seeded(seed);
	}

	/** One round; `startAt` in milliseconds since 1970. Gives the words that are stored by its end. */
	async run(startAt: number): Promise<string[]> {
		this.#words ??= await WordTab.open(this.store, this.note);
		const tab = this.#words;
		const round = (this.#round += 1);
		const words = Array.from(
			{ length: 1 + this.#random.int(MAX_WORDS) },
			(_, index) => `${this.name}-${round}-${index}`
		);
		const delays = words.map(() => this.#random.int(MAX_DELAY_MS + 1));
		const compactionDelay = this.#random.int(MAX_DELAY_MS + 1);
		await pause(startAt - Date.now());
		await Promise.all([
			...words.map(async (word, index) => {
				await pause(delays[index] ?? 0);
				await tab.write(word);
			}),
			pause(compactionDelay).then(() => tab.compact())
		]);
		for (const word of words) assert(tab.words.has(word), `${word} is gone from its own tab`);
		if (this.#random.chance(REOPEN_CHANCE)) this.#words = undefined;
		return words;
	}
}

function pause(milliseconds: number): Promise<void> {
	return new Promise((resolve) => setTimeout(resolve, Math.max(0, milliseconds)));
}
