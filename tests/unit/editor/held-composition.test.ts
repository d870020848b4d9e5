import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { MAX_HELD_MS, MAX_IDLE_MS } from '$lib/editor/composition-hold.js';
import { openPage } from './dom.js';
import { mountedOn } from './mounted.js';
import { composition, putIntoLine } from './unread.js';

openPage('desk');

/** A composition is over for sure: two looks, and the one under way. */
const LOOKS_MS = 200;
/** Somebody goes on composing before it is taken for idle. */
const PAUSE_MS = MAX_IDLE_MS / 2;

beforeEach(() => {
	vi.useFakeTimers({
		toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'Date', 'performance']
	});
});
afterEach(() => {
	vi.useRealTimers();
});

/** An editor in which somebody composes, as a browser has it: a composition ends when the focus goes. */
async function composing() {
	const mounted = await mountedOn('left right');
	const { view } = mounted;
	let ended = 0;
	let isComposed = false;
	view.contentDOM.addEventListener('blur', () => {
		if (!isComposed) return;
		isComposed = false;
		ended += 1;
		composition(view, 'compositionend');
	});
	const compose = async (text: string) => {
		if (!isComposed) composition(view, 'compositionstart');
		isComposed = true;
		putIntoLine(view, text, text.indexOf('r'));
		await vi.advanceTimersByTimeAsync(0);
	};
	view.focus();
	view.dispatch({ selection: { anchor: 5 } });
	return { ...mounted, compose, shown: () => view.state.doc.toString(), ended: () => ended };
}

it('a composition that stands still for 10 s is ended where others wait for it, and keeps its text', async () => {
	const { compose, writeAsOther, shown, ended, view, text, close } = await composing();
	await compose('left かright');
	writeAsOther(0, 'X');
	await vi.advanceTimersByTimeAsync(MAX_IDLE_MS - 1_000);
	expect([shown(), ended()]).toEqual(['left かright', 0]);
	await vi.advanceTimersByTimeAsync(1_000 + LOOKS_MS);
	expect([shown(), ended()]).toEqual(['Xleft かright', 1]);
	expect(text()).toBe('Xleft かright');
	expect(view.hasFocus).toBe(true);
	close();
});

it('each change of a composition puts that off, but for no longer than 60 s', async () => {
	const { compose, writeAsOther, shown, ended, close } = await composing();
	await compose('left かright');
	writeAsOther(0, 'X');
	for (let passed = 0; passed + PAUSE_MS < MAX_HELD_MS; passed += PAUSE_MS) {
		await vi.advanceTimersByTimeAsync(PAUSE_MS);
		expect([shown().startsWith('X'), ended()]).toEqual([false, 0]);
		await compose(shown().replace('r', 'かr'));
	}
	await vi.advanceTimersByTimeAsync(PAUSE_MS - 1_000);
	expect(ended()).toBe(0);
	await vi.advanceTimersByTimeAsync(1_000 + LOOKS_MS);
	expect([shown().startsWith('Xleft か'), ended()]).toEqual([true, 1]);
	close();
});

it('who composes on at once after that has as long again', async () => {
	const { compose, writeAsOther, shown, ended, close, view } = await composing();
	await compose('left かright');
	writeAsOther(0, 'X');
	const composeOn = () => setTimeout(() => void compose(shown().replace('r', 'なr')), 10);
	view.contentDOM.addEventListener('focus', composeOn, { once: true });
	await vi.advanceTimersByTimeAsync(MAX_IDLE_MS + LOOKS_MS);
	expect(ended()).toBe(1);
	await vi.advanceTimersByTimeAsync(MAX_IDLE_MS - 1_000);
	expect(ended()).toBe(1);
	expect(shown()).toBe('left かなright');
	await vi.advanceTimersByTimeAsync(1_000 + LOOKS_MS);
	expect([shown(), ended()]).toEqual(['Xleft かなright', 2]);
	close();
});

it('a composition that nobody waits for may take its time', async () => {
	const { compose, writeAsOther, ended, shown, close } = await composing();
	await compose('left かright');
	await vi.advanceTimersByTimeAsync(2 * MAX_HELD_MS);
	expect(ended()).toBe(0);
	// The time counts from when something waits.
	writeAsOther(0, 'X');
	await vi.advanceTimersByTimeAsync(MAX_IDLE_MS - 1_000);
	expect([shown(), ended()]).toEqual(['left かright', 0]);
	close();
});
