import { BACKGROUND_PATIENCE_MS } from '../../src/lib/workspace/limits.js';
import { expect, test } from './support/fixtures.js';
import { hide, UNWATCHED } from './support/out-of-sight.js';
import { timeToAgree } from './support/rejoin.js';

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
