import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { watchPageLife } from '$lib/workspace/page-life.js';

/** What a page's document is to who listens to it. */
class FakeDocument extends EventTarget {
	visibilityState: DocumentVisibilityState = 'visible';
}

/** What a browser that knows the kind of network tells of it. */
class FakeNetwork extends EventTarget {
	type: string | undefined = 'wifi';
}

let page: FakeDocument;
let view: EventTarget;
let network: FakeNetwork;
let told: string[];

beforeEach(() => {
	page = new FakeDocument();
	view = new EventTarget();
	told = [];
	vi.stubGlobal('document', page);
	vi.stubGlobal('window', view);
	network = new FakeNetwork();
	vi.stubGlobal('navigator', { connection: network });
});

afterEach(() => vi.unstubAllGlobals());

function watch(): () => void {
	return watchPageLife({
		hidden: () => told.push('hidden'),
		woken: () => told.push('woken'),
		networkChanged: () => told.push('network changed'),
		restored: () => told.push('restored')
	});
}

function shown(persisted: boolean): Event {
	return Object.assign(new Event('pageshow'), { persisted });
}

it('P31: a page that comes to sight, runs on, is turned to, or loses its network, wakes', () => {
	watch();
	page.dispatchEvent(new Event('visibilitychange'));
	page.dispatchEvent(new Event('resume'));
	view.dispatchEvent(new Event('focus'));
	view.dispatchEvent(new Event('offline'));
	view.dispatchEvent(shown(false));
	expect(told).toEqual(['woken', 'woken', 'woken', 'woken', 'woken']);
});

it('P31: a device that has a network again, or another kind of one, is told from one whose network is slower', () => {
	watch();
	view.dispatchEvent(new Event('online'));
	network.dispatchEvent(new Event('change'));
	expect(told).toEqual(['network changed']);
	network.type = 'cellular';
	network.dispatchEvent(new Event('change'));
	network.dispatchEvent(new Event('change'));
	expect(told).toEqual(['network changed', 'network changed']);
});

it('P31: where the browser does not say which kind of network it is, each change wakes', () => {
	network.type = undefined;
	watch();
	network.dispatchEvent(new Event('change'));
	expect(told).toEqual(['woken']);
});

it('P31: a browser that tells nothing of networks has online and offline', () => {
	vi.stubGlobal('navigator', {});
	watch();
	view.dispatchEvent(new Event('online'));
	expect(told).toEqual(['network changed']);
});

it('P31: a page that comes back from the cache of pages has left its rooms, and is told so', () => {
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
	network.dispatchEvent(new Event('change'));
	expect(told).toEqual([]);
});
