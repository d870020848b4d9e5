import { beforeEach, expect, it } from 'vitest';
import { keepAwake, type AwakeBrowser } from '$lib/ui/keep-awake.js';

class Page extends EventTarget {
	visibilityState: DocumentVisibilityState = 'visible';

	/** As a browser does it: what goes out of sight loses its lock first. */
	show(state: DocumentVisibilityState): void {
		this.visibilityState = state;
		if (state === 'hidden') for (const lock of locks) lock.released = true;
		this.dispatchEvent(new Event('visibilitychange'));
	}
}

interface Lock {
	released: boolean;
	release: () => Promise<void>;
}

let locks: Lock[];
let page: Page;
let refuses: boolean;

beforeEach(() => {
	locks = [];
	page = new Page();
	refuses = false;
});

const wakeLock = {
	request: async () => {
		await settled();
		if (refuses) throw new DOMException('the battery is low', 'NotAllowedError');
		const lock: Lock = { released: false, release: () => Promise.resolve(void (lock.released = true)) };
		locks.push(lock);
		return lock;
	}
} as unknown as AwakeBrowser['wakeLock'];

function settled(): Promise<void> {
	return new Promise((resolve) => setTimeout(resolve));
}

async function states(): Promise<boolean[]> {
	await settled();
	await settled();
	return locks.map(({ released }) => released);
}

it('holds the screen on until it is no longer wanted', async () => {
	const stop = keepAwake({ wakeLock, page });
	expect(await states()).toEqual([false]);
	stop();
	expect(await states()).toEqual([true]);
	page.show('visible');
	expect(await states()).toEqual([true]);
});

it('begins anew when the page is seen again', async () => {
	keepAwake({ wakeLock, page });
	expect(await states()).toEqual([false]);
	page.show('hidden');
	expect(await states()).toEqual([true]);
	page.show('visible');
	expect(await states()).toEqual([true, false]);
	page.show('visible');
	expect(await states()).toEqual([true, false]);
});

it('lets go of what it gets only after it was no longer wanted', async () => {
	keepAwake({ wakeLock, page })();
	expect(await states()).toEqual([true]);
});

it('does without where the browser refuses or cannot, and asks again when seen', async () => {
	refuses = true;
	keepAwake({ wakeLock, page });
	expect(await states()).toEqual([]);
	refuses = false;
	page.show('visible');
	expect(await states()).toEqual([false]);
	expect(() => keepAwake({ wakeLock: undefined, page })()).not.toThrow();
});
