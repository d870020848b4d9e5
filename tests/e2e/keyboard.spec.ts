import type { Locator, Page } from '@playwright/test';
import { downloaded } from './support/backups.js';
import { expect, test } from './support/fixtures.js';
import { expectFocusSeen, tabTo } from './support/keyboard.js';
import { codeText, directDialog } from './support/pairing.js';
import { agreedText, type Person } from './support/person.js';

// Nothing is clicked here. What else is done by keys alone: accessibility.spec.ts, note-keys.spec.ts, commands.spec.ts.

const link = (page: Page, name: string) => page.getByRole('link', { name, exact: true });
const button = (within: Page | Locator, name: string) => within.getByRole('button', { name, exact: true });

/** Goes to something by keys, and presses it. */
async function choose(page: Page, target: Locator, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
	await tabTo(page, target, key);
	await page.keyboard.press('Enter');
}

/** What is chosen in the menu of a note's line. */
async function act(page: Page, title: string, name: string): Promise<void> {
	await choose(page, button(page, `Actions for “${title}”`));
	const item = page.getByRole('menuitem', { name, exact: true });
	await expect(page.getByRole('menuitem').first()).toBeFocused();
	if (name !== 'Pin to top') await tabTo(page, item, 'ArrowDown');
	await page.keyboard.press('Enter');
	await expect(item).toBeHidden();
}

async function chooseFile(
	page: Page,
	target: Locator,
	name: string,
	content: string | Buffer
): Promise<void> {
	const [chooser] = await Promise.all([page.waitForEvent('filechooser'), choose(page, target)]);
	await chooser.setFiles([{ name, mimeType: '', buffer: Buffer.from(content) }]);
}

/** A new note from the list; one is in its text afterwards. */
async function write({ page, editor, status }: Person, title: string, text: string): Promise<void> {
	await choose(page, button(page, 'New note'));
	await expect(page.getByRole('textbox', { name: 'Title' })).toBeFocused();
	await page.keyboard.type(title);
	await page.keyboard.press('Enter');
	await expect(editor).toBeFocused();
	await page.keyboard.insertText(text);
	await expect(status).toHaveText(/^Saved on this device/);
}

async function toList({ page }: Person): Promise<void> {
	await page.keyboard.press('Escape');
	await choose(page, link(page, 'All notes'), 'Shift+Tab');
	await expect(page.getByRole('searchbox', { name: 'Search notes' })).toBeVisible();
}

test('the list and the trash are kept by keys alone', async ({ arrive }) => {
	const person = await arrive();
	const { page } = person;
	const links = page.getByRole('list', { name: 'Notes' }).getByRole('link');
	await page.emulateMedia({ reducedMotion: 'reduce' });
	for (const [title, text] of [
		['Pears', 'For the #garden.'],
		['Apples', 'Also #garden, and #kitchen.'],
		['Taxes', 'Nothing here.']
	] as const) {
		await write(person, title, text);
		await toList(person);
	}

	// Past all that stands above the notes, and along them.
	await page.keyboard.press('Tab');
	await expect(button(page, 'Skip to the notes')).toBeFocused();
	await expectFocusSeen(page);
	await page.keyboard.press('Enter');
	await expect(link(page, 'Taxes')).toBeFocused();
	await page.keyboard.press('ArrowDown');
	await expect(link(page, 'Apples')).toBeFocused();
	await page.keyboard.press('Enter');
	await expect(person.editor).toBeVisible();
	await page.keyboard.press('Tab');
	await expect(button(page, 'Skip to the text')).toBeFocused();
	await page.keyboard.press('Enter');
	await expect(person.editor).toBeFocused();
	await toList(person);

	// What was written is looked for, and gone to.
	await tabTo(page, page.getByRole('searchbox', { name: 'Search notes' }));
	await page.keyboard.type('nothing');
	await expect(links).toHaveText(['Taxes', 'Nothing here.']);
	await page.keyboard.press('Escape');

	await tabTo(page, page.getByRole('combobox', { name: 'Sort by' }));
	await page.keyboard.type('Title');
	await expect(links).toHaveText(['Apples', 'Pears', 'Taxes']);
	const kitchen = page.getByRole('button', { name: '#kitchen, 1 note' });
	await tabTo(page, kitchen);
	await page.keyboard.press('Space');
	await expect(links).toHaveText(['Apples']);
	await page.keyboard.press('Space');
	await act(page, 'Pears', 'Pin to top');
	await expect(links).toHaveText(['Pears', 'Apples', 'Taxes']);
	await expect(button(page, 'Actions for “Pears”')).toBeFocused();
	await act(page, 'Apples', 'Duplicate');
	await expect(links).toHaveText(['Pears', 'Apples', 'Apples (copy)', 'Taxes']);

	await act(page, 'Taxes', 'Move to trash');
	await expect(link(page, 'Apples (copy)')).toBeFocused();
	await choose(page, button(page, 'Undo'));
	await expect(link(page, 'Taxes')).toBeFocused();
	await act(page, 'Taxes', 'Move to trash');
	await tabTo(page, link(page, 'Pears'), 'Shift+Tab');
	await act(page, 'Apples (copy)', 'Move to trash');
	await choose(page, link(page, 'Trash'), 'Shift+Tab');

	// Read, restored, deleted for good.
	await choose(page, link(page, 'Taxes'));
	await expect(person.editor).toHaveText('Nothing here.');
	await choose(page, button(page, 'Restore'));
	await expect(person.editor).toBeFocused();
	await toTrash(person);
	const heading = page.getByRole('heading', { name: 'Trash', exact: true });
	await choose(page, button(page, 'Restore “Taxes”'));
	await expect(heading).toBeFocused();
	await choose(page, button(page, 'Delete “Apples (copy)” for good'));
	const dialog = page.getByRole('dialog');
	await choose(page, button(dialog, 'Keep'));
	await expect(button(page, 'Delete “Apples (copy)” for good')).toBeFocused();
	await choose(page, button(page, 'Empty trash'), 'Shift+Tab');
	await choose(page, button(dialog, 'Delete 1 note for good'));
	await expect(page.getByRole('heading', { name: 'The trash is empty' })).toBeVisible();
	await expect(heading).toBeFocused();
	await choose(page, link(page, 'All notes'), 'Shift+Tab');
	await expect(links).toHaveText(['Pears', 'Apples', 'Taxes']);
});

/** From the text of a note: into the trash, and there. */
async function toTrash({ page }: Person): Promise<void> {
	await page.keyboard.press('Escape');
	await choose(page, button(page, 'More'), 'Shift+Tab');
	await tabTo(page, page.getByRole('menuitem', { name: 'Move to trash' }), 'ArrowDown');
	await page.keyboard.press('Enter');
	await choose(page, link(page, 'Trash'));
}

test('what comes in and goes out, and the settings, by keys alone', async ({ arrive, server }) => {
	const person = await arrive();
	const { page } = person;
	await page.emulateMedia({ reducedMotion: 'reduce' });

	// What else is dropped onto the list.
	await chooseFile(page, button(page, 'Import a note or a backup…'), 'pears.md', '# Pears\n\nripe');
	await expect(person.editor).toHaveText('ripe');

	// What another app shared.
	await page.evaluate(async () => {
		const form = new FormData();
		form.set('text', 'from elsewhere');
		await (await caches.open('perch-shared')).put('/shared/one', new Response(form));
	});
	await person.visit('/open/#one');
	await tabTo(page, button(page, 'Discard'));
	await choose(page, link(page, 'All notes'), 'Shift+Tab');
	await choose(page, link(page, 'Look at it'));
	await choose(page, button(page, 'Make a note'));
	await expect(person.editor).toHaveText('from elsewhere');
	await choose(page, link(page, 'All notes'), 'Shift+Tab');

	await choose(page, link(page, 'Settings'));
	await tabTo(page, page.getByRole('textbox', { name: 'Your name' }));
	await page.keyboard.type('Ada');
	const backup = await downloaded(page, () => choose(page, button(page, 'Back up all notes')));
	await chooseFile(page, button(page, 'Restore from a backup'), 'perch.zip', backup.bytes);
	await expect(page.getByRole('region', { name: 'Restored' })).toBeVisible();
	await choose(page, button(page, 'Close'), 'Shift+Tab');

	const relay = `ws://localhost:${server.port}/relay`;
	await choose(page, button(page, 'Add a relay'));
	await expect(page.getByRole('textbox', { name: 'Relay’s address' })).toBeFocused();
	await page.keyboard.type('relay.example');
	await page.keyboard.press('Enter');
	await expect(page.getByRole('alert').filter({ hasText: 'wss://' })).toBeVisible();
	await page.keyboard.press('Control+a');
	await page.keyboard.type(relay);
	await page.keyboard.press('Enter');
	await choose(page, button(page, `Test ${relay}`), 'Shift+Tab');
	await expect(page.getByRole('status', { name: `Test of ${relay}` })).toHaveText(/^Works/);
	await choose(page, button(page, `Remove ${relay}`));
	await expect(page.getByRole('heading', { name: 'Relays' })).toBeFocused();
	await tabTo(page, page.getByRole('checkbox', { name: 'Only through TURN' }));
	await page.keyboard.press('Space');
	await choose(page, button(page, 'Back to the standard servers'));
	await expect(page.getByText('The standard servers are in use again.')).toBeVisible();
	await expect(page.getByRole('heading', { name: 'Servers', exact: true })).toBeFocused();
});

test('two meet by keys alone: by link, by a picture of the code, and by a new invite', async ({ arrive }) => {
	const [host, guest] = [await arrive(), await arrive()];
	for (const { page } of [host, guest]) await page.emulateMedia({ reducedMotion: 'reduce' });
	await write(host, 'Orchard', 'Pears.');
	const invite = await shareByKeys(host);
	const code = await host.page.getByRole('img', { name: 'Invite QR code' }).screenshot();
	await host.page.keyboard.press('Escape');

	await choose(guest.page, link(guest.page, 'Join'));
	await tabTo(guest.page, guest.page.getByRole('textbox', { name: 'Invite link' }));
	await guest.page.keyboard.insertText(invite);
	await guest.page.keyboard.press('Enter');
	await expect(guest.editor).toHaveText('Pears.');
	await choose(guest.page, button(guest.page, 'Skip to the text'));
	await guest.page.keyboard.press('Control+End');
	await guest.page.keyboard.type(' Quinces.');
	expect(await agreedText(host, guest)).toBe('Pears. Quinces.');

	// The camera, where there is one, and the picture of the code.
	const { page } = guest;
	await toList(guest);
	await choose(page, link(page, 'Join'));
	await choose(page, button(page, 'Scan QR code'));
	const camera = page.getByRole('region', { name: 'Camera' });
	await expect(camera.getByRole('status')).toHaveText(/No camera was found/);
	await choose(page, button(camera, 'Close'));
	await expect(button(page, 'Scan QR code')).toBeFocused();
	await chooseFile(page, button(page, 'Choose a picture of the code'), 'code.png', code);
	await expect(guest.editor).toHaveText('Pears. Quinces.');

	await shareByKeys(host);
	const dialog = host.page.getByRole('dialog');
	await choose(host.page, button(dialog, 'New invite'));
	await tabTo(host.page, dialog.getByRole('checkbox').first());
	await host.page.keyboard.press('Space');
	const before = guest.page.url();
	await choose(host.page, button(dialog, 'Start over with 1 person'));
	await expect.poll(() => guest.page.url()).not.toBe(before);
	await expect(guest.editor).toHaveText('Pears. Quinces.');
});

test('two connect directly by keys alone', { tag: '@long-only' }, async ({ arrive }) => {
	const [host, guest] = [await arrive(), await arrive()];
	for (const { page } of [host, guest]) await page.emulateMedia({ reducedMotion: 'reduce' });
	await write(host, 'Cabin', 'Wood is dry.');
	await shareByKeys(host);
	await choose(host.page, button(host.page, 'Connect directly'));
	await choose(host.page, button(directDialog(host), 'Show my code'));
	const first = await codeText(host);
	await choose(guest.page, link(guest.page, 'Join'));
	await tabTo(guest.page, guest.page.getByRole('textbox', { name: 'Invite link' }));
	await guest.page.keyboard.insertText(first);
	await guest.page.keyboard.press('Enter');
	const second = await codeText(guest);
	await choose(host.page, button(directDialog(host), 'Next: scan their code'));
	await tabTo(host.page, directDialog(host).getByRole('textbox', { name: 'Or their code as text' }));
	await host.page.keyboard.insertText(second);
	await choose(host.page, button(directDialog(host), 'Connect'));
	await expect(directDialog(host)).toContainText('Connected');
	await choose(host.page, button(directDialog(host), 'Done'));
	await expect(guest.editor).toHaveText('Wood is dry.');
});

/** Opens the Share dialog from the note's text, and gives the link that it shows. */
async function shareByKeys({ page }: Person): Promise<string> {
	await page.keyboard.press('Escape');
	await choose(page, button(page, 'Share'), 'Shift+Tab');
	const field = page.getByRole('dialog', { name: 'Share' }).getByRole('textbox', { name: 'Invite link' });
	await expect(field).toHaveValue(/#.{20,}/);
	await tabTo(page, field);
	return await field.inputValue();
}
