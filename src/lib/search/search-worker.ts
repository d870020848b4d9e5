import { IdbChunkStore } from '../storage/idb-chunk-store.js';
import { IdbSearchTexts } from '../storage/idb-search-texts.js';
import type { SearchNews, SearchRequest } from './messages.js';
import { NoteSearcher } from './note-searcher.js';

/** Where the tabs of this browser say of which notes the list's line has changed (workspace/summaries.ts). */
const SUMMARY_BUS = 'perch:summaries';

/** How long after such a word storage is looked at, in milliseconds: soon, and once everything of a change should be stored. */
const CHECKS_MS = [600, 3_000];

const searcher = new NoteSearcher(new IdbChunkStore(), new IdbSearchTexts(), (news: SearchNews) =>
	postMessage(news)
);

onmessage = ({ data }: MessageEvent<SearchRequest>) => void searcher.take(data);

const due = CHECKS_MS.map(() => new Set<string>());

function check(ids: Set<string>): void {
	const now = [...ids];
	ids.clear();
	searcher
		.check(now)
		.catch((failure: unknown) => console.warn('it is not known whether notes have changed', failure));
}

new BroadcastChannel(SUMMARY_BUS).onmessage = ({ data }: MessageEvent<unknown>) => {
	const id: unknown = typeof data === 'object' && data !== null && 'id' in data ? data.id : undefined;
	if (typeof id !== 'string') return;
	for (const [index, ids] of due.entries()) {
		if (ids.size === 0) setTimeout(() => check(ids), CHECKS_MS[index]);
		ids.add(id);
	}
};
