import type { Page } from '@playwright/test';
import { expectNoViolation } from './support/accessibility.js';
import { expect, test } from './support/fixtures.js';

const palette = (page: Page) => page.getByRole('dialog', { name: 'Commands' });
const field = (page: Page) => palette(page).getByRole('combobox', { name: 'Find a command or a note' });
const option = (page: Page, name: string) => palette(page).getByRole('option', { name, exact: true });

/** Chooses a command by keys alone. */
async function command(page: Page, query: string, name: string): Promise<void> {
	await page.keyboard.press('Control+k');
	await expect(field(page)).toBeFocused();
	await page.keyboard.type(query);
	await expect(option(page, name)).toHaveAttribute('aria-selected', 'true');
	await page.keyboard.press('Enter');
	await expect(palette(page)).toBeHidden();
}

test('everything is done by commands and keys alone', async ({ arrive }) => {
	const person = await arrive();
	const { page } = person;
	const { keyboard } = page;

	// From the list to a note, from the text to another.
	await command(page, 'new', 'New note');
	await expect(page.getByRole('textbox', { name: 'Title' })).toBeFocused();
	await keyboard.type('Harvest');
	await command(page, 'nn', 'New note');
	await expect(page.getByRole('textbox', { name: 'Title' })).toHaveValue('');
	await keyboard.type('Orchard');
	await keyboard.press('Enter');
	await keyboard.type('apples');

	// What is selected stays so, and the caret comes back.
	await keyboard.press('Control+Shift+ArrowLeft');
	await command(page, 'bol', 'Bold');
	await expect(person.editor).toBeFocused();
	expect(await person.text()).toBe('**apples**');
	await command(page, 'undo', 'Undo');
	expect(await person.text()).toBe('apples');
	await keyboard.press('Control+Shift+k');
	expect(await person.text()).toBe('[apples]()');
	await keyboard.press('Control+z');

	// The list: where one is in it is heard and seen; Escape leaves it and nothing else.
	await keyboard.press('Control+k');
	await expect(option(page, 'Harvest')).toHaveAttribute('aria-selected', 'true');
	await expect(option(page, 'Orchard')).toHaveCount(0);
	await expectNoViolation(page);
	await keyboard.press('ArrowUp');
	const last = palette(page).getByRole('option').last();
	await expect(last).toHaveAttribute('aria-selected', 'true');
	await expect(last).toBeInViewport();
	await expect(field(page)).toHaveAttribute('aria-activedescendant', (await last.getAttribute('id')) ?? '');
	await keyboard.press('ArrowDown');
	await expect(option(page, 'Harvest')).toHaveAttribute('aria-selected', 'true');
	await keyboard.type('qqq');
	await expect(palette(page)).toContainText('There is no command and no note like “qqq”.');
	await expectNoViolation(page);
	await keyboard.press('Enter');
	await keyboard.press('Escape');
	await expect(palette(page)).toBeHidden();
	await expect(person.editor).toBeFocused();

	// Over a dialog, which gives way.
	await command(page, 'share', 'Share');
	const share = page.getByRole('dialog', { name: 'Share' });
	await expect(share).toBeVisible();
	await command(page, 'look', 'Page look');
	await expect(share).toBeHidden();
	await expect(page.getByRole('dialog', { name: 'Page look' })).toBeVisible();
	await keyboard.press('Escape');
	await command(page, 'title', 'Change the title');
	await expect(page.getByRole('textbox', { name: 'Title' })).toBeFocused();

	// To the other note, and to other pages.
	await command(page, 'harv', 'Harvest');
	await expect(page.getByRole('textbox', { name: 'Title' })).toHaveValue('Harvest');
	await command(page, 'backup', 'Settings');
	await expect(page.getByRole('heading', { name: 'Settings' })).toBeVisible();
	await command(page, 'join', 'Join a note');
	await expect(page.getByRole('textbox', { name: 'Invite link' })).toBeVisible();
	await command(page, 'all', 'All notes');
	await expect(page.getByRole('link', { name: 'Harvest' })).toBeVisible();
	await command(page, 'sort', 'Sort by: Title');
	await expect(page.getByRole('combobox', { name: 'Sort by' })).toHaveValue('title');
	await command(page, 'search', 'Search notes');
	await expect(page.getByRole('searchbox', { name: 'Search notes' })).toBeFocused();
});

test('the help tells of the keys as they are', async ({ arrive }) => {
	const person = await arrive();
	const { page } = person;
	const { keyboard } = page;
	const help = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
	await page.emulateMedia({ reducedMotion: 'reduce' });

	// A sign is a sign where text is written, and opens the help elsewhere.
	await person.createNote();
	await keyboard.type('Why?');
	await expect(page.getByRole('textbox', { name: 'Title' })).toHaveValue('Why?');
	await keyboard.press('Control+/');
	await expect(help).toBeVisible();
	await expectNoViolation(page);

	// Everything that it names is done on a note's page by these keys.
	const keysOf = async (name: string) =>
		await help.getByRole('term').filter({ hasText: name }).locator('xpath=following-sibling::dd').innerText();
	expect((await keysOf('Commands')).split(/\s+/)).toEqual(['Ctrl', 'K']);
	expect((await keysOf('Bold')).split(/\s+/)).toEqual(['Ctrl', 'B']);
	expect((await keysOf('Keyboard shortcuts')).split(/\s+/)).toEqual(['?', 'or', 'Ctrl', '/']);
	const names = await help.getByRole('term').allInnerTexts();
	await keyboard.press('Escape');
	await expect(help).toBeHidden();
	await keyboard.press('Enter');
	await keyboard.type('- [ ] [a](https://example.org/) b');
	await keyboard.press('Enter');
	await keyboard.type('# c');
	await keyboard.press('Control+z');
	const offered = new Set(['Commands']);
	for (const place of ['ArrowUp', 'Home']) {
		if (place === 'Home') {
			await keyboard.press('End');
			for (let step = 0; step < 5; step += 1) await keyboard.press('ArrowLeft');
		} else await keyboard.press(place);
		await keyboard.press('Control+k');
		await expect(palette(page).getByRole('option').first()).toBeVisible();
		for (const name of await palette(page).getByRole('option').all())
			offered.add((await name.getAttribute('aria-label')) ?? '');
		await keyboard.press('Escape');
		await expect(palette(page)).toBeHidden();
	}
	// Nothing to make again, no item that is set in, and no heading here.
	const notHere = new Set(['Redo', 'Outdent', 'No heading']);
	expect(names.filter((name) => !offered.has(name) && !notHere.has(name))).toEqual([]);
	await keyboard.press('Control+f');
	await expect(page.getByRole('textbox', { name: 'Find', exact: true })).toBeFocused();
	await keyboard.press('Escape');

	// Whoever speaks to the device turns single keys off.
	await person.visit('/');
	await keyboard.press('Shift+?');
	await expect(help).toBeVisible();
	await help.getByRole('switch', { name: 'Keys without Ctrl or ⌘' }).uncheck();
	expect((await keysOf('Keyboard shortcuts')).split(/\s+/)).toEqual(['Ctrl', '/']);
	await keyboard.press('Escape');
	await page.reload();
	await person.ready();
	await keyboard.press('Shift+?');
	await keyboard.press('Control+k');
	await expect(palette(page)).toBeVisible();
	await expect(help).toBeHidden();
});

test('on a phone the commands are a press away', { tag: '@long-only' }, async ({ arrive }) => {
	const person = await arrive(undefined, undefined, undefined, { touchScreen: { width: 390, height: 844 } });
	const { page } = person;
	await page.getByRole('button', { name: 'Commands' }).tap();
	await expectNoViolation(page);
	await expect(field(page)).not.toBeFocused();
	await option(page, 'New note').tap();
	await expect(person.editor).toBeVisible();
	await page.getByRole('button', { name: 'More' }).tap();
	await page.getByRole('menuitem', { name: 'Commands' }).tap();
	await option(page, 'Outline').tap();
	await expect(page.getByRole('dialog', { name: 'Outline' })).toBeVisible();
});
