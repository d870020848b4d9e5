import deriveWorker from './derive-worker.ts?worker&url';
import searchWorker from './search-worker.ts?worker&url';

/** The addresses of the workers that search: the page's policy lets no other start (src/hooks.client.ts). */
export const SEARCH_WORKER_ADDRESSES: readonly string[] = [searchWorker, deriveWorker];

/** Starts the worker that searches. */
export function startSearchWorker(): Worker {
	return new Worker(searchWorker, { type: 'module' });
}

/** Starts the worker that makes the texts that are searched. It has Loro in it, and is to be ended when it is through. */
export function startDeriveWorker(): Worker {
	return new Worker(deriveWorker, { type: 'module' });
}
