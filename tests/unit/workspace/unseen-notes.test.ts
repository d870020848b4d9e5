import { expect, it } from 'vitest';
import { MemoryKeyValueStore } from '$lib/storage/memory-key-value.js';
import { SeenVersions } from '$lib/workspace/seen-versions.js';
import { UnseenNotes } from '$lib/workspace/unseen-notes.svelte.js';
import { eventually } from '../support/eventually.js';

it('S35 a list knows which notes have unseen changes, with no note open, and hears of each change in every tab', async () => {
	const local = new MemoryKeyValueStore();
	const before = new SeenVersions(local);
	await before.store('pears', { seen: new Map(), unseen: true });
	await before.store('plums', { seen: new Map(), unseen: false });

	const [here, there] = [new SeenVersions(local), new SeenVersions(local)];
	const [tab, otherTab] = [new UnseenNotes(here), new UnseenNotes(there)];
	await Promise.all([tab.refresh(), otherTab.refresh()]);
	expect([...tab.ids]).toEqual(['pears']);
	await here.store('plums', { seen: new Map(), unseen: true });
	await here.store('pears', { seen: new Map(), unseen: false });
	for (const each of [tab, otherTab]) await eventually(() => expect([...each.ids]).toEqual(['plums']));
	tab.close();
	otherTab.close();
});
