// For Svelte as browsers have it: elsewhere in these tests effects do not run.
// @vitest-environment jsdom
import { flushSync } from 'svelte';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { LibrarySearch } from '$lib/ui/library-search.svelte.js';
import type { ListedNote } from '$lib/workspace/types.js';

interface Answer {
	readonly query: string;
	readonly ids: readonly string[];
	readonly complete: boolean;
}

const fake = vi.hoisted(() => ({ read: (): Answer | undefined => undefined, failed: false }));
vi.mock('$lib/workspace/this-search.js', () => ({
	noteSearch: {
		get answer() {
			return fake.read();
		},
		get failed() {
			return fake.failed;
		}
	}
}));

const NOTES = ['Orchard', 'Garden'].map((title): ListedNote => ({
	id: title,
	title,
	preview: '',
	changedAt: 0,
	waiting: false,
	addedAt: 0,
	shared: false,
	pinned: false
}));

let answer: Answer | undefined = $state();
let search: LibrarySearch;
let stop: () => void;

beforeEach(() => {
	vi.useFakeTimers();
	fake.read = () => answer;
	answer = undefined;
	stop = $effect.root(() => {
		search = new LibrarySearch(() => NOTES);
	});
	flushSync();
});

afterEach(() => {
	stop();
	vi.useRealTimers();
});

function type(query: string): void {
	search.query = query;
	flushSync();
}

test('S50 the list stays until the first answer comes', () => {
	expect(search.shown).toBe(false);
	type('pears');
	expect(search.shown).toBe(false);
	vi.advanceTimersByTime(100);
	answer = { query: 'pears', ids: ['Garden'], complete: true };
	flushSync();
	expect(search.shown).toBe(true);
	expect(search.found.map(({ id }) => id)).toEqual(['Garden']);
	type('pears a');
	expect(search.shown).toBe(true);
});

test('S50 where no answer comes soon, what the list itself can tell is shown', () => {
	type('orch');
	vi.advanceTimersByTime(200);
	flushSync();
	expect(search.shown).toBe(true);
	expect(search.found.map(({ id }) => id)).toEqual(['Orchard']);
	type('');
	expect(search.shown).toBe(false);
	type('g');
	expect(search.shown).toBe(false);
});

test('S50 Enter waits for what answers the question as it is, and for no other', async () => {
	type('g');
	answer = { query: 'g', ids: ['Garden'], complete: true };
	type('orch');
	let first = search.first();
	await vi.advanceTimersByTimeAsync(50);
	answer = { query: 'orch', ids: ['Orchard'], complete: true };
	await vi.advanceTimersByTimeAsync(50);
	expect((await first)?.id).toBe('Orchard');
	type('orchids');
	first = search.first();
	type('none');
	await vi.advanceTimersByTimeAsync(500);
	expect(await first).toBeUndefined();
});

test('S50 Enter waits no longer than until the answer is there, or the list is to be shown; it looks for it by no clock', async () => {
	const found: (string | undefined)[] = [];
	const enter = () => void search.first().then((note) => found.push(note?.id));
	type('orch');
	enter();
	const timers = vi.getTimerCount();
	answer = { query: 'orch', ids: ['Orchard'], complete: true };
	flushSync();
	await Promise.resolve();
	await Promise.resolve();
	expect(found).toEqual(['Orchard']);
	answer = undefined;
	type('g');
	enter();
	expect(vi.getTimerCount()).toBe(timers);
	search.show();
	await Promise.resolve();
	await Promise.resolve();
	expect(found).toEqual(['Orchard', 'Garden']);
	type('ga');
	enter();
	type('orc');
	await Promise.resolve();
	await Promise.resolve();
	expect(found).toEqual(['Orchard', 'Garden', undefined]);
});

test('S50 who goes to the first line that was found sees what the list itself can tell', () => {
	type('orch');
	search.show();
	flushSync();
	expect(search.shown).toBe(true);
});

test('S50 who goes to a line that the search has found changes nothing of what the next one shows', () => {
	type('pears');
	answer = { query: 'pears', ids: ['Garden'], complete: true };
	flushSync();
	search.show();
	answer = undefined;
	type('');
	type('g');
	expect(search.shown).toBe(false);
});
