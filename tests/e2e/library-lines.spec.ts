import { expect, test } from './support/fixtures.js';

test('S39 S46 S50 notes are pinned, sorted, narrowed by tags and duplicated', async ({ arrive }) => {
	const alice = await arrive();
	const { page } = alice;
	const links = page.getByRole('list', { name: 'Notes' }).getByRole('link');
	for (const [title, text] of [
		['Pears', 'For the #garden.'],
		['Apples', 'Also #Garden, and #kitchen.'],
		['Taxes', 'Nothing here.']
	] as const) {
		await alice.visit('/');
		await alice.createNote(title);
		await alice.type(text);
		// A page that goes within 0.4 s of the first key may leave a line without its tags.
		await expect(alice.status).toHaveText(/^Saved on this device/);
	}
	await alice.visit('/');
	await expect(links).toHaveText(['Taxes', 'Apples', 'Pears']);

	const actions = page.getByRole('button', { name: 'Actions for “Pears”' });
	// Whatever is pressed next is for the menu, however busy the page is.
	const focused = await actions.evaluate((button: HTMLElement) => {
		button.click();
		return document.activeElement?.textContent.trim();
	});
	expect(focused).toBe('Pin to top');
	// The keys of the menu are not those of the list.
	await page.keyboard.press('ArrowDown');
	await expect(page.getByRole('menuitem', { name: 'Duplicate' })).toBeFocused();
	await page.keyboard.press('Home');
	await page.keyboard.press('Enter');
	await expect(links).toHaveText(['Pears', 'Taxes', 'Apples']);
	await page.getByRole('combobox', { name: 'Sort by' }).selectOption('Title');
	await expect(links).toHaveText(['Pears', 'Apples', 'Taxes']);

	const tags = page.getByRole('group', { name: 'Tags' });
	await tags.getByRole('button', { name: '#kitchen, 1 note' }).click();
	await expect(links).toHaveText(['Apples']);
	await tags.getByRole('button', { name: '#kitchen, 1 note' }).click();
	await tags.getByRole('button', { name: /#garden, 2 notes/i }).click();
	await expect(links).toHaveText(['Pears', 'Apples']);
	// Who searches searches all notes, whatever tag is chosen (S50).
	const search = page.getByRole('searchbox', { name: 'Search notes' });
	await search.fill('nothing here');
	await expect(links.filter({ hasText: 'Taxes' })).toBeVisible();
	await search.press('Escape');
	await expect(links).toHaveText(['Pears', 'Apples']);

	await page.getByRole('button', { name: 'Actions for “Apples”' }).click();
	await page.getByRole('menuitem', { name: 'Duplicate' }).click();
	await expect(links).toHaveText(['Pears', 'Apples', 'Apples (copy)']);
	await page.reload();
	await alice.ready();
	await expect(links).toHaveText(['Pears', 'Apples', 'Apples (copy)', 'Taxes']);
	await page.getByRole('link', { name: 'Apples (copy)' }).click();
	await expect(alice.editor).toHaveText('Also #Garden, and #kitchen.');
});

test('S35 S39 the list says with whom a note is shared, and that others changed it unseen', async ({
	arrive
}) => {
	const [alice, bob] = [await arrive(), await arrive()];
	await bob.goBy('Bob');
	// There is no icon to look at: what the page asks for at it.
	await alice.page.addInitScript(() => {
		const badge = (shown: number) => {
			Object.assign(globalThis, { badge: shown });
			return Promise.resolve();
		};
		Object.assign(navigator, { setAppBadge: badge, clearAppBadge: () => badge(0) });
	});
	const badge = () => alice.page.evaluate(() => (globalThis as { badge?: number }).badge);
	await alice.visit('/');
	await expect.poll(badge).toBe(0);
	await alice.createNote('Orchard');
	await alice.type('Pears.');
	const link = await alice.shareLink();
	await bob.page.goto(link);
	await expect(bob.editor).toHaveText('Pears.');
	await expect(alice.status).toContainText('Synced with Bob');
	const row = alice.page.getByRole('listitem').filter({ hasText: 'Orchard' });
	const { hash } = new URL(alice.page.url());
	await alice.visit('/');
	await expect(row).toContainText('Shared with Bob');
	await expect(row).not.toContainText('New changes');

	// What comes while a note's connection is looked at comes unseen.
	await alice.visit(`/note/${hash}/connection`);
	await bob.caretTo('end');
	await bob.type(' Plums.');
	await expect(bob.status).toContainText('Synced with');
	await alice.visit('/');
	await expect(row).toContainText('New changes');
	await alice.page.reload();
	await alice.ready();
	await expect(row).toContainText('New changes');
	await expect.poll(badge).toBe(1);
	await alice.page.getByRole('link', { name: 'Orchard' }).click();
	await alice.page.getByRole('button', { name: 'Mark as seen' }).press('Enter');
	await expect.poll(badge).toBe(0);
});
