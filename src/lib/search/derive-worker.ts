import { loadLoro } from '../note/load-loro.js';
import { IdbChunkStore } from '../storage/idb-chunk-store.js';
import { IdbSearchTexts } from '../storage/idb-search-texts.js';
import { deriveTexts } from './derive-text.js';
import type { DeriveNews, DeriveRequest } from './messages.js';

/** Held by the worker that makes texts: of several tabs one does. */
const LOCK = 'perch:search-texts';

/** At least so long a rest follows each batch, in milliseconds, and at least as long as it took. */
const REST_MS = 20;

const chunks = new IdbChunkStore();
const texts = new IdbSearchTexts();

function tell(news: DeriveNews): void {
	postMessage(news);
}

async function work(ids: readonly string[]): Promise<void> {
	await loadLoro();
	await navigator.locks.request(LOCK, () =>
		deriveTexts(chunks, texts, ids, {
			onStored: (stored) => tell({ ids: stored, state: 'working' }),
			rest: (tookMs) => new Promise((resolve) => setTimeout(resolve, Math.max(REST_MS, tookMs)))
		})
	);
}

onmessage = ({ data }: MessageEvent<DeriveRequest>) => {
	work(data.ids).then(
		() => tell({ ids: [], state: 'done' }),
		(failure: unknown) => {
			console.warn('not all notes can be searched', failure);
			tell({ ids: [], state: 'failed' });
		}
	);
};
