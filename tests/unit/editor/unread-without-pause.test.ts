import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { MAX_WITHOUT_PAUSE_MS } from '$lib/editor/unread-input.js';
import { openPage } from './dom.js';
import { mountedOn } from './mounted.js';
import { putIntoLine } from './unread.js';

openPage('phone');
const { UnreadInput } = await import('$lib/editor/unread-input.js');

/** The hold looks every so often, and a frame may come in between. */
const WITHIN_MS = MAX_WITHOUT_PAUSE_MS + 200;

/** How often it is looked whether something is shown. */
const LOOK_MS = 5;

beforeEach(() => {
	vi.useFakeTimers({
		toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'Date', 'performance']
	});
});

afterEach(() => {
	vi.useRealTimers();
});

/** Frames at whole multiples of the refresh, as a browser has them. */
function drawEvery(frameMs: number): void {
	const requestFrame = (draw: FrameRequestCallback) => {
		const now = performance.now();
		return setTimeout(() => draw(performance.now()), (Math.floor(now / frameMs) + 1) * frameMs - now);
	};
	Object.assign(window, { requestAnimationFrame: requestFrame, cancelAnimationFrame: clearTimeout });
	Object.assign(globalThis, { requestAnimationFrame: requestFrame });
}

describe('input that goes on', () => {
	it('with keys that take longer than the page has between them is taken as read at times', () => {
		const unread = new UnreadInput(() => undefined);
		const startedAt = performance.now();
		let readAt = Infinity;
		while (performance.now() - startedAt < 5_000) {
			unread.came();
			// The work with it, in which no timer has its turn.
			vi.setSystemTime(Date.now() + 70);
			vi.spyOn(performance, 'now').mockReturnValue(performance.now() + 70);
			unread.wasRead();
			if (unread.readInMs === 0) readAt = Math.min(readAt, performance.now());
		}
		vi.restoreAllMocks();
		expect(readAt - startedAt).toBeLessThan(WITHIN_MS);
	});

	it.each([
		[16, 33],
		[16, 64],
		[16, 66],
		[32, 64],
		[33, 66],
		[33, 90],
		[50, 100]
	])('shows what others write, with frames every %i ms and a key every %i', async (frameMs, keyMs) => {
		drawEvery(frameMs);
		const { view, editor, writeAsOther, close } = await mountedOn('left right\nbelow');
		view.focus();
		view.dispatch({ selection: { anchor: 5 } });
		putIntoLine(view, 'left xright', 6);
		await Promise.resolve();
		writeAsOther(16, 'Z');
		const startedAt = performance.now();
		let [shownAt, doneAt] = [Infinity, Infinity];
		editor.whenRead(() => (doneAt = performance.now()));
		for (let keys = 1; performance.now() - startedAt < 4_000; keys += 1) {
			putIntoLine(view, `left ${'x'.repeat(keys + 1)}right`, 6 + keys);
			for (let passed = 0; passed < keyMs; passed += LOOK_MS) {
				await vi.advanceTimersByTimeAsync(Math.min(LOOK_MS, keyMs - passed));
				if (view.state.doc.toString().includes('Z')) shownAt = Math.min(shownAt, performance.now());
			}
		}
		expect(view.state.doc.toString()).toContain('x'.repeat(20));
		expect(shownAt - startedAt).toBeLessThan(WITHIN_MS);
		expect(doneAt - startedAt).toBeLessThan(WITHIN_MS);
		close();
	});
});
