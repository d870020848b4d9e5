import type { Locator, Page } from '@playwright/test';
import { cameraPlaying, film } from './support/fake-camera.js';
import { expect, test } from './support/fixtures.js';
import { IPHONE } from './support/iphone.js';
import type { Person } from './support/person.js';

const TEXT = 'Plant the quinces first.';

async function shareDialog(person: Person): Promise<Locator> {
	await person.createNote('Orchard');
	await person.type(TEXT);
	await expect(person.status).toHaveText(/^Saved on this device/);
	await person.page.getByRole('button', { name: 'Share' }).click();
	const dialog = person.page.getByRole('dialog', { name: 'Share' });
	await dialog.getByRole('img', { name: 'Invite QR code' }).waitFor();
	return dialog;
}

/** Notes what the page asks of the browser that a headless one cannot show. */
async function watchBrowser(page: Page): Promise<void> {
	await page.addInitScript(() => {
		const seen = { locks: [] as WakeLockSentinel[], sent: [] as (ShareData | undefined)[] };
		Object.assign(globalThis, { perchSeen: seen });
		const request = navigator.wakeLock.request.bind(navigator.wakeLock);
		navigator.wakeLock.request = async (type) => {
			const lock = await request(type);
			seen.locks.push(lock);
			return lock;
		};
		navigator.share = (data) => Promise.resolve(void seen.sent.push(data));
	});
}

function sent(page: Page): Promise<readonly ShareData[]> {
	return page.evaluate(() => (globalThis as unknown as { perchSeen: Seen }).perchSeen.sent);
}

interface Seen {
	readonly locks: readonly WakeLockSentinel[];
	readonly sent: readonly ShareData[];
}

/** Whether the page holds a lock that keeps the screen awake. */
function isAwake(page: Page): Promise<boolean> {
	return page.evaluate(() =>
		(globalThis as unknown as { perchSeen: Seen }).perchSeen.locks.some(({ released }) => !released)
	);
}

test('the code is shown large on white, in the dark too, keeps the screen awake, and goes out in every way', async ({
	arrive
}, info) => {
	// Chromium's shell keeps no screen awake.
	const host = await arrive('chromium', {}, undefined, { isShell: false });
	const { page } = host;
	await watchBrowser(page);
	await page.reload();
	await host.ready();
	await page.emulateMedia({ colorScheme: 'dark' });
	await page.setViewportSize({ width: 390, height: 844 });
	const dialog = await shareDialog(host);
	await expect.poll(() => isAwake(page)).toBe(true);
	await dialog.getByRole('button', { name: 'Show large' }).click();
	const large = page.getByRole('dialog', { name: 'Orchard' });
	const code = large.getByRole('img', { name: 'Invite QR code' });
	expect((await code.boundingBox())?.width).toBeGreaterThanOrEqual(350);
	expect(await large.evaluate((element) => getComputedStyle(element).backgroundColor)).toBe(
		'rgb(255, 255, 255)'
	);
	await page.keyboard.press('Escape');
	await expect(large).toBeHidden();
	await expect(dialog.getByRole('button', { name: 'Show large' })).toBeFocused();
	await dialog.locator('.press').click();
	const filmed = info.outputPath('large.y4m');
	await film(code, filmed);
	await large.getByRole('button', { name: 'Close' }).click();

	const link = await dialog.getByRole('textbox', { name: 'Invite link' }).inputValue();
	await dialog.getByRole('button', { name: 'Send…' }).click();
	expect(await sent(page)).toEqual([{ title: 'Orchard', url: link }]);
	await dialog.getByRole('button', { name: 'Copy link' }).click();
	await expect(dialog.getByText('Copied.')).toBeVisible();
	const [download] = await Promise.all([
		page.waitForEvent('download'),
		dialog.getByRole('button', { name: 'Save picture' }).click()
	]);
	expect(download.suggestedFilename()).toBe('Orchard – invite.png');
	const picture = info.outputPath('saved.png');
	await download.saveAs(picture);
	await page.keyboard.press('Escape');
	await expect.poll(() => isAwake(page)).toBe(false);
	// To allow these is to forbid all else, the lock too.
	await host.context.grantPermissions(['clipboard-read', 'clipboard-write']);
	expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(link);

	const guest = await arrive('chromium', {}, undefined, cameraPlaying(filmed));
	await guest.visit('/join');
	const chooser = guest.page.waitForEvent('filechooser');
	await guest.page.getByRole('button', { name: 'Choose a picture of the code' }).click();
	await (await chooser).setFiles(picture);
	await expect(guest.editor).toHaveText(TEXT);
	await guest.visit('/join?scan');
	await expect(guest.editor).toHaveText(TEXT);
});

test('all of sharing is in sight at once on a low laptop', async ({ arrive }) => {
	const host = await arrive();
	const { page } = host;
	await page.setViewportSize({ width: 1280, height: 640 });
	const dialog = await shareDialog(host);
	for (const name of ['Copy link', 'Connect directly', 'New invite'])
		await expect(dialog.getByRole('button', { name })).toBeInViewport({ ratio: 1 });
	expect(await dialog.evaluate(({ scrollHeight, clientHeight }) => scrollHeight - clientHeight)).toBe(0);
});

test(
	"an invite that is opened in an iPhone's browser stays there by one press, or goes to the app by copy and paste",
	{ tag: '@long-only' },
	async ({ arrive }) => {
		const host = await arrive();
		await shareDialog(host);
		const link = await host.page.getByRole('textbox', { name: 'Invite link' }).inputValue();
		const path = link.slice(host.app.length);
		const phone = await arrive('chromium', {}, undefined, {
			userAgent: IPHONE,
			permissions: ['clipboard-read', 'clipboard-write']
		});
		const { page } = phone;
		const offer = page.getByRole('heading', { name: 'In Perch on your Home Screen' });
		// What is no invite is told of at once: nobody is to carry it to the app.
		await phone.visit(`${path}x`);
		await expect(page.getByRole('alert')).toHaveText(/Copy the whole link once more/);
		await phone.visit(path);
		await expect(offer).toBeVisible();
		expect(page.url()).not.toContain('#');
		// A reload, as by a phone that was short of memory meanwhile, still knows the invite.
		await page.reload();
		await expect(page.getByRole('textbox', { name: 'Invite link' })).toHaveValue(link);
		await page.getByRole('button', { name: 'Copy link' }).click();
		await expect(page.getByText('Copied.')).toBeVisible();
		expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(link);
		await page.getByRole('button', { name: 'Join here' }).click();
		await expect(phone.editor).toHaveText(TEXT);
		// What is here already is just opened.
		await phone.visit('/');
		await page.goto(link);
		await expect(phone.editor).toHaveText(TEXT);

		// The app has another storage.
		const app = await arrive(
			'chromium',
			{},
			async (context) => {
				await context.addInitScript(() => Object.assign(navigator, { standalone: true }));
			},
			{ userAgent: IPHONE, permissions: ['clipboard-read', 'clipboard-write'] }
		);
		await expect(app.page.getByText('What you wrote in the browser before')).toBeVisible();
		await app.page.evaluate((text) => navigator.clipboard.writeText(text), link);
		await app.page.getByRole('link', { name: 'Join' }).click();
		await app.page.getByRole('button', { name: 'Paste' }).click();
		await expect(app.editor).toHaveText(TEXT);
	}
);

test(
	'a clipboard that the browser keeps to itself leaves the field',
	{ tag: '@long-only' },
	async ({ arrive }) => {
		const guest = await arrive('chromium', {}, undefined, { permissions: [] });
		await guest.visit('/join');
		await guest.page.getByRole('button', { name: 'Paste' }).click();
		await expect(guest.page.getByRole('alert').filter({ hasText: /clipboard/ })).toBeVisible();
		await expect(guest.page.getByRole('textbox', { name: 'Invite link' })).toBeFocused();
	}
);
