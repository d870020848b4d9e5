import { expect, it, vi } from 'vitest';
import { Writing, WRITING_PAUSE_MS } from '$lib/ui/writing.svelte.js';

it('somebody writes until a while after the last key, and for as long as an input method has text in hand', () => {
	vi.useFakeTimers();
	try {
		const page = new EventTarget();
		const writing = new Writing(page);
		expect(writing.busy).toBe(false);
		page.dispatchEvent(new Event('input'));
		vi.advanceTimersByTime(WRITING_PAUSE_MS - 1);
		expect(writing.busy).toBe(true);
		vi.advanceTimersByTime(1);
		expect(writing.busy).toBe(false);
		page.dispatchEvent(new Event('compositionstart'));
		page.dispatchEvent(new Event('input'));
		vi.advanceTimersByTime(10 * WRITING_PAUSE_MS);
		expect(writing.busy).toBe(true);
		page.dispatchEvent(new Event('compositionend'));
		vi.advanceTimersByTime(WRITING_PAUSE_MS);
		expect(writing.busy).toBe(false);
		writing.end();
	} finally {
		vi.useRealTimers();
	}
});
