import { expect, test } from './support/fixtures.js';

/** The promise is 100 ms (docs/storage.md); the machine gets half as much again. */
const AFTER_LAST_KEY_MS = 150;

test('a browser killed 150 ms after the last key has every character after its restart', async ({
	arrive
}) => {
	const a = await arrive();
	await a.createNote('Killed');
	const typed = 'The quick brown fox jumps over the lazy dog 0123456789 — ünïcödé 😀.';
	await a.type(typed, 25);
	const url = a.page.url();
	await new Promise((resolve) => setTimeout(resolve, AFTER_LAST_KEY_MS));
	await a.kill();

	await a.startBrowser();
	await a.page.goto(url);
	await a.editor.waitFor();
	expect(await a.text()).toBe(typed);
	await expect(a.page.getByRole('textbox', { name: 'Title' })).toHaveValue('Killed');
	await a.visit('/');
	await expect(
		a.page.getByRole('list', { name: 'Notes' }).getByRole('link', { name: 'Killed' })
	).toBeVisible();
});
