import { beforeEach, describe, expect, it } from 'vitest';
import { MemoryKeyValueStore } from '$lib/storage/memory-key-value.js';
import {
	ASK_AGAIN_AFTER_MS,
	mayAskAgain,
	StorageSafety,
	type SafetyBrowser
} from '$lib/workspace/storage-safety.svelte.js';

const NOW = 1_800_000_000_000;

/** A browser that gives its promise or not, and counts how often it was asked. */
class Browser implements SafetyBrowser {
	asked = 0;
	agrees = false;
	kept = false;
	answers = true;
	time = NOW;
	installed = false;
	visible = true;
	usage: number | undefined = 1_000;
	readonly storage = {
		persist: async () => {
			this.asked += 1;
			if (!this.answers) await new Promise(() => undefined);
			this.kept = this.agrees;
			return this.kept;
		},
		persisted: () => Promise.resolve(this.kept),
		estimate: () => Promise.resolve(this.usage === undefined ? {} : { usage: this.usage, quota: 10_000 })
	};
	now = () => this.time;
	isInstalled = () => this.installed;
	isVisible = () => this.visible;
}

let local: MemoryKeyValueStore;
let browser: Browser;

beforeEach(() => {
	local = new MemoryKeyValueStore();
	browser = new Browser();
});

/** As after a load of the page. */
function pageLoaded(): StorageSafety {
	return new StorageSafety(local, browser);
}

it('what the browser does not tell is told from what was not looked at yet', async () => {
	const safety = pageLoaded();
	browser.usage = undefined;
	expect(safety).toMatchObject({ looked: false, room: undefined });
	await safety.refresh();
	expect(safety).toMatchObject({ looked: true, room: undefined });
});

describe('S19 the browser is asked for its promise', () => {
	it('once, and what it answers is kept', async () => {
		const safety = pageLoaded();
		await safety.refresh();
		expect(safety.promise).toBe('unasked');
		await safety.askWhenDue();
		await safety.askWhenDue();
		expect(browser.asked).toBe(1);
		expect(safety.promise).toBe('refused');
		const later = pageLoaded();
		await later.askWhenDue();
		expect(browser.asked).toBe(1);
		expect(later.promise).toBe('refused');
	});

	it('not again by itself once it agreed', async () => {
		browser.agrees = true;
		const safety = pageLoaded();
		await safety.askWhenDue();
		expect(safety.promise).toBe('given');
		browser.time += 2 * ASK_AGAIN_AFTER_MS;
		await pageLoaded().askWhenDue();
		expect(browser.asked).toBe(1);
	});

	it('not by a page out of sight, which asks once it is seen', async () => {
		const safety = pageLoaded();
		browser.visible = false;
		await safety.askWhenDue();
		expect(browser.asked).toBe(0);
		browser.visible = true;
		await safety.askWhenDue();
		expect(browser.asked).toBe(1);
	});

	it('not at each visit because its question to the person was never answered', async () => {
		browser.answers = false;
		void pageLoaded().askWhenDue();
		await new Promise((resolve) => setTimeout(resolve, 10));
		expect(browser.asked).toBe(1);
		await pageLoaded().askWhenDue();
		expect(browser.asked).toBe(1);
	});

	it('whenever the person wants it', async () => {
		const safety = pageLoaded();
		await safety.askWhenDue();
		browser.agrees = true;
		await safety.ask();
		expect(browser.asked).toBe(2);
		expect(safety.promise).toBe('given');
	});

	it('again after a month, when the clock was set far back, and first as an installed app', () => {
		const last = { at: NOW, installed: false };
		expect(mayAskAgain(undefined, NOW, false)).toBe(true);
		expect(mayAskAgain(last, NOW + ASK_AGAIN_AFTER_MS - 1, false)).toBe(false);
		expect(mayAskAgain(last, NOW + ASK_AGAIN_AFTER_MS, false)).toBe(true);
		expect(mayAskAgain(last, NOW - ASK_AGAIN_AFTER_MS, false)).toBe(true);
		expect(mayAskAgain(last, NOW, true)).toBe(true);
		expect(mayAskAgain({ at: NOW, installed: true }, NOW, true)).toBe(false);
	});
});

describe('S19 what is told of storage', () => {
	it('is the usage and the quota, and when it is nearly full', async () => {
		const safety = pageLoaded();
		await safety.refresh();
		expect(safety.room).toEqual({ usage: 1_000, quota: 10_000, nearlyFull: false });
		browser.usage = 9_500;
		await safety.refresh();
		expect(safety.room?.nearlyFull).toBe(true);
	});

	it('is nothing where the browser tells nothing, or fails', async () => {
		browser.usage = undefined;
		const silent = pageLoaded();
		await silent.refresh();
		expect(silent.room).toBeUndefined();
		const { now, isInstalled, isVisible } = browser;
		const lacking = new StorageSafety(local, { now, isInstalled, isVisible, storage: undefined });
		await lacking.ask();
		expect([lacking.room, lacking.promise]).toEqual([undefined, 'impossible']);
		browser.storage.persisted = () => Promise.reject(new TypeError('an opaque origin'));
		const failing = pageLoaded();
		await failing.refresh();
		expect(failing.promise).toBe('unasked');
	});

	it('is so also while local data cannot be stored', async () => {
		local.close();
		const safety = pageLoaded();
		browser.agrees = true;
		await safety.askWhenDue();
		expect(safety.promise).toBe('given');
	});
});
