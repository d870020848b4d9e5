import type { ChunkStore } from '../../src/lib/storage/chunk-store.js';
import { NoteLog } from '../../src/lib/storage/note-log.js';
import { assert } from './assert.js';

/** How often a tab looks anew at what is stored, as if it had been opened again. */
const REOPEN_EVERY_ROUNDS = 7;

/**
 * The simplest document that merges: a set of words that only grows. An update is some words, a snapshot is all that
 * one tab knows. So a tab of the contract needs no Loro.
 */
export class WordTab {
	readonly #words = new Set<string>();

	private constructor(private readonly log: NoteLog) {}

	/** Loads what is stored, as a tab does that opens the note. */
	static async open(store: ChunkStore, note: string): Promise<WordTab> {
		const tab = new WordTab(new NoteLog(store, note));
		const { chunks, damaged } = await tab.log.load();
		assert(damaged.length === 0, 'a chunk is damaged');
		for (const chunk of chunks) {
			for (const word of decode(chunk.bytes)) tab.#words.add(word);
			tab.log.adopt(chunk);
		}
		return tab;
	}

	get words(): ReadonlySet<string> {
		return this.#words;
	}

	async write(word: string): Promise<void> {
		this.#words.add(word);
		await this.log.append(encode([word]));
	}

	async compact(): Promise<void> {
		await this.log.compact(() => encode(this.#words));
	}
}

/** Writes and compacts at the same time, again and again, and gives the words that it was told were stored. */
export async function runTab(
	store: ChunkStore,
	note: string,
	name: string,
	rounds: number
): Promise<string[]> {
	const written: string[] = [];
	let tab = await WordTab.open(store, note);
	for (let round = 0; round < rounds; round += 1) {
		const words = [0, 1, 2].map((index) => `${name}-${round}-${index}`);
		const [first, ...others] = words.map((word) => tab.write(word));
		await first;
		await Promise.all([tab.compact(), ...others]);
		written.push(...words);
		if (round % REOPEN_EVERY_ROUNDS === 0) tab = await WordTab.open(store, note);
		for (const word of written) assert(tab.words.has(word), `${word} is gone in round ${round}`);
	}
	return written;
}

/** All words that are stored. */
export async function storedWords(store: ChunkStore, note: string): Promise<ReadonlySet<string>> {
	return (await WordTab.open(store, note)).words;
}

function encode(words: Iterable<string>): Uint8Array {
	return new TextEncoder().encode([...words].join(' '));
}

function decode(bytes: Uint8Array): string[] {
	const text = new TextDecoder().decode(bytes);
	return text === '' ? [] : text.split(' ');
}
