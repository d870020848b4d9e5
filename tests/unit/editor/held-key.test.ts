import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { MAX_WITHOUT_PAUSE_MS } from '$lib/editor/unread-input.js';
import { openPage } from './dom.js';
import { mountedOn } from './mounted.js';
import { composition, putIntoLine } from './unread.js';

openPage('phone');

/** How often a key that is held repeats, and how late a phone reads what it did, in milliseconds. */
const REPEAT_MS = 33;
const FRAME_MS = 16;
/** What waits is shown at the latest so long after it may be: two looks, each of which may come between a key and its reading. */
const LOOKS_MS = 250;

beforeEach(() => {
	vi.useFakeTimers({
		toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'Date', 'performance']
	});
	Object.assign(window, {
		requestAnimationFrame: (draw: FrameRequestCallback) =>
			setTimeout(() => draw(performance.now()), FRAME_MS),
		cancelAnimationFrame: (id: number) => clearTimeout(id)
	});
});
afterEach(() => {
	vi.useRealTimers();
});

type Mounted = Awaited<ReturnType<typeof mountedOn>>;

/** What a repetition of the key does, when so many were before. */
const KEYS: Record<string, (mounted: Mounted, before: number) => void> = {
	'whose letters are read at once': ({ view }, before) =>
		putIntoLine(view, `left ${'x'.repeat(before + 1)}right`, 6 + before),
	'whose letters are read a frame later': ({ view }, before) => {
		composition(view, 'compositionstart');
		putIntoLine(view, `left ${'x'.repeat(before + 1)}right`, 6 + before);
		composition(view, 'compositionend');
	},
	'that does nothing': ({ view }) => {
		view.contentDOM.dispatchEvent(new InputEvent('input', { bubbles: true }));
	}
};

/** Holds a key for some time. @returns when something came to be so, in milliseconds after `from` */
async function hold(
	mounted: Mounted,
	key: (mounted: Mounted, before: number) => void,
	ms: number,
	isSo: () => boolean
): Promise<number> {
	let since = Infinity;
	for (let before = 0; before * REPEAT_MS < ms; before += 1) {
		key(mounted, before);
		for (let passed = 0; passed < REPEAT_MS; passed += 1) {
			await vi.advanceTimersByTimeAsync(1);
			if (isSo()) since = Math.min(since, before * REPEAT_MS + passed);
		}
	}
	return since;
}

describe('while a key is held on a phone', () => {
	for (const [name, key] of Object.entries(KEYS)) {
		for (const [where, at] of [
			['another line', 'left right\nbelow'.length],
			['its line', 0]
		] as const) {
			it(`${name}, what others write into ${where} is kept back for a second, and no letter is lost`, async () => {
				const mounted = await mountedOn('left right\nbelow');
				const { view, editor, writeAsOther, text, drifts, close } = mounted;
				view.focus();
				view.dispatch({ selection: { anchor: 5 } });
				await vi.advanceTimersByTimeAsync(FRAME_MS);
				key(mounted, 0);
				writeAsOther(at, 'Z');
				let isRead = Infinity;
				editor.whenRead(() => (isRead = performance.now()));
				const begun = performance.now();
				const ms = 2 * MAX_WITHOUT_PAUSE_MS;
				const since = await hold(mounted, key, ms, () => view.state.doc.toString().includes('Z'));
				expect(since).toBeGreaterThan(MAX_WITHOUT_PAUSE_MS - REPEAT_MS);
				expect(since).toBeLessThan(MAX_WITHOUT_PAUSE_MS + LOOKS_MS);
				expect(isRead - begun).toBeGreaterThan(MAX_WITHOUT_PAUSE_MS - REPEAT_MS);
				expect(isRead - begun).toBeLessThan(MAX_WITHOUT_PAUSE_MS + LOOKS_MS);
				await vi.advanceTimersByTimeAsync(1_000);
				expect(view.state.doc.toString()).toBe(text());
				expect(view.contentDOM.textContent).toBe(text().replace('\n', ''));
				expect(drifts).toEqual([]);
				if (key !== KEYS['that does nothing']) {
					const letters = Math.ceil(ms / REPEAT_MS);
					expect(text().match(/x/g)).toHaveLength(letters);
				}
				close();
			});
		}
	}
});
