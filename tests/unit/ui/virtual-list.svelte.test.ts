// @vitest-environment jsdom
import { createRawSnippet, flushSync, mount, tick, unmount } from 'svelte';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import VirtualList from '$lib/ui/virtual-list.svelte';

interface Row {
	readonly id: string;
}

let list: Record<string, unknown>;
let heir: HTMLButtonElement;
const props = $state({
	label: 'Notes',
	items: [] as readonly Row[],
	estimate: 72,
	row: createRawSnippet<[Row]>((item) => ({
		render: () => `<div><a href="#${item().id}">${item().id}</a><button>More</button></div>`
	})),
	heir: () => heir
});

class NoObserver {
	observe(): void {}
	unobserve(): void {}
}

function show(...ids: readonly string[]): void {
	props.items = ids.map((id) => ({ id }));
	flushSync();
}

/** Two turns: the focus is handed over in the one, and its row is put into the page in the other. */
async function settled(): Promise<void> {
	for (let turn = 0; turn < 4; turn += 1) await tick();
}

const focused = () =>
	document.activeElement === document.body ? undefined : document.activeElement?.textContent;

beforeEach(() => {
	vi.stubGlobal('ResizeObserver', NoObserver);
	heir = document.body.appendChild(document.createElement('button'));
	heir.textContent = 'New note';
	show('a', 'b', 'c', 'd');
	list = mount(VirtualList, { target: document.body, props: props as never });
	flushSync();
});

afterEach(async () => {
	await unmount(list);
	document.body.replaceChildren();
	vi.unstubAllGlobals();
});

it('who has put a row away goes on at the one in its place, and after the last one at the one before', async () => {
	document.querySelector<HTMLElement>('[data-row=b] button')?.focus();
	show('a', 'c', 'd');
	await settled();
	expect(focused()).toBe('c');
	document.querySelector<HTMLElement>('[data-row=d] a')?.focus();
	show('a', 'c');
	await settled();
	expect(focused()).toBe('c');
});

it('who has put the last of all away goes on where the list says', async () => {
	show('a');
	document.querySelector<HTMLElement>('[data-row=a] button')?.focus();
	show();
	await settled();
	expect(focused()).toBe('New note');
});

it('a row that goes away by itself, or moves, takes the focus from nobody', async () => {
	document.querySelector<HTMLElement>('[data-row=b] a')?.focus();
	show('a', 'd', 'b');
	await settled();
	expect(focused()).toBe('b');
	heir.focus();
	show('a');
	await settled();
	expect(focused()).toBe('New note');
});
