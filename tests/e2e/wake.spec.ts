import type { CDPSession } from '@playwright/test';
import { BACKGROUND_PATIENCE_MS } from '../../src/lib/workspace/limits.js';
import { expect, test } from './support/fixtures.js';
import type { BrowserExtras, Person } from './support/person.js';
import { timeToAgree } from './support/rejoin.js';

/** How soon a page that the browser froze is in sync with the others again when it runs on, in milliseconds. */
const BACK_WITHIN_MS = 3_000;

/** P23: who falls silent is given up by then, in milliseconds; the rest is for the test to look. */
const GIVEN_UP = { timeout: 7_000 };

const UNWATCHED: BrowserExtras = { unwatched: true };

/** Opens another tab before a person's page; gives what brings the page back. */
async function hide(person: Person): Promise<() => Promise<void>> {
	const { page } = person;
	const other = await person.newPage();
	await other.bringToFront();
	await expect.poll(() => page.evaluate(() => document.visibilityState)).toBe('hidden');
	return async () => await page.bringToFront();
}

test('P31 a page that the browser froze is in sync within 3 s of running on, without a reload', async ({
	arrive
}) => {
	const a = await arrive();
	const b = await arrive('chromium', {}, undefined, UNWATCHED);
	await a.createNote('Frost');
	await a.type('warm ');
	await b.page.goto(await a.shareLink());
	await expect(b.status).toHaveText(/^Synced with/);
	await expect(a.status).toHaveText(/^Synced with/);
	const show = await hide(b);
	const lifecycle: CDPSession = await b.context.newCDPSession(b.page);
	// First it runs on in the background, where timers are late, then it is seen as well.
	for (const isSeen of [false, true]) {
		await lifecycle.send('Page.setWebLifecycleState', { state: 'frozen' });
		// It does not answer any more, and is given up.
		await expect(a.status).toHaveText(/^Saved on this device/, GIVEN_UP);
		await a.caretTo('end');
		await a.type(isSeen ? 'colder ' : 'cold ');
		await lifecycle.send('Page.setWebLifecycleState', { state: 'active' });
		if (isSeen) await show();
		const what = isSeen ? 'a freeze' : 'a freeze, still out of sight';
		expect(await timeToAgree(what, a, b)).toBeLessThan(BACK_WITHIN_MS);
	}
	expect(await b.text()).toBe('warm cold colder ');
});

test('P31 a page that is alone in the background leaves the relay, and is back at once when seen', async ({
	arrive
}) => {
	const a = await arrive();
	const b = await arrive('chromium', {}, undefined, UNWATCHED);
	await b.page.clock.install();
	let open = 0;
	b.page.on('websocket', (socket) => {
		open += 1;
		socket.on('close', () => (open -= 1));
	});
	await a.createNote('Far away');
	await a.type('here ');
	await b.page.goto(await a.shareLink());
	await expect(b.status).toHaveText(/^Synced with/);
	expect(open).toBe(1);
	await a.visit('/');
	await expect(b.status).toHaveText(/^Saved on this device/);

	const show = await hide(b);
	await b.page.clock.fastForward(BACKGROUND_PATIENCE_MS + 1_000);
	await expect.poll(() => open).toBe(0);
	await b.page.clock.fastForward(10 * BACKGROUND_PATIENCE_MS);
	await a.page.goBack();
	await a.ready();
	await a.caretTo('end');
	await a.type('and there');
	expect(open).toBe(0);
	await show();
	await timeToAgree('a rest in the background', a, b);
	expect(open).toBe(1);
});
