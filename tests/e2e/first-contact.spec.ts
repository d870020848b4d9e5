import type { Page } from '@playwright/test';
import { expect, test } from './support/fixtures.js';
import type { Person } from './support/person.js';

const TEXT = 'Plant the quinces first.';

/** Ends a browser as its person does, and starts it again with what it keeps. */
async function restart(person: Person): Promise<void> {
	await person.context.close();
	await person.startBrowser();
}

/** How many tabs of the browser lead, and how many would. */
function leads(page: Page): Promise<[number, number]> {
	return page.evaluate(async () => {
		const { held = [], pending = [] } = await navigator.locks.query();
		const count = (locks: LockInfo[]) => locks.filter(({ name }) => name === 'perch:awaited-notes').length;
		return [count(held), count(pending)];
	});
}

test('a note whose holder was away comes into the list by itself, after a restart too, and is there when they are gone again', async ({
	arrive
}) => {
	const host = await arrive();
	await host.createNote('Orchard');
	await host.type(TEXT);
	const link = await host.shareLink();
	await expect(host.status).toHaveText(/^Saved on this device/);
	const address = host.page.url();
	await host.context.close();

	const guest = await arrive();
	await guest.page.goto(link);
	await expect(guest.status).toHaveText('Waiting for content… Nobody else is here.');
	await expect(guest.page.getByText('Nobody who has this note is here now.')).toBeVisible();
	await restart(guest);
	await guest.visit('/');
	const first = guest.page;
	await expect(first.getByText('Waiting for content')).toBeVisible();
	await expect.poll(() => leads(first)).toEqual([1, 0]);
	// One tab waits: the one seen last, and another when it is closed.
	const second = await guest.newTab();
	await second.visit('/settings');
	await expect.poll(() => leads(first)).toEqual([1, 1]);
	await second.page.close();
	await expect.poll(() => leads(first)).toEqual([1, 0]);

	await host.startBrowser();
	await host.page.goto(address);
	const item = first.getByRole('list', { name: 'Notes' }).getByRole('listitem');
	await expect(item).toContainText(`Orchard`);
	await expect(item).toContainText(TEXT);
	await expect(first.getByText('Waiting for content')).toBeHidden();
	await expect(first.getByText('“Orchard” has come.')).toBeAttached();
	// The guest's page is in the room no longer, and has told what it stored.
	await expect(host.status).toHaveText(/^Saved on this device.*Your last edit is on 1 other device/);
	await host.context.close();
	await first.getByRole('link', { name: 'Orchard' }).click();
	await expect(guest.editor).toHaveText(TEXT);
	await expect(guest.status).toHaveText(/^Saved on this device/);
});

test(
	'what is awaited shows as it comes and takes no focus; joining it again, by whatever link, opens the one note',
	{ tag: '@long-only' },
	async ({ arrive }) => {
		const host = await arrive();
		await host.createNote();
		const view = await host.shareLink('view');
		const edit = await host.shareLink();
		const address = host.page.url();
		await host.visit('/');

		const guest = await arrive();
		for (const link of [view, edit, view]) {
			await guest.page.goto(link);
			await expect(guest.status).toHaveText(/^Waiting for content/);
		}
		await host.page.goto(address);
		// To edit, as the best of the links allows; nothing is written yet.
		await expect(guest.editor).toBeEditable();
		await expect(guest.page.getByRole('textbox', { name: 'Title' })).not.toBeFocused();
		await host.type(TEXT);
		await expect(guest.editor).toHaveText(TEXT);
		await guest.caretTo('end');
		await guest.type(' Then pears.');
		await expect(host.editor).toHaveText(`${TEXT} Then pears.`);
		await guest.page.goto(view);
		await expect(guest.editor).toHaveText(`${TEXT} Then pears.`);
		await guest.visit('/');
		await expect(guest.page.getByRole('list', { name: 'Notes' }).getByRole('listitem')).toHaveCount(1);
	}
);
