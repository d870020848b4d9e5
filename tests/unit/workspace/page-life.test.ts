import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { watchPageLife } from '$lib/workspace/page-life.js';

/** What a page's document is to who listens to it. */
class FakeDocument extends EventTarget {
	visibilityState: DocumentVisibilityState = 'visible';
}

let page: FakeDocument;
let view: EventTarget;
let told: string[];

beforeEach(() => {
	page = new FakeDocument();
	view = new EventTarget();
	told = [];
	vi.stubGlobal('document', page);
	vi.stubGlobal('window', view);
});

afterEach(() => vi.unstubAllGlobals());

function watch(): () => void {
	return watchPageLife({
		hidden: () => told.push('hidden'),
		woken: () => told.push('woken'),
		restored: () => told.push('restored')
	});
}

function shown(persisted: boolean): Event {
	return Object.assign(new Event('pageshow'), { persisted });
}

it('P23: a page that comes to sight, runs on, or whose network changes, wakes', () => {
	watch();
	page.dispatchEvent(new Event('visibilitychange'));
	page.dispatchEvent(new Event('resume'));
	view.dispatchEvent(new Event('online'));
	view.dispatchEvent(new Event('offline'));
	view.dispatchEvent(shown(false));
	expect(told).toEqual(['woken', 'woken', 'woken', 'woken', 'woken']);
});

it('P23: a page that comes back from the cache of pages has left its rooms, and is told so', () => {
	watch();
	view.dispatchEvent(shown(true));
	expect(told).toEqual(['restored']);
});

it('S8: the last moment that is certain is told, whichever event says so', () => {
	watch();
	page.visibilityState = 'hidden';
	page.dispatchEvent(new Event('visibilitychange'));
	view.dispatchEvent(new Event('pagehide'));
	expect(told).toEqual(['hidden', 'hidden']);
});

it('says nothing any more once it is unsubscribed', () => {
	watch()();
	page.dispatchEvent(new Event('visibilitychange'));
	view.dispatchEvent(new Event('online'));
	expect(told).toEqual([]);
});
