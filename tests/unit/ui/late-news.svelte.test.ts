// @vitest-environment jsdom
import { flushSync, mount, unmount } from 'svelte';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import LateNews from '$lib/ui/late-news.svelte';

let shown: Record<string, unknown>;
const props = $state({ text: '' });

function tell(text: string): void {
	props.text = text;
	flushSync();
}

async function afterMs(ms: number): Promise<string | null | undefined> {
	await vi.advanceTimersByTimeAsync(ms);
	flushSync();
	return document.querySelector('[aria-live=polite]')?.textContent;
}

beforeEach(() => {
	vi.useFakeTimers();
	props.text = '';
	shown = mount(LateNews, { target: document.body, props });
	flushSync();
});

afterEach(async () => {
	await unmount(shown);
	vi.useRealTimers();
});

it('what changes at each key is read out once the keys rest', async () => {
	for (const count of [80, 12, 3]) {
		tell(`${count} notes found`);
		expect(await afterMs(400)).toBe('');
	}
	expect(await afterMs(600)).toBe('3 notes found');
	tell('');
	expect(await afterMs(0)).toBe('');
	tell('3 notes found');
	expect(await afterMs(1_000)).toBe('3 notes found');
});
