import { startDeriveWorker, startSearchWorker } from '../search/workers.js';
import { NoteSearch } from './note-search.svelte.js';

/** The page's search in all notes. */
export const noteSearch = new NoteSearch({
	startSearch: startSearchWorker,
	startDeriving: startDeriveWorker
});
