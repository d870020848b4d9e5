import { expect, test } from './support/fixtures.js';
import { chooseByKeys, expectFocusSeen, tabTo, toBar } from './support/keyboard.js';

const TEXT = `# Orchard

The old pear trees, the young pear trees.

## To bring

Soup for twelve.

## The rows

A pear in each.`;

test('what opens over a note is used by keys alone, and the focus goes back to where it was opened from', async ({
	arrive
}) => {
	const person = await arrive();
	const { page } = person;
	const press = async (...keys: string[]) => {
		for (const key of keys) await page.keyboard.press(key);
	};
	await page.emulateMedia({ reducedMotion: 'reduce' });
	await page.setViewportSize({ width: 1280, height: 800 });
	await person.createNote('Harvest');
	await person.editor.focus();
	await page.keyboard.insertText(TEXT);
	const more = page.getByRole('button', { name: 'More' });

	// Find: from the text, and back to it.
	await press('Control+Home', 'Control+f');
	const find = page.getByRole('search', { name: 'Find in this note' });
	const sought = find.getByRole('textbox', { name: 'Find' });
	await expect(sought).toBeFocused();
	await page.keyboard.type('PEAR');
	await expect(find.getByRole('status')).toHaveText('1 of 3');
	await press('Enter');
	await expect(find.getByRole('status')).toHaveText('2 of 3');
	await press('Shift+Enter');
	await tabTo(page, find.getByRole('button', { name: 'Next hit' }));
	await press('Enter');
	await expect(find.getByRole('status')).toHaveText('2 of 3');
	await tabTo(page, find.getByRole('button', { name: 'Match case' }));
	await press('Space');
	await expect(find.getByRole('status')).toHaveText('Not found');
	await press('Space');
	await tabTo(page, find.getByRole('button', { name: 'Replace…' }));
	await press('Enter');
	await tabTo(page, find.getByRole('textbox', { name: 'Replace with' }), 'Shift+Tab');
	await page.keyboard.type('plum');
	await tabTo(page, find.getByRole('button', { name: 'Replace', exact: true }));
	await press('Enter');
	await expect.poll(() => person.text()).toMatch(/young plum/);
	await tabTo(page, find.getByRole('button', { name: 'Replace all' }));
	await press('Enter');
	await expect.poll(() => person.text()).toBe(TEXT.replaceAll('pear', 'plum'));
	// What was pressed has nothing more to replace. The focus is not lost with it.
	await expect(find.locator(':focus')).toHaveCount(1);
	await press('Escape');
	await expect(find).toHaveCount(0);
	await expect(person.editor).toBeFocused();

	// Find, from the menu, with nothing found: back to the menu's button.
	await toBar(page, more);
	await chooseByKeys(page, 'Find');
	await expect(sought).toBeFocused();
	await page.keyboard.type('zebra');
	await expect(find.getByRole('status')).toHaveText('Not found');
	await press('Escape');
	await expect(more).toBeFocused();

	// The outline beside the text: along it by arrows, and to a heading.
	await chooseByKeys(page, 'Outline');
	const outline = page.getByRole('region', { name: 'Outline' });
	const heading = (name: string) => outline.getByRole('button', { name });
	await expect(heading('The rows')).toBeVisible();
	await expect(outline.getByRole('button', { name: 'Close' })).toBeFocused();
	await press('Escape');
	await expect(outline).toHaveCount(0);
	await expect(more).toBeFocused();
	await chooseByKeys(page, 'Outline');
	await expect(heading('The rows')).toBeVisible();
	await press('Tab');
	await expectFocusSeen(page);
	await press('Home');
	await expect(heading('Orchard')).toBeFocused();
	await tabTo(page, heading('The rows'), 'ArrowDown');
	await press('Enter');
	await expect(person.editor).toBeFocused();
	await page.keyboard.type('!');
	expect(await person.text()).toContain('## The rows!');
	await press('Escape');
	await tabTo(page, outline.getByRole('button', { name: 'Close' }));
	await press('Enter');
	await expect(outline).toHaveCount(0);
	await expect(more).toBeFocused();

	// The look of the page.
	await chooseByKeys(page, 'Page look');
	const look = page.getByRole('dialog', { name: 'Page look' });
	await tabTo(page, look.getByRole('radio', { name: 'Serif' }));
	await press('ArrowRight');
	await expect(look.getByRole('radio', { name: 'System' })).toBeChecked();
	await tabTo(page, look.getByRole('switch', { name: 'Focus mode' }));
	await press('Space');
	await expect(look.getByRole('switch', { name: 'Focus mode' })).toBeChecked();
	await tabTo(page, look.getByRole('button', { name: 'Reset' }));
	await press('Enter');
	await expect(look.getByRole('radio', { name: 'Serif' })).toBeChecked();
	await press('Escape');
	await expect(look).toHaveCount(0);
	await expect(more).toBeFocused();

	// Out of the note.
	for (const [name, ending] of [
		['Export as Markdown', '.md'],
		['Export as HTML', '.html'],
		['Export with history', '.loro']
	] as const) {
		const [file] = await Promise.all([page.waitForEvent('download'), chooseByKeys(page, name)]);
		expect(file.suggestedFilename()).toBe(`Harvest${ending}`);
		await expect(more).toBeFocused();
	}
	await page.evaluate(() => {
		window.print = () => document.documentElement.setAttribute('data-printed', '');
	});
	await chooseByKeys(page, 'Print or save as PDF');
	await expect(page.locator('html[data-printed]')).toBeAttached();
	await expect(more).toBeFocused();
	await chooseByKeys(page, 'Pin to top');
	await expect(more).toBeFocused();

	// On a narrow page the outline is a sheet, and the formatting a toolbar behind the text.
	await page.setViewportSize({ width: 390, height: 844 });
	await chooseByKeys(page, 'Outline');
	const sheet = page.getByRole('dialog', { name: 'Outline' });
	await tabTo(page, sheet.getByRole('button', { name: 'The rows!' }));
	await press('Escape');
	await expect(sheet).toHaveCount(0);
	await expect(more).toBeFocused();
	await chooseByKeys(page, 'Outline');
	await tabTo(page, sheet.getByRole('button', { name: 'The rows!' }));
	await press('Home', 'Enter');
	await expect(sheet).toHaveCount(0);
	await expect(person.editor).toBeFocused();
	await press('Escape');
	const toolbar = page.getByRole('toolbar', { name: 'Formatting' });
	await press('Tab');
	await expectFocusSeen(page);
	await tabTo(page, toolbar.getByRole('button', { name: 'Quote' }), 'ArrowRight');
	await press('Enter');
	expect(await person.text()).toMatch(/^> # Orchard/);
	await expect(toolbar).toBeVisible();

	// Into the trash, and back.
	await tabTo(page, person.editor, 'Shift+Tab');
	await toBar(page, more);
	await chooseByKeys(page, 'Move to trash');
	await tabTo(page, page.getByRole('button', { name: 'Undo' }));
	await press('Enter');
	await expect(page.getByRole('link', { name: 'Harvest' })).toBeFocused();
});

test('the others are gone to and followed by keys alone', { tag: '@long-only' }, async ({ arrive }) => {
	const [person, other] = [await arrive(), await arrive()];
	const { page } = person;
	await page.emulateMedia({ reducedMotion: 'reduce' });
	await page.setViewportSize({ width: 1280, height: 800 });
	await other.goBy('Jackdaw');
	await person.createNote('Harvest');
	await person.editor.focus();
	await page.keyboard.insertText(TEXT.repeat(12));
	await other.page.goto(await person.shareLink());
	await other.editor.waitFor();
	await other.caretTo('end');
	await person.caretTo('start');
	const people = page.getByRole('list', { name: 'People' });
	const go = people.getByRole('button', { name: 'Go to Jackdaw' });
	await go.waitFor();
	await toBar(page, go);
	await page.keyboard.press('Enter');
	await expect(page.locator('.pc-caret')).toBeInViewport();
	const follow = people.getByRole('button', { name: 'Follow Jackdaw' });
	await expect(follow).toBeFocused();
	await page.keyboard.press('Space');
	const stop = page.getByRole('button', { name: 'Stop following Jackdaw' });
	await expect(stop).toHaveCount(2);
	await expect(stop.first()).toBeFocused();
	await other.page.keyboard.press('Control+Home');
	await expect.poll(() => page.evaluate(() => scrollY)).toBeLessThan(100);
	await tabTo(page, stop.last());
	await page.keyboard.press('Enter');
	await expect(stop).toHaveCount(0);
	// The button went with the chip: the focus is at whoever was followed.
	await expect(go).toBeFocused();
	await expectFocusSeen(page);
});
