import { expect, it } from 'vitest';
import { MemoryKeyValueStore } from '$lib/storage/memory-key-value.js';
import { AnswerStore } from '$lib/workspace/answers.js';
import { BACK_UP_AFTER_MS } from '$lib/workspace/care.js';
import { CareInSight } from '$lib/workspace/care-in-sight.svelte.js';
import { LibraryCare } from '$lib/workspace/library-care.svelte.js';
import { StorageSafety } from '$lib/workspace/storage-safety.svelte.js';

const AGO = Date.now() - 2 * BACK_UP_AFTER_MS;
const NOTES = [{ addedAt: AGO, changedAt: AGO, shared: false, hasWords: true }];

function careWith({ usage = 0 } = {}): LibraryCare {
	const local = new MemoryKeyValueStore();
	const storage = {
		persist: () => Promise.resolve(false),
		persisted: () => Promise.resolve(false),
		estimate: () => Promise.resolve({ usage, quota: 100 })
	};
	const browser = { storage, now: () => Date.now(), isInstalled: () => false, isVisible: () => true };
	return new LibraryCare(new AnswerStore(local), new StorageSafety(local, browser));
}

it('S44 what is found out while the list is in sight moves nothing in it: it is said when the list comes again', async () => {
	const care = careWith();
	const first = new CareInSight(care);
	await care.look(NOTES, false);
	expect(care.current).toBe('back-up');
	expect(first.current).toBeUndefined();
	const second = new CareInSight(care);
	expect(second.current).toBe('back-up');
	await care.putOff('back-up');
	expect(second.current).toBeUndefined();
});

it('S44 a list that was left before anything was known does not hold it back once more', async () => {
	const care = careWith();
	const looking = care.look(NOTES, false);
	const second = new CareInSight(care);
	await looking;
	await care.looked;
	expect(second.current).toBe('back-up');
});

it('S44 a room that is nearly full is said at once', async () => {
	const care = careWith({ usage: 95 });
	const first = new CareInSight(care);
	await care.look(NOTES, false);
	expect(first.current).toBe('full');
});
