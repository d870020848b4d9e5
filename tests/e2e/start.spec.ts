import { expect, test } from './support/fixtures.js';
import { partWith } from './support/part-with.js';

/** The part of the app that notes are worked on with. */
const workbenchPart = () => partWith('perch:awaited-notes');

test('where what notes are worked on with does not come at first, the page is loaded again by itself', async ({
	arrive
}) => {
	const person = await arrive('chromium', {}, undefined, { unwatched: true });
	let asked = 0;
	await person.page.route(`**/${workbenchPart()}`, async (route) => {
		asked += 1;
		if (asked === 1) await route.abort();
		else await route.continue();
	});
	await person.page.goto(`${person.app}/`);
	await expect.poll(() => asked).toBe(2);
	await person.createNote('Come after all');
	await person.type('as ever');
	await expect(person.status).toHaveText(/^Saved on this device/);
});

test('where the worker that compiles Loro cannot start, the page does it by itself', async ({ arrive }) => {
	const person = await arrive('chromium', {}, undefined, { unwatched: true });
	let refused = 0;
	await person.page.route('**/compile-worker-*.js', async (route) => {
		refused += 1;
		await route.abort();
	});
	await person.visit('/');
	await person.createNote('Without a worker');
	await person.type('as ever');
	await expect(person.status).toHaveText(/^Saved on this device/);
	expect(refused).toBeGreaterThan(0);
});

test('where one was in the list, one is again after a reload', async ({ arrive }) => {
	const person = await arrive();
	const page = person.page;
	await person.visit('/');
	for (let count = 0; count < 14; count += 1) {
		await person.createNote(`Note ${count}`);
		await person.visit('/');
	}
	await page.setViewportSize({ width: 400, height: 500 });
	await page.evaluate(() => scrollTo(0, 300));
	await expect.poll(() => page.evaluate(() => scrollY)).toBe(300);
	await page.reload();
	await page.locator('html[data-ready]').waitFor();
	await expect.poll(() => page.evaluate(() => scrollY)).toBe(300);
});
