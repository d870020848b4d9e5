import { IdbChunkStore } from '../../../src/lib/storage/idb-chunk-store.js';
import { CHUNK_STORE_CASES } from '../chunk-store.js';
import { KEY_VALUE_CASES } from '../key-value.js';
import { IdbKeyValueStore } from '../../../src/lib/storage/idb-key-value.js';
import { RacingTab } from '../racing-tab.js';
import { runTab, storedWords } from '../word-tab.js';
import { writeWhenHidden } from './hiding-page.js';
import { makeIdbBench, watchCommits, watchConnections } from './idb-bench.js';
import { meetNewerFormat, type NewerFormatFacts } from './newer-format.js';

/** What a test drives in the page. A case rejects with what it found broken. */
export interface BrowserContract {
	runChunkStoreCase(name: string): Promise<void>;
	runKeyValueCase(name: string): Promise<void>;
	/** One tab of several: writes and compacts, and gives the words that it was told were stored. */
	runTab(databaseName: string, tab: string, rounds: number): Promise<string[]>;
	/** Runs one round of this page's racing tab, which is made at the first; see RacingTab. */
	race(databaseName: string, tab: string, seed: number, startAt: number): Promise<string[]>;
	/** The words that are stored, as a fresh tab finds them. */
	storedWords(databaseName: string): Promise<string[]>;
	/** Writes the word when the page is hidden. */
	writeWhenHidden(databaseName: string, word: string): Promise<void>;
	/** What comes first, and what then: that the transaction of an append is complete, or that the append settles. */
	orderOfCommit(databaseName: string): Promise<string[]>;
	/** Stores a chunk of so many bytes and one of a single byte. */
	storeLargeAndSmall(databaseName: string, largeBytes: number): Promise<void>;
	/** The sizes of the chunks that can be read, and how many cannot. */
	readableChunks(databaseName: string): Promise<{ sizes: number[]; damaged: number; interruptions: number }>;
	/** How a store takes it that a newer Perch marks the database as its own. */
	meetNewerFormat(databaseName: string): Promise<NewerFormatFacts>;
}

declare global {
	var perchContract: BrowserContract;
}

const NOTE = 'note';
/** getRandomValues gives no more at a time. */
const RANDOM_BYTES = 65_536;
let databases = 0;
let racingTab: RacingTab | undefined;

watchConnections();

globalThis.perchContract = {
	async runChunkStoreCase(name) {
		const bench = makeIdbBench(newDatabaseName());
		try {
			await caseNamed(CHUNK_STORE_CASES, name)(bench);
		} finally {
			await bench.end();
		}
	},
	async runKeyValueCase(name) {
		const store = new IdbKeyValueStore(newDatabaseName());
		await caseNamed(KEY_VALUE_CASES, name)(store);
	},
	runTab: (databaseName, tab, rounds) => runTab(new IdbChunkStore(databaseName), NOTE, tab, rounds),
	race(databaseName, tab, seed, startAt) {
		racingTab ??= new RacingTab(new IdbChunkStore(databaseName), NOTE, tab, seed);
		return racingTab.run(startAt);
	},
	storedWords: async (databaseName) => [...(await storedWords(new IdbChunkStore(databaseName), NOTE))],
	writeWhenHidden: (databaseName, word) => writeWhenHidden(databaseName, NOTE, word),
	async orderOfCommit(databaseName) {
		const store = new IdbChunkStore(databaseName);
		await store.notes();
		const order: string[] = [];
		watchCommits(() => order.push('complete'));
		await store.append(NOTE, 'update', Uint8Array.of(1));
		order.push('settled');
		store.close();
		return order;
	},
	async storeLargeAndSmall(databaseName, largeBytes) {
		const store = new IdbChunkStore(databaseName);
		await store.append(NOTE, 'snapshot', incompressible(largeBytes));
		await store.append(NOTE, 'update', Uint8Array.of(1));
		store.close();
	},
	async readableChunks(databaseName) {
		const store = new IdbChunkStore(databaseName);
		let interruptions = 0;
		store.onInterrupted(() => (interruptions += 1));
		const { chunks, damaged } = await store.load(NOTE);
		store.close();
		return { sizes: chunks.map(({ bytes }) => bytes.length), damaged: damaged.length, interruptions };
	},
	meetNewerFormat
};

function newDatabaseName(): string {
	databases += 1;
	return `contract-${databases}`;
}

function caseNamed<Run>(cases: readonly (readonly [string, Run])[], name: string): Run {
	const found = cases.find(([caseName]) => caseName === name);
	if (found === undefined) throw new Error(`no case "${name}"`);
	return found[1];
}

/** Browsers compress values before they decide where to keep them. */
function incompressible(length: number): Uint8Array {
	const bytes = new Uint8Array(length);
	for (let at = 0; at < length; at += RANDOM_BYTES)
		crypto.getRandomValues(bytes.subarray(at, at + RANDOM_BYTES));
	return bytes;
}
