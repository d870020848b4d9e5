import type { Locator } from '@playwright/test';
import { expect, test } from './support/fixtures.js';
import { agreedText, type Person } from './support/person.js';

/** P23: a peer that has gone silent is found within this time, in milliseconds; the rest is for the test to look. */
const FOUND_WITHIN_MS = 5_000;
const LOOKING_MS = 2_000;

/** How long a browser sleeps that others have long given up, in milliseconds. */
const LONG_SLEEP_MS = 20_000;

/** A relay is asked anew, both connect and exchange what is new. */
const MET_AGAIN = { timeout: 45_000 };

function people(person: Person): Locator {
	return person.page.getByRole('list', { name: 'People', exact: true }).getByRole('listitem');
}

test('P23 who falls asleep is missed within 5 s, and is back without a reload, once, when awake', async ({
	arrive
}) => {
	const [a, b] = [await arrive(), await arrive()];
	await a.createNote('Naps');
	await a.type('awake ');
	await b.page.goto(await a.shareLink());
	await b.editor.waitFor();
	await expect(a.status).toHaveText(/^Synced with/);
	await expect(people(a)).toHaveCount(2);

	b.sleep();
	await expect(people(a)).toHaveCount(1, { timeout: FOUND_WITHIN_MS + LOOKING_MS });
	await expect(a.status).not.toHaveText(/^Synced with/);
	await a.type('asleep ');
	await expect(a.status).toHaveText(/^Saved on this device/);
	await new Promise((resolve) => setTimeout(resolve, LONG_SLEEP_MS));
	await b.wake();
	await expect(a.status).toHaveText(/^Synced with/, MET_AGAIN);
	await expect(b.status).toHaveText(/^Synced with/, MET_AGAIN);
	expect(await agreedText(a, b)).toBe('awake asleep ');
	await b.caretTo('end');
	await b.type('awake again');
	expect(await agreedText(a, b)).toBe('awake asleep awake again');
	for (const person of [a, b]) await expect(people(person)).toHaveCount(2);
});

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
