import { IdbChunkStore } from '../../../src/lib/storage/idb-chunk-store.js';
import { CHUNK_STORE_CASES } from '../chunk-store.js';
import { KEY_VALUE_CASES } from '../key-value.js';
import { IdbKeyValueStore } from '../../../src/lib/storage/idb-key-value.js';
import { runTab, storedWords } from '../word-tab.js';
import { makeIdbBench, watchConnections } from './idb-bench.js';

/** What a test drives in the page. A case rejects with what it found broken. */
export interface BrowserContract {
	runChunkStoreCase(name: string): Promise<void>;
	runKeyValueCase(name: string): Promise<void>;
	/** One tab of several: writes and compacts, and gives the words that it was told were stored. */
	runTab(databaseName: string, tab: string, rounds: number): Promise<string[]>;
	/** The words that are stored, as a fresh tab finds them. */
	storedWords(databaseName: string): Promise<string[]>;
}

declare global {
	var perchContract: BrowserContract;
}

const NOTE = 'note';
let databases = 0;

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
	storedWords: async (databaseName) => [...(await storedWords(new IdbChunkStore(databaseName), NOTE))]
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
