import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { expect, test } from './support/fixtures.js';
import { InstalledApp, share } from './support/installed-app.js';
import { PlainHost } from './support/plain-host.js';

interface Manifest {
	readonly shortcuts: readonly { readonly url: string }[];
	readonly icons: readonly { readonly src: string; readonly sizes: string; readonly purpose?: string }[];
}

test('it installs, launches into a window that is there, and its shortcuts make a note and open the camera', async ({
	arriveToInstall
}) => {
	const person = await arriveToInstall();
	await person.createNote('Kept open');
	await expect(person.status).toHaveText(/^Saved on this device/);
	const app = await InstalledApp.install(person);
	const session = await person.context.newCDPSession(person.page);
	const { installabilityErrors } = await session.send('Page.getInstallabilityErrors');
	expect(installabilityErrors).toEqual([]);
	const { data = '', errors } = await session.send('Page.getAppManifest');
	expect(errors).toEqual([]);
	const { shortcuts, icons } = JSON.parse(data) as Manifest;
	expect(shortcuts.map(({ url }) => url)).toEqual(['/new/', '/join/?scan']);
	expect(icons.flatMap(({ purpose = 'any' }) => purpose)).toEqual(
		expect.arrayContaining(['any', 'maskable', 'monochrome'])
	);

	// A shortcut opens the app's window with a new note in it; "back" makes no other.
	const window = await app.launchWindow('/new/');
	await window.editor.waitFor();
	expect(new URL(window.page.url()).pathname).toBe('/note/');
	await window.page.getByRole('textbox', { name: 'Title' }).fill('By shortcut');
	await window.type('and words');
	const windows = person.context.pages().length;

	// From the icon again: the window is there, and what is open in it stays.
	await app.launch();
	await expect(window.page.getByRole('textbox', { name: 'Title' })).toHaveValue('By shortcut');
	expect(await window.text()).toBe('and words');
	// Another shortcut leads the same window on, and what was open is kept.
	await app.launch('/new/');
	await expect(window.page.getByRole('textbox', { name: 'Title' })).toHaveValue('');
	expect(person.context.pages()).toHaveLength(windows);
	await window.visit('/');
	await window.page.getByRole('link', { name: 'By shortcut' }).click();
	await window.editor.waitFor();
	expect(await window.text()).toBe('and words');
	await app.launch('/join/?scan');
	await expect(window.page).toHaveURL(/\/join\/\?scan$/);
	await expect(window.page.getByRole('textbox', { name: 'Invite link' })).toBeVisible();
});

test('S41 a file opened with it becomes a note, also with the server stopped, and the same file leads to the same note', async ({
	arriveToInstall,
	server
}) => {
	const person = await arriveToInstall();
	const app = await InstalledApp.install(person);
	const folder = await mkdtemp(join(tmpdir(), 'perch-files-'));
	const [recipe, list, picture] = ['recipe.md', 'list.txt', 'picture.md'].map((name) => join(folder, name));
	if (recipe === undefined || list === undefined || picture === undefined) throw new Error('no names');
	await writeFile(recipe, '# Plum cake\n\nplums\n');
	await writeFile(list, 'eggs\n');
	await writeFile(picture, Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0));
	await server.stop();

	const window = await app.launchFilesWindow([recipe]);
	await window.editor.waitFor();
	await expect(window.page.getByRole('textbox', { name: 'Title' })).toHaveValue('Plum cake');
	expect(await window.text()).toBe('plums\n');
	await expect(window.page.getByText('The file stays as it is')).toBeVisible();
	await window.caretTo('end');
	await window.type('and butter');
	const address = window.page.url();

	// Another file, in the same window; what was written is kept.
	await app.launchFiles([list]);
	await expect(window.page.getByRole('textbox', { name: 'Title' })).toHaveValue('list');
	await app.launchFiles([recipe]);
	await expect(window.page).toHaveURL(address);
	await window.editor.waitFor();
	await expect.poll(() => window.text()).toBe('plums\nand butter');
	await expect(window.page.getByText('You opened this file before')).toBeVisible();

	// What is no text is refused, with the reason; several files come together.
	await app.launchFiles([picture, list]);
	await expect(window.page.getByText('“picture.md”')).toBeVisible();
	await window.visit('/');
	await expect(window.page.getByRole('list', { name: 'Notes' }).getByRole('listitem')).toHaveCount(3);
	await rm(folder, { recursive: true });
});

test('S42 what another app shares becomes a note offline, reaches no server and stands in no address', async ({
	arriveToInstall,
	server
}) => {
	const app = await InstalledApp.install(await arriveToInstall());
	const person = await app.launchWindow();
	await person.ready();
	const asked: string[] = [];
	person.page.on('request', (request) => asked.push(request.url()));
	await server.stop();
	const outside = await PlainHost.foreign();
	await share(person, outside, {
		title: 'Pears',
		text: 'on the *old* tree',
		url: 'https://example.org/pears'
	});
	await person.editor.waitFor();
	await expect(person.page.getByRole('textbox', { name: 'Title' })).toHaveValue('Pears');
	expect(await person.text()).toBe('on the *old* tree\n\nhttps://example.org/pears');
	expect(asked.filter((url) => url.includes('old'))).toEqual([]);
	await expect.poll(() => waiting(person.page)).toBe(0);

	// A file, without the ending that phones take away.
	await share(person, outside, {}, { name: 'minutes', type: 'text/plain', text: 'all agreed' });
	await expect(person.page.getByRole('textbox', { name: 'Title' })).toHaveValue('minutes');
	expect(await person.text()).toBe('all agreed');
	// "Back" makes no other note of it.
	await person.visit('/open/');
	await expect(person.page.getByRole('heading', { name: 'Nothing came along' })).toBeVisible();
	await person.visit('/');
	await expect(person.page.getByRole('list', { name: 'Notes' }).getByRole('listitem')).toHaveCount(2);
	await outside.stop();
});

test('S42 what comes to a tab of the browser, to where any page can send, is asked about', async ({
	arriveToInstall
}) => {
	const person = await arriveToInstall();
	await InstalledApp.install(person);
	const outside = await PlainHost.foreign();
	await share(person, outside, { text: '<b>bold</b> claims' });
	await expect(person.page.getByText('<b>bold</b> claims')).toBeVisible();
	await expect(person.page.getByRole('heading', { name: 'From another app' })).toBeVisible();
	await person.page.getByRole('button', { name: 'Discard' }).click();
	await expect(person.page.getByRole('heading', { name: 'A quiet place to write' })).toBeVisible();
	expect(await waiting(person.page)).toBe(0);

	// Whoever leaves it is told in the list, from its first paint on.
	await share(person, outside, { text: 'wanted' });
	await person.page.getByRole('button', { name: 'Make a note' }).waitFor();
	await person.visit('/');
	await person.page.getByRole('link', { name: 'Look at it' }).click();
	await person.page.getByRole('button', { name: 'Make a note' }).click();
	await person.editor.waitFor();
	expect(await person.text()).toBe('wanted');
	await person.visit('/');
	await expect(person.page.getByRole('link', { name: 'Look at it' })).toHaveCount(0);
	await outside.stop();
});

/** How much that was shared waits for a note to be made of it. */
async function waiting(page: Page): Promise<number> {
	return await page.evaluate(async () => (await (await caches.open('perch-shared')).keys()).length);
}
