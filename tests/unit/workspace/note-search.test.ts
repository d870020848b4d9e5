import { flushSync } from 'svelte';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { DeriveNews, DeriveRequest, SearchNews, SearchRequest } from '$lib/search/messages.js';
import { NoteSearch, type SearchPort } from '$lib/workspace/note-search.svelte.js';

class Port<Request, News> implements SearchPort<Request, News> {
	onmessage: ((event: MessageEvent<News>) => void) | null = null;
	onerror: ((event: ErrorEvent) => void) | null = null;
	readonly sent: Request[] = [];
	ended = false;

	postMessage(request: Request): void {
		this.sent.push(request);
	}

	terminate(): void {
		this.ended = true;
	}

	tell(news: News): void {
		this.onmessage?.(new MessageEvent('message', { data: news }));
		flushSync();
	}
}

class Bench {
	readonly searching: Port<SearchRequest, SearchNews>[] = [];
	readonly deriving: Port<DeriveRequest, DeriveNews>[] = [];
	readonly search = new NoteSearch({
		startSearch: () => started(this.searching),
		startDeriving: () => started(this.deriving)
	});

	get worker(): Port<SearchRequest, SearchNews> {
		return this.searching.at(-1) as Port<SearchRequest, SearchNews>;
	}

	get deriver(): Port<DeriveRequest, DeriveNews> {
		return this.deriving.at(-1) as Port<DeriveRequest, DeriveNews>;
	}

	found(seq: number, ...ids: readonly string[]): void {
		this.worker.tell({ kind: 'found', seq, ids, lines: [], complete: true, partial: false });
	}
}

function started<Request, News>(ports: Port<Request, News>[]): Port<Request, News> {
	const port = new Port<Request, News>();
	ports.push(port);
	return port;
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it('S50 the answer shown is that to the last question; one to an earlier question comes too late', () => {
	const bench = new Bench();
	bench.search.attend(['a', 'b']);
	bench.search.ask('p');
	bench.search.ask('pe');
	bench.found(1, 'a', 'b');
	expect(bench.search.answer).toBeUndefined();
	bench.found(2, 'a');
	expect(bench.search.answer).toMatchObject({ query: 'pe', ids: ['a'] });
	bench.search.ask('  ');
	expect(bench.search.answer).toBeUndefined();
	bench.found(2, 'b');
	expect(bench.search.answer).toBeUndefined();
});

it('S50 lines that come into sight are asked for together', async () => {
	const bench = new Bench();
	bench.search.attend(['a', 'b']);
	bench.search.ask('pear');
	bench.found(1, 'a', 'b');
	expect(bench.search.linesOf('a')).toBeUndefined();
	expect(bench.search.linesOf('b')).toBeUndefined();
	await Promise.resolve();
	expect(bench.worker.sent.at(-1)).toEqual({ kind: 'lines', seq: 1, query: 'pear', ids: ['a', 'b'] });
	bench.worker.tell({ kind: 'lines', seq: 1, lines: [{ id: 'b', excerpts: [] }] });
	expect(bench.search.linesOf('b')).toEqual([]);
});

it('S51 texts that are missing are made by a worker that ends when it is through, and the search is repeated', () => {
	const bench = new Bench();
	bench.search.attend(['a', 'b']);
	bench.search.ask('pear');
	bench.found(1);
	bench.worker.tell({ kind: 'stale', ids: ['a'] });
	expect(bench.deriver.sent).toEqual([{ ids: ['a'] }]);
	expect(bench.search.answer?.preparing).toBe(true);
	bench.worker.tell({ kind: 'stale', ids: ['b'] });
	bench.deriver.tell({ ids: ['a'], state: 'working' });
	expect(bench.worker.sent.at(-1)).toEqual({ kind: 'derived', ids: ['a'] });
	bench.worker.tell({ kind: 'changed' });
	vi.advanceTimersByTime(1_000);
	expect(bench.worker.sent.at(-1)).toMatchObject({ kind: 'find', query: 'pear' });
	bench.deriver.tell({ ids: [], state: 'done' });
	expect(bench.deriving[0]?.ended).toBe(true);
	expect(bench.deriver.sent).toEqual([{ ids: ['b'] }]);
	bench.deriver.tell({ ids: ['b'], state: 'working' });
	bench.deriver.tell({ ids: [], state: 'done' });
	expect(bench.deriving).toHaveLength(2);
	expect(bench.search.answer?.preparing).toBe(false);
});

it('S52 the texts leave memory when nobody looks at the list for a minute, but not while others are being made', () => {
	const bench = new Bench();
	bench.search.attend(['a']);
	bench.worker.tell({ kind: 'stale', ids: ['a'] });
	bench.search.leave();
	vi.advanceTimersByTime(600_000);
	expect(bench.worker.ended).toBe(false);
	bench.deriver.tell({ ids: [], state: 'done' });
	vi.advanceTimersByTime(59_000);
	expect(bench.worker.ended).toBe(false);
	vi.advanceTimersByTime(2_000);
	expect(bench.worker.ended).toBe(true);
	bench.search.attend(['a']);
	expect(bench.searching).toHaveLength(2);
	expect(bench.worker.sent).toEqual([{ kind: 'notes', ids: ['a'] }]);
	bench.search.leave();
	bench.search.attend(['a']);
	vi.advanceTimersByTime(120_000);
	expect(bench.worker.ended).toBe(false);
});

it('S50 a worker that fails is told of, until it answers again', () => {
	const bench = new Bench();
	bench.search.attend(['a']);
	bench.search.ask('pear');
	bench.worker.tell({ kind: 'failed' });
	expect(bench.search.failed).toBe(true);
	bench.search.ask('pears');
	bench.found(2, 'a');
	expect(bench.search.failed).toBe(false);
});

it('S50 notes whose texts could not be made are not said to be searched, until they are', () => {
	const bench = new Bench();
	bench.search.attend(['a', 'b', 'c']);
	bench.search.ask('pear');
	bench.found(1);
	bench.worker.tell({ kind: 'stale', ids: ['a', 'b'] });
	bench.deriver.tell({ ids: ['a'], state: 'working' });
	bench.worker.tell({ kind: 'stale', ids: ['c'] });
	bench.deriver.tell({ ids: [], state: 'failed' });
	expect(bench.search.answer).toMatchObject({ preparing: false, partial: true });
	bench.worker.tell({ kind: 'stale', ids: ['a'] });
	expect(new Set(bench.deriver.sent[0]?.ids)).toEqual(new Set(['a', 'b', 'c']));
	bench.deriver.onerror?.(new Event('error') as ErrorEvent);
	flushSync();
	expect(bench.search.answer?.partial).toBe(true);
	bench.worker.tell({ kind: 'stale', ids: ['a'] });
	bench.deriver.tell({ ids: ['a', 'b', 'c'], state: 'working' });
	bench.deriver.tell({ ids: [], state: 'done' });
	expect(bench.search.answer).toMatchObject({ preparing: false, partial: false });
});

it('S50 a note that could not be made alone, and one of which a part was read, are not said to be searched', () => {
	const bench = new Bench();
	bench.search.attend(['a', 'b']);
	bench.search.ask('pear');
	bench.worker.tell({ kind: 'stale', ids: ['a', 'b'] });
	bench.deriver.tell({ ids: ['b'], state: 'working' });
	bench.deriver.tell({ ids: [], state: 'done' });
	bench.found(1);
	expect(bench.deriving).toHaveLength(1);
	expect(bench.search.answer).toMatchObject({ preparing: false, partial: true });
	bench.worker.tell({ kind: 'stale', ids: ['a'] });
	bench.deriver.tell({ ids: ['a'], state: 'working' });
	bench.deriver.tell({ ids: [], state: 'done' });
	expect(bench.search.answer?.partial).toBe(false);
	bench.worker.tell({ kind: 'found', seq: 1, ids: [], lines: [], complete: true, partial: true });
	expect(bench.search.answer?.partial).toBe(true);
});
