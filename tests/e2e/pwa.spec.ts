import { expect, test } from './support/fixtures.js';
import { partWith } from './support/part-with.js';

/** The part of the app that comes when the first room is joined. */
const roomPart = () => partWith('__trystero_pw');

test('starts, opens a note, edits it and makes another with the server stopped', async ({
	server,
	arriveToInstall
}) => {
	const person = await arriveToInstall();
	await person.createNote('Offline');
	await person.type('written online');
	await expect(person.status).toHaveText(/^Saved on this device/);
	const address = person.page.url();
	await person.installed();
	await server.stop();

	await person.visit('/');
	await person.page.getByRole('link', { name: 'Offline' }).click();
	await person.editor.waitFor();
	expect(await person.text()).toBe('written online');
	await person.caretTo('end');
	await person.type(', and offline');
	await expect(person.status).toHaveText(/^Saved on this device/);

	// A deep link in a new tab, and the other pages.
	const tab = await person.newTab();
	await tab.page.goto(address);
	await tab.editor.waitFor();
	expect(await tab.text()).toBe('written online, and offline');
	for (const path of ['/join', '/settings', '/connection', '/join/', '/note']) await tab.visit(path);
	await tab.visit('/');
	await tab.createNote('Made offline');
	await tab.visit('/');
	await expect(tab.page.getByRole('link', { name: 'Made offline' })).toBeVisible();
});

test('the browser finds it installable', async ({ arriveToInstall }) => {
	const person = await arriveToInstall();
	await person.installed();
	await person.page.reload();
	const session = await person.context.newCDPSession(person.page);
	const { installabilityErrors } = await session.send('Page.getInstallabilityErrors');
	// The tests' browser window is in incognito terms "not the main profile"; nothing else may be missing.
	expect(installabilityErrors.map(({ errorId }) => errorId)).toEqual([]);
	const { errors, data } = await session.send('Page.getAppManifest');
	expect(errors).toEqual([]);
	expect(data).toContain('"Perch"');
});

test('everything that the app loads is precached, the .wasm too, and config.json is not', async ({
	arriveToInstall
}) => {
	const person = await arriveToInstall();
	await person.installed();
	const cached = await person.page.evaluate(async () => {
		const urls: string[] = [];
		for (const name of await caches.keys()) {
			const cache = await caches.open(name);
			for (const { url } of await cache.keys()) urls.push(new URL(url).pathname);
		}
		return urls;
	});
	expect(cached.some((path) => path.endsWith('.wasm'))).toBe(true);
	expect(cached.some((path) => path.endsWith('config.json'))).toBe(false);
	await person.createNote();
	const loaded = await person.page.evaluate(() =>
		performance.getEntriesByType('resource').map(({ name }) => new URL(name).pathname)
	);
	const missing = loaded.filter((path) => path.startsWith('/_app/') && !cached.includes(path));
	expect(missing).toEqual([]);
});

test('an invite that is opened while the network changes is joined all the same', async ({ arrive }) => {
	const host = await arrive();
	await host.createNote('Station');
	await host.type('here it is');
	const link = await host.shareLink();
	// Where the app is installed, nothing is fetched.
	const guest = await arrive();
	const aborted = new Set<string>();
	const room = roomPart();
	// But for the frame of all pages and the error page, each page's part of the app is refused once, and so is the room's.
	const isRefused = ({ pathname }: URL) =>
		/\/_app\/immutable\/nodes\/(?![01]\.)/.test(pathname) || pathname.endsWith(`/${room}`);
	await guest.page.route(isRefused, async (route) => {
		const url = route.request().url();
		if (aborted.has(url)) await route.continue();
		else {
			aborted.add(url);
			await route.abort('internetdisconnected');
		}
	});
	await guest.page.goto(link);
	await expect.poll(() => guest.text()).toBe('here it is');
	expect(aborted.size).toBeGreaterThan(1);
	expect([...aborted].some((url) => url.endsWith(room))).toBe(true);
});
