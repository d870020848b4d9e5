import { readFileSync } from 'node:fs';
import { unzipSync } from 'fflate';
import { expect, test } from './support/fixtures.js';
import { IPHONE } from './support/iphone.js';
import { OriginPage } from './support/origin-page.js';
import type { Person } from './support/person.js';

const DAY_MS = 24 * 60 * 60 * 1_000;

/** Lets it be so many days later for all pages that are loaded from now on, in a browser that promises nothing. */
async function daysLater(person: Person, days: number): Promise<void> {
	await person.context.addInitScript((laterMs) => {
		const now = Date.now.bind(Date);
		Date.now = () => now() + laterMs;
		for (const name of ['persisted', 'persist'])
			Object.defineProperty(navigator.storage, name, {
				value: () => Promise.resolve(false),
				configurable: true
			});
	}, days * DAY_MS);
}

/** What is found out while the list is in sight is said when it is shown again. */
async function toNoteAndBack({ page, editor }: Person, title: string): Promise<void> {
	await page.getByRole('link', { name: title }).click();
	await editor.waitFor();
	await page.getByRole('link', { name: 'All notes' }).click();
}

test('S44 a backup is called for in time, and not again once it is made', async ({ arrive }) => {
	const person = await arrive();
	await person.createNote('Only here');
	await person.type('nobody else has it');
	await expect(person.status).toHaveText(/^Saved on this device/);
	const reminder = person.page.getByRole('region', { name: 'Some notes are on this device only.' });
	await daysLater(person, 6);
	await person.visit('/');
	await expect(person.page.getByRole('link', { name: 'Only here' })).toBeVisible();
	await expect(reminder).toBeHidden();

	await daysLater(person, 2);
	await person.visit('/');
	await toNoteAndBack(person, 'Only here');
	await reminder.waitFor();
	const [download] = await Promise.all([
		person.page.waitForEvent('download'),
		reminder.getByRole('button', { name: 'Back up' }).click()
	]);
	expect(download.suggestedFilename()).toMatch(/^perch-backup-.*\.zip$/);
	await expect(reminder).toBeHidden();
	await person.visit('/');
	await expect(person.page.getByRole('link', { name: 'Only here' })).toBeVisible();
	await expect(reminder).toBeHidden();
});

test('the app is offered once, in the list, after a few notes; a no is kept', async ({ arrive }) => {
	// Chromium's shell installs nothing.
	const person = await arrive('chromium', {}, undefined, {
		args: ['--bypass-app-banner-engagement-checks'],
		isShell: false,
		installs: true
	});
	await person.installed();
	const offer = person.page.getByRole('region', { name: 'Have Perch at hand.' });
	for (const title of ['One', 'Two', 'Three']) {
		await expect(offer).toBeHidden();
		await person.createNote(title);
		await expect(person.status).toHaveText(/^Saved on this device/);
		await expect(offer).toBeHidden();
		await person.visit('/');
	}
	// The browser offers to install when it likes.
	await expect(async () => {
		await toNoteAndBack(person, 'Three');
		await expect(offer.getByRole('button', { name: 'Install' })).toBeVisible({ timeout: 1_000 });
	}).toPass();
	await offer.getByRole('button', { name: 'No, thanks' }).click();
	await expect(offer).toBeHidden();
	await person.visit('/');
	await expect(person.page.getByRole('link', { name: 'Three' })).toBeVisible();
	await expect(offer).toBeHidden();
	// Who changes their mind finds it in Settings.
	await person.visit('/settings');
	await expect(person.page.getByRole('button', { name: 'Install' })).toBeVisible();
});

test('on an iPhone the offer says how it is done', { tag: '@long-only' }, async ({ arrive }) => {
	const person = await arrive('chromium', {}, undefined, { userAgent: IPHONE });
	for (const title of ['One', 'Two', 'Three']) {
		await person.createNote(title);
		await expect(person.status).toHaveText(/^Saved on this device/);
		await person.visit('/');
	}
	await toNoteAndBack(person, 'Three');
	const offer = person.page.getByRole('region', { name: 'Have Perch at hand.' });
	await offer.getByRole('button', { name: 'How to do it' }).click();
	const guide = person.page.getByRole('dialog', { name: 'Put Perch on the Home Screen' });
	await expect(guide.getByText('Add to Home Screen')).toBeVisible();
	await person.page.keyboard.press('Escape');
	await expect(guide).toBeHidden();
	await expect(offer).toBeVisible();
});

test('S45 a note of which nothing can be read is rescued as a file, and restored in place from a backup', async ({
	arrive
}) => {
	const person = await arrive();
	await person.createNote('Hurt');
	await person.type('it was all here');
	await expect(person.status).toHaveText(/^Saved on this device/);
	const address = person.page.url();
	const id = new URL(address).hash.slice(1);
	await person.visit('/settings');
	const [backup] = await Promise.all([
		person.page.waitForEvent('download'),
		person.page.getByRole('button', { name: 'Back up' }).click()
	]);
	const hand = await OriginPage.open(person);
	for (const key of await hand.chunks(id)) await hand.overwrite(key, 'other bytes');

	await person.page.goto(address);
	await expect(person.page.getByRole('heading', { name: 'This note cannot be read' })).toBeVisible();
	const [rescued] = await Promise.all([
		person.page.waitForEvent('download'),
		person.page.getByRole('button', { name: 'Save what is stored' }).click()
	]);
	const entries = unzipSync(readFileSync(await rescued.path()));
	expect(Object.values(entries).filter((bytes) => bytes.join() === '1,2,3').length).toBeGreaterThan(0);

	const chooser = person.page.waitForEvent('filechooser');
	await person.page.getByRole('button', { name: 'Restore' }).click();
	await (
		await chooser
	).setFiles(
		await backup.path().then((path) => ({
			name: 'backup.zip',
			mimeType: 'application/zip',
			buffer: readFileSync(path)
		}))
	);
	await person.editor.waitFor();
	expect(await person.text()).toBe('it was all here');
	await expect(person.page.getByRole('textbox', { name: 'Title' })).toHaveValue('Hurt');
});
