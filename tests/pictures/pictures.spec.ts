import { fileURLToPath } from 'node:url';
import type { BrowserContext, Page } from '@playwright/test';
import { camerasOf, cameraPlaying, film } from '../e2e/support/fake-camera.js';
import { expect, test } from '../e2e/support/fixtures.js';
import { IPHONE } from '../e2e/support/iphone.js';
import { lookOn } from '../e2e/support/note-states.js';
import type { Person } from '../e2e/support/person.js';
import { freezeCarets, SETTLED_MS } from './frames.js';

/** All pictures are to be looked at; those that the README shows are kept. */
const ALL = fileURLToPath(new URL('../../.perch/pictures/', import.meta.url));
const KEPT = fileURLToPath(new URL('../../docs/pictures/', import.meta.url));
const OF_README = [
	'note-desktop-light',
	'note-phone-light',
	'share-phone-light',
	'direct-phone-light',
	'scan-phone-light',
	'library-phone-light',
	'library-desktop-dark'
];
const PHONE = { width: 390, height: 844 };
const DESKTOP = { width: 1280, height: 800 };

const TEXT = `We leave on **Thursday**, before the rain. The key hangs *where it always hung*; whoever comes first lights the stove.

## To bring
- [x] the long ladder and both saws
- [ ] gloves, in every size we have
- [ ] soup for twelve

## Who does what
Mira prunes the old pear trees, I take the quinces. Whoever comes later starts at the gate and works *towards* the house. The [map of the trees](https://example.org/map) hangs in the shed.

> A tree is a slow conversation.
`;

const SEEDS = `Bring what you have **saved and labelled**; take what you will sow. The tables stand in the old school from ten.

- [x] boxes and envelopes
- [ ] a scale that weighs *grams*

> Beans first: they are the easiest to keep true.
`;

/** The same screen on a phone and on a desk, by day and by night. */
async function picture(page: Page, name: string): Promise<void> {
	for (const [size, viewport] of [
		['phone', PHONE],
		['desktop', DESKTOP]
	] as const) {
		await page.setViewportSize(viewport);
		for (const colorScheme of ['light', 'dark'] as const) {
			await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
			const file = `${name}-${size}-${colorScheme}`;
			const directory = OF_README.includes(file) ? KEPT : ALL;
			await page.waitForTimeout(SETTLED_MS);
			await freezeCarets(page);
			await page.screenshot({ path: `${directory}${file}.png` });
		}
	}
}

async function named(person: Person, name: string): Promise<void> {
	await person.visit('/settings');
	await person.page.getByRole('textbox', { name: 'Your name' }).fill(name);
	await person.page.getByRole('textbox', { name: 'Your name' }).press('Tab');
	await person.visit('/');
}

/** How somebody with a note open lets others in without a relay. */
async function directly({ page }: Person): Promise<void> {
	const dialog = page.getByRole('dialog');
	await page.getByRole('button', { name: 'Share' }).click();
	await dialog.getByRole('button', { name: 'Connect directly' }).click();
	await picture(page, 'direct-intro');
	await dialog.getByRole('button', { name: 'Show my code' }).click();
	await dialog.getByRole('img', { name: 'Connection QR code' }).waitFor();
	await picture(page, 'direct');
	await dialog.getByRole('button', { name: 'Next: scan their code' }).click();
	await dialog.getByText('There is no camera').waitFor();
	await picture(page, 'direct-scan');
	await page.keyboard.press('Escape');
}

/** What viewers see, and a note of its own that moves to a new invite: `a` moves it, `b` comes along, `c` does not. */
async function rights(a: Person, b: Person, c: Person): Promise<void> {
	const share = () => a.page.getByRole('button', { name: 'Share' }).click();
	const dialog = a.page.getByRole('dialog');
	const back = [a, b].map(({ page }) => [page, page.url()] as const);
	await named(c, 'Vera');
	await a.visit('/');
	await a.createNote('Seed swap');
	await a.editor.focus();
	await a.page.keyboard.insertText(SEEDS);
	const edit = await a.shareLink();
	const view = await a.shareLink('view');
	await b.page.goto(edit);
	await b.editor.waitFor();
	await c.page.goto(view);
	await c.editor.waitFor();
	await expect(c.status).toHaveText(/^View only\. Synced/);
	await picture(c.page, 'view-only');
	await c.page.getByRole('button', { name: 'Show the whole status' }).click();
	await picture(c.page, 'view-only-status');
	await c.page.keyboard.press('Escape');
	await c.page.getByRole('button', { name: 'Share' }).click();
	await c.page.getByRole('img', { name: 'Invite QR code' }).waitFor();
	await picture(c.page, 'view-only-share');
	await c.page.keyboard.press('Escape');
	await share();
	await dialog.getByRole('radio', { name: 'Can view' }).check();
	await dialog.getByRole('img', { name: 'Invite QR code' }).waitFor();
	await picture(a.page, 'share-view');
	await dialog.getByRole('button', { name: 'New invite' }).click();
	await dialog.getByRole('checkbox', { name: /Mira/ }).check();
	await picture(a.page, 'new-invite');
	await dialog.getByRole('button', { name: /^Start over/ }).click();
	for (const person of [a, b, c]) {
		await person.page.getByRole('complementary', { name: 'About this note' }).waitFor();
		await person.editor.waitFor();
	}
	await expect(a.status).toHaveText(/^Synced/);
	await picture(a.page, 'new-invite-mover');
	await picture(b.page, 'new-invite-chosen');
	await picture(c.page, 'new-invite-left');
	await share();
	await dialog.getByRole('button', { name: 'New invite' }).click();
	await picture(a.page, 'new-invite-again');
	await a.page.keyboard.press('Escape');
	for (const [page, url] of back) await page.goto(url);
	await a.editor.waitFor();
}

test('pictures of every screen', async ({ arrive }) => {
	test.setTimeout(900_000);
	const [a, b, c] = [await arrive(), await arrive(), await arrive()];
	await picture(a.page, 'library-empty');
	await named(a, 'Ada');
	await named(b, 'Mira');
	await named(c, 'Tom');
	await picture(a.page, 'library-empty');
	await a.visit('/settings');
	await picture(a.page, 'settings');
	await a.visit('/connection');
	await a.page.getByText('Ready to meet others.').waitFor();
	await picture(a.page, 'connection');
	await a.visit('/join');
	await picture(a.page, 'join');
	await a.page.getByRole('textbox', { name: 'Invite link' }).fill('https://example.com/');
	await a.page.getByRole('button', { name: 'Join', exact: true }).click();
	await picture(a.page, 'join-error');

	for (const [title, text] of [
		['Reading list', 'The Overstory. The Peregrine. Braiding Sweetgrass.'],
		['Clinic, Tuesday', 'Bring the new forms; ask Jo about the fridge.'],
		['', 'A line without a title'],
		['Letter to the landlord', 'Dear Mr Whitlock, the roof above the workshop']
	] as const) {
		await a.visit('/');
		await a.createNote(title);
		await a.type(text);
		await expect(a.status).toHaveText(/^Saved on this device/);
	}
	await a.visit('/');
	await a.createNote();
	await picture(a.page, 'note-empty');
	await a.page.getByRole('textbox', { name: 'Title' }).fill('Orchard weekend');
	// As one edit: typed line by line, the list would be continued by hand.
	await a.editor.focus();
	await a.page.keyboard.insertText(TEXT);
	const link = await a.shareLink();
	await a.page.getByRole('button', { name: 'Share' }).click();
	await a.page.getByRole('dialog').getByRole('img', { name: 'Invite QR code' }).waitFor();
	await picture(a.page, 'share');
	await a.page.keyboard.press('Escape');
	await directly(a);
	for (const person of [b, c]) {
		await person.page.goto(link);
		await person.editor.waitFor();
	}
	await b.editor.getByText('soup for twelve').click();
	await b.page.keyboard.press('End');
	await c.editor.getByText('towards').dblclick();
	await expect(a.page.getByRole('list', { name: 'People' }).getByRole('listitem')).toHaveCount(3);
	await expect(a.page.locator('.pc-caret')).toHaveCount(2);
	await expect(a.status).toHaveText(/^Synced/);
	await lookOn(a.page);
	await picture(a.page, 'note');
	const details = a.page.getByRole('button', { name: 'Show the whole status' });
	await details.click();
	await picture(a.page, 'note-status');
	await a.page.getByRole('link', { name: 'Connection' }).click();
	await expect(a.page.getByText('Has everything, just now')).toHaveCount(2);
	await picture(a.page, 'note-connection');
	await a.page.getByRole('link', { name: 'Back to the note' }).click();
	await rights(a, b, await arrive());
	await c.visit('/');
	await a.caretTo('end');
	await a.type('Bring cake.');
	await expect(a.status).toHaveText(/^Synced/);
	await b.visit('/');
	await expect(a.status).toHaveText(/Your last edit is on 1 other device/);
	await picture(a.page, 'note-alone');
	await details.click();
	await picture(a.page, 'note-status-alone');
	await a.visit('/');
	await picture(a.page, 'library');
	await a.page.getByRole('searchbox', { name: 'Search notes' }).fill('zebra');
	await picture(a.page, 'library-no-hit');
	await a.visit('/note#AAAAAAAAAAAAAAAAAAAAAA');
	await picture(a.page, 'note-unknown');
	const d = await arrive();
	await d.page.goto(link);
	await d.ready();
	await picture(d.page, 'note-waiting');
});

/** Films a phone that shows a screen, from too far away to be read, and gives the film's path. */
async function filmedFromAfar(page: Page, screen: Buffer, path: string): Promise<string> {
	await page.goto('about:blank');
	await page.setViewportSize({ width: 900, height: 900 });
	const picture = `data:image/png;base64,${screen.toString('base64')}`;
	await page.setContent(`<main style="display: grid; place-items: center; width: 900px; height: 900px; background: #8d8f8c">
		<img src="${picture}" style="height: 560px; border: 12px solid #191b1c; border-radius: 40px; transform: rotate(-3deg)">
	</main>`);
	await film(page.locator('main'), path);
	return path;
}

test('pictures of every way in', async ({ arrive }, info) => {
	test.setTimeout(900_000);
	const host = await arrive();
	await named(host, 'Ada');
	await host.createNote('Orchard weekend');
	await host.type('We leave on Thursday.');
	const link = await host.shareLink();
	const path = link.slice(host.app.length);
	await host.page.getByRole('button', { name: 'Share' }).click();
	await host.page.getByRole('button', { name: 'Show large' }).click();
	await host.page.getByRole('dialog', { name: 'Orchard weekend' }).getByRole('img').waitFor();
	await picture(host.page, 'share-large');
	await host.page.setViewportSize(PHONE);
	const screen = await host.page.screenshot();
	await host.page.keyboard.press('Escape');

	const drawer = await arrive();
	const afar = await filmedFromAfar(drawer.page, screen, info.outputPath('afar.y4m'));
	await drawer.visit('/');
	for (const [name, extras] of [
		['scan', cameraPlaying(afar)],
		['scan-missing', camerasOf(0)]
	] as const) {
		const guest = await arrive('chromium', {}, undefined, extras);
		await guest.visit('/join?scan');
		await expect(guest.page.getByRole('region', { name: 'Camera' }).getByRole('status')).toHaveText(
			/Hold the QR code|No camera/
		);
		await picture(guest.page, name);
	}

	const phone = await arrive('chromium', {}, undefined, { userAgent: IPHONE });
	await phone.page.goto(link);
	await phone.page.getByRole('button', { name: 'Join here' }).waitFor();
	await picture(phone.page, 'iphone-join');
	const asApp = (context: BrowserContext): Promise<void> =>
		context.addInitScript(() => Object.assign(navigator, { standalone: true })).then(() => undefined);
	const app = await arrive('chromium', {}, asApp, { userAgent: IPHONE });
	await picture(app.page, 'iphone-app-empty');

	// Nobody is there any more.
	await host.visit('/');
	await drawer.visit(path);
	await expect(drawer.status).toHaveText(/Nobody else is here/);
	await picture(drawer.page, 'note-waiting-nobody');
	await drawer.visit('/');
	await drawer.createNote('Shopping');
	await drawer.visit('/');
	await picture(drawer.page, 'library-waiting');
});
