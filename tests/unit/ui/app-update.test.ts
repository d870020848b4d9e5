import { expect, it, vi } from 'vitest';
import { AppUpdate, SAVE_AGAIN_MS, type UpdatingPage } from '$lib/ui/app-update.svelte.js';
import { eventually } from '../support/eventually.js';

/** A page, and what was done to it in order. */
function page(overrides: Partial<UpdatingPage> = {}) {
	const done: string[] = [];
	const update = new AppUpdate({
		save: () => Promise.resolve(void done.push('save')),
		takeOver: () => Promise.resolve(void done.push('take over')),
		reload: () => void done.push('reload'),
		isBusy: () => false,
		isAtWork: () => false,
		...overrides
	});
	return { update, done };
}

it('S43 whoever accepts saves before the new version takes over, and again before the page is loaded anew', async () => {
	const { update, done } = page();
	update.found({});
	expect(update.offered).toBe(true);
	await update.accept();
	expect(done).toEqual(['save', 'take over']);
	update.tookOver();
	await eventually(() => expect(done).toEqual(['save', 'take over', 'save', 'reload']));
});

it('S43 what cannot be saved keeps the version that is there, and says so', async () => {
	const { update, done } = page({ save: () => Promise.reject(new Error('full')) });
	update.found({});
	await update.accept();
	expect(done).toEqual([]);
	expect(update).toMatchObject({ failed: true, accepted: false, offered: true });
});

it('S43 another tab is not loaded anew while somebody writes in it, and then once', async () => {
	let busy = true;
	const { update, done } = page({ isBusy: () => busy });
	update.tookOver();
	update.settle();
	expect(done).toEqual([]);
	busy = false;
	update.settle();
	update.settle();
	await eventually(() => expect(done).toEqual(['save', 'reload']));
});

it('S43 a page is not loaded anew amid a backup, a restore or an import, not even where that was accepted', async () => {
	let atWork = true;
	const { update, done } = page({ isAtWork: () => atWork });
	await update.accept();
	update.tookOver();
	update.partMissing();
	update.settle();
	expect(done).toEqual(['save', 'take over']);
	atWork = false;
	update.settle();
	await eventually(() => expect(done).toEqual(['save', 'take over', 'save', 'reload']));
});

it('S43 a tab that cannot save is not loaded anew before it can', async () => {
	vi.useFakeTimers();
	try {
		let full = true;
		const { update, done } = page({
			save: () => (full ? Promise.reject(new Error('full')) : Promise.resolve())
		});
		update.tookOver();
		await vi.advanceTimersByTimeAsync(3 * SAVE_AGAIN_MS);
		expect(done).toEqual([]);
		expect(update.failed).toBe(true);
		full = false;
		await vi.advanceTimersByTimeAsync(SAVE_AGAIN_MS);
		expect(done).toEqual(['reload']);
	} finally {
		vi.useRealTimers();
	}
});

it('S43 a page that lacks a part of the version before waits no longer, but saves', async () => {
	const { update, done } = page({ isBusy: () => true });
	update.partMissing();
	expect(done).toEqual([]);
	update.tookOver();
	update.partMissing();
	await eventually(() => expect(done).toEqual(['save', 'reload']));
});

it('S43 is put off by a word, and nothing is asked again before another version comes', () => {
	const { update } = page();
	const [second, third] = [{}, {}];
	update.found(second);
	update.putOff();
	update.found(second);
	expect(update.offered).toBe(false);
	update.found(third);
	expect(update.offered).toBe(true);
});

it('S43 one that comes while the one before is under way can be accepted too', async () => {
	const { update, done } = page();
	update.found({});
	await update.accept();
	update.found({});
	expect(update.accepted).toBe(false);
	await update.accept();
	expect(done).toEqual(['save', 'take over', 'save', 'take over']);
});

it('S43 work that is begun while saving fails is not cut short by the save that succeeds', async () => {
	let atWork = false;
	let canSave: () => void = () => undefined;
	const saved = new Promise<void>((resolve) => (canSave = resolve));
	const { update, done } = page({ save: () => saved, isAtWork: () => atWork });
	update.tookOver();
	atWork = true;
	canSave();
	await saved;
	await Promise.resolve();
	expect(done).toEqual([]);
	atWork = false;
	update.settle();
	await eventually(() => expect(done).toEqual(['reload']));
});
