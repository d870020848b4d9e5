import { IdbConnection } from '../../../src/lib/storage/idb-connection.js';
import { CHUNK_DATABASE, CHUNK_STORE } from '../../../src/lib/storage/idb-chunk-store.js';
import { IdbKeyValueStore } from '../../../src/lib/storage/idb-key-value.js';
import type { NoteSummary } from '../../../src/lib/workspace/types.js';

/** A chunk as a test hands it into the page. */
export interface HandedChunk {
	readonly note: string;
	readonly hash: string;
	/** The bytes of a snapshot, as base64. */
	readonly snapshot: string;
}

/** Puts a whole library where the app finds it, without the app. */
export interface LibraryPage {
	putChunks(chunks: readonly HandedChunk[]): Promise<void>;
	putSummaries(summaries: readonly NoteSummary[]): Promise<void>;
}

declare global {
	var perchLibrary: LibraryPage;
}

const chunks = new IdbConnection(CHUNK_DATABASE, CHUNK_STORE);
const summaries = new IdbKeyValueStore().section(
	'summaries',
	(value): value is NoteSummary => typeof value === 'object'
);

globalThis.perchLibrary = {
	async putChunks(handed) {
		await chunks.use('readwrite', (store) => {
			for (const { note, hash, snapshot } of handed) {
				const bytes = Uint8Array.from(atob(snapshot), (letter) => letter.charCodeAt(0));
				store.put(bytes, [note, 'snapshot', hash]);
			}
		});
	},
	async putSummaries(made) {
		await Promise.all(made.map((summary) => summaries.set(summary.id, summary)));
	}
};
