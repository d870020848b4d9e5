import type { Locator } from '@playwright/test';
import { sampleOrFull } from '../support/long.js';
import { expect, test } from './support/fixtures.js';
import { agreedText, type Person } from './support/person.js';

/** P23: a peer that has gone silent is found within this time, in milliseconds; the rest is for the test to look. */
const FOUND_WITHIN_MS = 5_000;
const LOOKING_MS = 2_000;

/** How long a browser sleeps that others have long given up, in milliseconds. */
const LONG_SLEEP_MS = sampleOrFull(10_000, 20_000);

/** A relay is asked anew, both connect and exchange what is new. */
const MET_AGAIN = { timeout: 45_000 };

function people(person: Person): Locator {
	return person.page.getByRole('list', { name: 'People', exact: true }).getByRole('listitem');
}

test(
	'P23 who falls asleep is missed within 5 s, and is back without a reload, once, when awake',
	{ tag: '@long' },
	async ({ arrive }) => {
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
	}
);
