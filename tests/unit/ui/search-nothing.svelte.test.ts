// @vitest-environment jsdom
import { flushSync, mount, tick, unmount } from 'svelte';
import { afterEach, expect, it } from 'vitest';
import type { LibrarySearch } from '$lib/ui/library-search.svelte.js';
import SearchNothing from '$lib/ui/search-nothing.svelte';

afterEach(() => document.body.replaceChildren());

it('who clears a search that found nothing is in the search field then', async () => {
	const search = { query: 'pears', preparing: false, settled: true, partial: false };
	const given: unknown = search;
	const field = document.createElement('input');
	field.type = 'search';
	document.body.append(field);
	const shown = mount(SearchNothing, { target: document.body, props: { search: given as LibrarySearch } });
	flushSync();
	const button = document.querySelector('button');
	button?.focus();
	button?.click();
	expect(search.query).toBe('');
	await unmount(shown);
	await tick();
	await tick();
	expect(document.activeElement).toBe(field);
});
