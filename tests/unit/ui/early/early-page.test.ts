import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { JSDOM, VirtualConsole } from 'jsdom';
import { expect, it } from 'vitest';
import { keepEarlyList } from '$lib/ui/early-list.js';
import { countTags } from '$lib/ui/library-choice.svelte.js';
import { relativeDate } from '$lib/ui/relative-date.js';
import type { ListedNote } from '$lib/workspace/types.js';
import { earlyPage } from '../../../../src/lib/ui/early/early-page.js';
import { saidOfNote } from '$lib/ui/early/said-of-note.js';
import { inlineScript } from '../../../../src/lib/ui/early/inline-script.js';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

interface Visit {
	readonly route: '/' | '/note' | '/join' | '/settings' | '/trash';
	/** The path of the address, where it is another than the page's own. */
	readonly path?: string;
	/** What stands behind the path in the address. */
	readonly at?: string;
	readonly local?: Readonly<Record<string, string>>;
	readonly session?: Readonly<Record<string, string>>;
	/** The browser refuses what is kept. */
	readonly isShut?: boolean;
}

/** A page as a browser has it when its HTML has come, and no other file. */
function opened({ route, path = route, at = '', local = {}, session = {}, isShut = false }: Visit) {
	const errors: unknown[] = [];
	const console = new VirtualConsole();
	console.on('jsdomError', (error) => errors.push(error));
	const { window } = new JSDOM(
		`<!doctype html><html lang="en"><body>${earlyPage(route, route)}</body></html>`,
		{
			url: `https://perch.test${path}${at}`,
			runScripts: 'dangerously',
			virtualConsole: console,
			beforeParse(page) {
				for (const [key, text] of Object.entries(local)) page.localStorage.setItem(key, text);
				for (const [key, text] of Object.entries(session)) page.sessionStorage.setItem(key, text);
				const refuse = () => {
					throw new DOMException('', 'SecurityError');
				};
				if (isShut)
					for (const store of ['localStorage', 'sessionStorage'])
						Object.defineProperty(page, store, { get: refuse });
			}
		}
	);
	expect(errors).toEqual([]);
	return window.document;
}

function note(id: string, more: Partial<ListedNote> = {}): ListedNote {
	const standard = { preview: 'text', changedAt: Date.now(), addedAt: 1 };
	return { id, title: `Title ${id}`, ...standard, waiting: false, pinned: false, shared: false, ...more };
}

/** The list as the app keeps it. */
function listOf(...notes: readonly ListedNote[]): { readonly 'perch:list': string } {
	let kept = '';
	keepEarlyList(() => ({ getItem: () => null, setItem: (_, text) => void (kept = text) }), notes, saidOfNote);
	return { 'perch:list': kept };
}

const shownOf = (document: Document) => document.querySelector<HTMLElement>('.early-sight')?.dataset['shown'];

const texts = (parent: ParentNode, selector: string) =>
	[...parent.querySelectorAll(selector)].map(({ textContent }) => textContent.trim());

it('S53 the library shows the list of last time as it was kept, before any file has come', () => {
	const document = opened({
		route: '/',
		local: listOf(
			note('pinned', { pinned: true, shared: true, sharedWith: ['Ada', 'Bob'] }),
			note('untitled', { title: ' ', preview: '', changedAt: Date.now() - 3 * MINUTE_MS }),
			note('marks', { preview: '# **Bold** <b>words</b>', tags: ['a', 'b', 'c', 'd', 'e'] }),
			note('coming', { waiting: true, shared: true })
		)
	});
	expect(shownOf(document)).toBe('whole');
	const rows = [...document.querySelectorAll('.early-rows > li')];
	expect(rows.map((row) => texts(row, '.title')[0])).toEqual([
		'Title pinned',
		'Untitled',
		'Title marks',
		'Title coming'
	]);
	expect(rows.map((row) => texts(row, '.preview')[0])).toEqual([
		'text',
		'No text yet',
		'Bold <b>words</b>',
		'Waiting for content'
	]);
	expect(rows.map((row) => texts(row, '.facts > *'))).toEqual([
		['Shared with Ada and Bob'],
		[],
		['#a', '#b', '#c', '#d'],
		['Shared']
	]);
	expect(rows.map((row) => row.querySelectorAll('.pin').length)).toEqual([1, 0, 0, 0]);
	expect(rows.map((row) => row.querySelectorAll('.untitled').length)).toEqual([0, 1, 0, 0]);
	expect(rows.map((row) => texts(row, 'time')[0])).toEqual([
		'just now',
		'3 minutes ago',
		'just now',
		'just now'
	]);
	expect(document.querySelectorAll('[href], b')).toHaveLength(0);
});

it('says when a note was changed as the list does', () => {
	const now = Date.now();
	const elapsed = [-5, 0, 59, 60, 3_599, 3_600, 40_000, 50_000, 90_000, 500_000, 700_000, 2e7, 9e7];
	const notes = elapsed.map((seconds, at) => note(String(at), { changedAt: now - seconds * 1_000 }));
	const document = opened({ route: '/', local: listOf(...notes) });
	expect(texts(document, '.early-rows time')).toEqual(
		notes.map(({ changedAt }) => relativeDate(changedAt, Date.now()))
	);
	expect(now - (notes.at(-1)?.changedAt ?? now)).toBeGreaterThan(365 * DAY_MS);
});

it('shows the order of the list and its tags above it, where the list does', () => {
	const tagged = [note('a', { tags: ['Garden', 'éa'] }), note('b', { tags: ['garden', 'Bees', 'e\u0301a'] })];
	const counts = countTags(tagged).map(({ tag, count }) => `#${tag}${count}`);
	const document = opened({ route: '/', local: { ...listOf(...tagged), 'perch:library-sort': 'title' } });
	const tools = document.querySelector('.column > .tools');
	expect(tools?.nextElementSibling?.className).toBe('early-rows');
	expect(tools?.querySelector('select')?.value).toBe('title');
	expect(texts(document, '.column > .tools button')).toEqual(counts);
	expect(counts).toHaveLength(3);

	const untagged = opened({
		route: '/',
		local: { ...listOf(note('a'), note('b')), 'perch:library-sort': '"]' }
	});
	expect(untagged.querySelectorAll('.column > .tools .tags')).toHaveLength(0);
	expect(untagged.querySelector<HTMLSelectElement>('.column > .tools select')?.value).toBe('changed');
	const single = opened({ route: '/', local: listOf(note('a')) });
	expect(single.querySelectorAll('.column > .tools')).toHaveLength(0);
	expect(texts(single, '.early-rows .title')).toEqual(['Title a']);
});

it.each([
	'',
	'null',
	'{}',
	'{"a":',
	'7',
	'[]',
	'[1, null, {"id": 1}]',
	'[{"id":"a","title":"b","preview":"c"}]'
])('what is none of ours is shown nowhere, and the skeleton stays: %s', (list) => {
	const local = { 'perch:list': list };
	const library = opened({ route: '/', local });
	expect(shownOf(library)).toBe('head');
	expect(library.querySelectorAll('.early-rows > *, .column > .tools')).toHaveLength(0);
	expect(shownOf(opened({ route: '/note', at: '#b', local }))).toBeUndefined();
});

it('a line that is none of ours takes no other along, and a list of an older Perch shows what it has', () => {
	const list = JSON.stringify([null, { id: 'x' }, note('older'), { ...note('tags'), tags: [1] }]);
	const document = opened({ route: '/', local: { 'perch:list': list } });
	expect(texts(document, '.early-rows .title')).toEqual(['Title older']);
	expect(texts(document, '.early-rows .preview')).toEqual(['']);
});

it.each(['/join', '/note', '/nowhere/'])(
	'the library shows nothing of itself where the service worker answers with it for another address: %s',
	(path) => {
		const document = opened({ route: '/', path, at: '#invite', local: listOf(note('a')) });
		expect(document.querySelector('.early-sight')).toBeNull();
	}
);

it('where the browser keeps nothing, the skeleton stays', () => {
	expect(shownOf(opened({ route: '/', isShut: true }))).toBe('head');
	expect(shownOf(opened({ route: '/note', at: '#a', isShut: true }))).toBeUndefined();
	expect(shownOf(opened({ route: '/join', isShut: true }))).toBe('whole');
});

it('S53 a note’s page shows its title in the look that was chosen', () => {
	const local = {
		...listOf(
			note('a'),
			note('b', { title: '<i>B</i>' }),
			note('c', { title: ' ' }),
			note('d', { waiting: true }),
			// Something stands above its title.
			note('e', { viewOnly: true })
		),
		'perch:look': '{"font":"mono","size":"huge","typewriter":true}'
	};
	const document = opened({ route: '/note', at: '#b', local });
	expect(shownOf(document)).toBe('whole');
	expect(texts(document, '.early-title')).toEqual(['<i>B</i>']);
	const { font, size, width } = document.querySelector<HTMLElement>('.sheet')?.dataset ?? {};
	expect([font, size, width]).toEqual(['mono', 'huge', '']);
	for (const at of ['', '#', '#unknown', '#c', '#d', '#e', '#b/connection', '#b/at/3-4'])
		expect(shownOf(opened({ route: '/note', at, local })), at).toBeUndefined();
});

it('the page that joins says only what holds for how it was opened', () => {
	const lead = (document: Document) => document.querySelectorAll('.early-sight .lead').length;
	expect(lead(opened({ route: '/join' }))).toBe(1);
	expect(lead(opened({ route: '/join', at: '#invite' }))).toBe(0);
	expect(lead(opened({ route: '/join', session: { 'perch-invite': 'invite' } }))).toBe(0);
	expect(texts(opened({ route: '/join', at: '#invite' }), '.early-sight h1')).toEqual(['Join a note']);
	expect(opened({ route: '/join', at: '?scan' }).querySelector('.early-sight')).toBeNull();
});

it.each(['/', '/note', '/join', '/settings', '/trash', '/connection'])(
	'is nothing for readers or keys, and asks for nothing that the policy refuses: %s',
	(route) => {
		const html = earlyPage(route, route);
		expect(html).toMatch(/^<div class="early-sight"[^>]* aria-hidden="true" inert>/);
		expect(html).not.toMatch(/ style=|<!--| on\w+=|%perch/);
	}
);

it('the policy is given the text that stands in the page', () => {
	const file = join(import.meta.dirname, '../../../../src/lib/ui/early/library-script.js');
	expect(earlyPage('/', '/')).toContain(`<script>${inlineScript(readFileSync(file, 'utf8'))}</script>`);
	expect(earlyPage('/open', '/open')).toBe('');
});
