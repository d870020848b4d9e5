import { expect, test } from './support/fixtures.js';

test('P14 on whose devices the last edit is, is known by name, also after a restart and when they are away', async ({
	arrive
}) => {
	const [a, b] = [await arrive(), await arrive()];
	await b.visit('/settings/');
	await b.page.getByRole('textbox', { name: 'Your name' }).fill('Wren Winter');
	await a.createNote('Kept');
	await a.type('on both devices');
	await b.page.goto(await a.shareLink());
	await b.editor.waitFor();
	await expect(a.status).toHaveText('Synced with Wren Winter');
	await a.page.waitForTimeout(1_500);
	await b.kill();
	await expect(a.status).toHaveText(/Your last edit is on 1 other device/);

	const url = a.page.url();
	await a.kill();
	await a.startBrowser();
	await a.page.goto(url);
	await expect(a.status).toHaveText(/^Saved on this device\. Your last edit is on 1 other device/);
	await a.page.getByRole('button', { name: 'Show the whole status' }).click();
	const copies = a.page.getByRole('list', { name: 'On other devices' });
	await expect(copies.getByRole('listitem')).toContainText('Wren Winter');
	await expect(copies.getByRole('listitem')).toContainText('Has everything');
	await a.page.keyboard.press('Escape');

	await a.caretTo('end');
	await a.type(', and this on one');
	await expect(a.status).toHaveText(/^Saved on this device\.(?! Your last edit)/);
	await a.page.getByRole('button', { name: 'Show the whole status' }).click();
	await expect(copies.getByRole('listitem')).toContainText('Not up to date');
});
