// For Svelte as browsers have it: elsewhere in these tests effects do not run.
// @vitest-environment jsdom
import { flushSync, untrack } from 'svelte';
import { expect, it } from 'vitest';
import { FirstSight } from '$lib/ui/first-sight.svelte.js';
import { nextTask } from '$lib/util/next-task.js';

it('parts come in the order in which they asked, each in a task of its own', async () => {
	const sight = new FirstSight();
	sight.begin();
	const seen: string[] = [];
	const makes = ['bar', 'list', 'tools'].map((part) => sight.take(() => void seen.push(part)));
	await Promise.resolve();
	expect([sight.whole, seen]).toEqual([false, []]);
	void nextTask().then(() => seen.push('a key'));
	await Promise.all(makes);
	expect(seen.filter((what) => what !== 'a key')).toEqual(['bar', 'list', 'tools']);
	expect(seen.at(-1)).not.toBe('a key');
	expect(sight.whole).toBe(true);
});

it('nothing waits before the first page is begun, nor once it was whole', async () => {
	const sight = new FirstSight();
	expect(sight.takesTurns).toBe(false);
	await sight.rested;
	sight.begin();
	expect(sight.takesTurns).toBe(true);
	await sight.take(() => undefined);
	expect(sight.takesTurns).toBe(false);
});

it('what leaves the page to itself until it is whole goes on after all that takes turns', async () => {
	const sight = new FirstSight();
	sight.begin();
	const seen: string[] = [];
	void sight.rested.then(() => seen.push('rest'));
	await nextTask();
	const release = sight.hold();
	await sight.take(() => void seen.push('bar'));
	await sight.take(() => void seen.push('list'));
	release();
	await sight.rested;
	expect(seen).toEqual(['bar', 'list', 'rest']);
});

it('nothing waits for a page that needs what waits, as for a note that has to open first', async () => {
	const sight = new FirstSight();
	sight.begin();
	const release = sight.hold();
	sight.endRest();
	await sight.rested;
	expect(sight.whole).toBe(false);
	release();
});

it('a part that fails keeps no other from coming, nor the page from being whole', async () => {
	const sight = new FirstSight();
	sight.begin();
	const failing = sight.take(() => {
		throw new Error('no list');
	});
	const seen: string[] = [];
	const next = sight.take(() => void seen.push('tools'));
	await expect(failing).rejects.toThrow('no list');
	await next;
	expect([seen, sight.whole]).toEqual([['tools'], true]);
});

it('a part that holds the page has what comes of it take turns, and the page is whole after it', async () => {
	const sight = new FirstSight();
	sight.begin();
	const release = sight.hold();
	await sight.take(() => undefined);
	expect([sight.takesTurns, sight.whole]).toEqual([true, false]);
	const last = sight.take(() => undefined);
	release();
	release();
	expect([sight.takesTurns, sight.whole]).toEqual([true, false]);
	await last;
	expect([sight.takesTurns, sight.whole]).toEqual([false, true]);
});

it('what a part holds asks for its turn while the page still takes turns', async () => {
	const sight = new FirstSight();
	sight.begin();
	let inner: boolean | undefined;
	await sight.take(() => void Promise.resolve().then(() => (inner = sight.takesTurns)));
	expect(inner).toBe(true);
});

it('a part that is taken away while others ask for their turns lets go of its own alone', async () => {
	const sight = new FirstSight();
	sight.begin();
	let isThere = $state(true);
	const end = $effect.root(() => {
		$effect(() => (isThere ? untrack(() => sight.hold()) : undefined));
	});
	flushSync();
	isThere = false;
	const next = sight.take(() => undefined);
	flushSync();
	expect(sight.whole).toBe(false);
	await next;
	expect([sight.takesTurns, sight.whole]).toEqual([false, true]);
	end();
});
