import type { Locator, Page } from '@playwright/test';
import { expect, test } from './support/fixtures.js';
import { editorView, type Person } from './support/person.js';

/** From right to left, and the first of it is the sign that ends it where a field goes the wrong way. */
const HEBREW = 'שלום!';

/** Lays pages out from right to left, in their English words. */
async function fromTheRight(page: Page): Promise<void> {
	await page.addInitScript(() => {
		document.addEventListener('DOMContentLoaded', () => (document.documentElement.dir = 'rtl'));
	});
}

/** The side on which a field begins what is in it; `letters` if that is left to them. */
function sideOf(field: Locator): Promise<string> {
	return field.evaluate((element) => {
		const { direction, unicodeBidi } = getComputedStyle(element);
		return unicodeBidi === 'plaintext' ? 'letters' : direction;
	});
}

/** How far each name in the command palette begins from its icon, in CSS pixels. */
function gapsToIcons(page: Page): Promise<readonly number[]> {
	return page
		.getByRole('dialog')
		.getByRole('option')
		.evaluateAll((options) =>
			options.map((option) => {
				const name = document.createRange();
				name.selectNodeContents(option.querySelector('[dir=auto]') ?? option);
				const text = name.getBoundingClientRect();
				const icon = option.querySelector('svg')?.getBoundingClientRect();
				return (icon?.left ?? Infinity) - text.right;
			})
		);
}

/** Where what stands in the second column of a table ends, row by row, in CSS pixels. */
async function endsOfSecondColumn(person: Person): Promise<readonly number[]> {
	const view = await editorView(person);
	const ends = await view.evaluate((editor) =>
		[...editor.contentDOM.querySelectorAll('.pm-row')].flatMap((row) => {
			const [, cell] = row.querySelectorAll('.pm-cell');
			if (cell === undefined) return [];
			const text = document.createRange();
			text.selectNodeContents(cell);
			return [Math.round(text.getBoundingClientRect().right)];
		})
	);
	await view.dispose();
	return ends;
}

test('what is typed into a field begins on the side of its letters, and an empty one on that of the page', async ({
	arrive
}) => {
	const person = await arrive();
	const { page } = person;
	const search = page.getByRole('searchbox', { name: 'Search notes' });
	expect(await sideOf(search)).toBe('ltr');
	await search.fill(HEBREW);
	expect(await sideOf(search)).toBe('letters');
	await search.fill('');
	await fromTheRight(page);
	await person.visit('/');
	expect(await sideOf(search)).toBe('rtl');
	await person.createNote('');
	const title = page.getByRole('textbox', { name: 'Title' });
	expect(await sideOf(title)).toBe('rtl');
	await title.fill('Orchard');
	expect(await sideOf(title)).toBe('letters');
});

test('in a page from right to left the names of commands stand beside their icons, whatever their language', async ({
	arrive
}) => {
	const person = await arrive();
	const { page } = person;
	await fromTheRight(page);
	await person.visit('/');
	for (const title of ['Orchard', HEBREW]) {
		await person.createNote(title);
		await person.visit('/');
	}
	// The commands are those there were as they opened, and a note's line may come a moment after the list.
	await page.getByRole('list', { name: 'Notes' }).getByText(HEBREW).waitFor();
	await page.keyboard.press('Control+k');
	await page.getByRole('dialog').getByRole('option', { name: HEBREW }).waitFor();
	const gaps = await gapsToIcons(page);
	expect(gaps.length).toBeGreaterThan(2);
	for (const gap of gaps) expect(gap).toBeLessThan(24);
});

test('figures stand below each other digit by digit in a table that is written from right to left, too', async ({
	arrive
}) => {
	const person = await arrive();
	await person.createNote('');
	await person.editor.focus();
	await person.page.keyboard.insertText('| עץ | סלים |\n| --- | ---: |\n| אגס | 8 |\n| שזיף | 1112 |\n\nסוף');
	const [, ...ends] = await endsOfSecondColumn(person);
	expect(ends).toHaveLength(2);
	expect(new Set(ends).size).toBe(1);
});
