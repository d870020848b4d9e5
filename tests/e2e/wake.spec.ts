import type { CDPSession } from '@playwright/test';
import { expect, test } from './support/fixtures.js';
import { timeToAgree } from './support/rejoin.js';
import { hide, UNWATCHED } from './support/out-of-sight.js';

/** How soon a page that the browser froze is in sync with the others again when it runs on, in milliseconds. */
const BACK_WITHIN_MS = 3_000;

/** P23: who falls silent is given up by then, in milliseconds; the rest is for the test to look. */
const GIVEN_UP = { timeout: 7_000 };

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
