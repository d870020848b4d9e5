import type { Locator } from '@playwright/test';
import { sampleOrFull } from '../support/long.js';
import { expect, test } from './support/fixtures.js';
import { seedLibrary, type SeededNote } from './support/library-seed.js';
import { editorView, type Person } from './support/person.js';

const NOTES = sampleOrFull(200, 5_000);
/** Rows in the page at any time: a few windows full, however many notes there are. */
const MOST_ROWS = 60;

function listOf({ page }: Person): Locator {
	return page.getByRole('list', { name: 'Notes' });
}

function rowsOf(person: Person): Locator {
	return listOf(person).getByRole('listitem');
}

test(`a library of ${NOTES} notes: few rows are in the page, and each is reached by scrolling and by keys`, async ({
	arrive,
	server
}) => {
	let notes: SeededNote[] = [];
	const person = await arrive('chromium', {}, async (context) => {
		notes = await seedLibrary(context, server.url, NOTES);
	});
	const { page } = person;
	await expect(rowsOf(person).first()).toHaveAttribute('aria-setsize', String(NOTES));
	expect(await rowsOf(person).count()).toBeLessThan(MOST_ROWS);

	const link = (at: number) =>
		listOf(person).getByRole('link', { name: notes[at]?.title ?? '', exact: true });
	await link(0).focus();
	for (let row = 1; row <= 30; row += 1) await page.keyboard.press('ArrowDown');
	await expect(link(30)).toBeFocused();
	// On by way of the note's menu.
	await page.keyboard.press('Tab');
	await page.keyboard.press('Tab');
	await expect(link(31)).toBeFocused();

	// The row with the focus stays in the page, wherever one scrolls to.
	await page.evaluate(() => scrollTo(0, document.documentElement.scrollHeight));
	await expect(link(NOTES - 1)).toBeInViewport();
	expect(await rowsOf(person).last().getAttribute('aria-posinset')).toBe(String(NOTES));
	await expect(link(31)).toBeFocused();
	expect(await rowsOf(person).count()).toBeLessThan(MOST_ROWS);
	await page.keyboard.press('ArrowDown');
	await expect(link(32)).toBeFocused();
	await expect(link(32)).toBeInViewport();

	// On a phone, what has the focus is not beneath the buttons at the lower edge (WCAG 2.2, 2.4.11).
	const size = page.viewportSize() ?? { width: 1280, height: 720 };
	await page.setViewportSize({ width: 390, height: 500 });
	const newNote = page.getByRole('button', { name: 'New note' });
	for (let row = 33; row < 41; row += 1) {
		await page.keyboard.press('ArrowDown');
		await expect(link(row)).toBeFocused();
		const [title, below] = [await link(row).boundingBox(), await newNote.boundingBox()];
		expect((title?.y ?? 0) + (title?.height ?? 0), `row ${row}`).toBeLessThanOrEqual(below?.y ?? 0);
	}
	await page.setViewportSize(size);

	await page.keyboard.press('End');
	await expect(link(NOTES - 1)).toBeFocused();
	await page.keyboard.press('Enter');
	await expect(page.getByRole('textbox', { name: 'Title' })).toHaveValue(notes.at(-1)?.title ?? '');

	// Whoever comes back finds the list where it was.
	await page.goBack();
	await expect(link(NOTES - 1)).toBeInViewport();
	await page.keyboard.press('Home');
});

test('S28 files and folders dropped onto the list become notes, and what is not taken is named', async ({
	arrive
}) => {
	const person = await arrive();
	const { page } = person;
	const transfer = await page.evaluateHandle(() => {
		const transfer = new DataTransfer();
		transfer.items.add(new File(['# Orchard\n\npears'], 'orchard.md'));
		transfer.items.add(new File(['bread'], 'Shopping.txt'));
		transfer.items.add(new File([Uint8Array.of(0x89, 0x50)], 'photo.png'));
		return transfer;
	});
	await page.dispatchEvent('main', 'dragenter', { dataTransfer: transfer });
	await expect(page.getByText('Drop files or folders to import them')).toBeVisible();
	await page.dispatchEvent('main', 'dragover', { dataTransfer: transfer });
	await page.dispatchEvent('main', 'drop', { dataTransfer: transfer });
	await expect(page.getByText('Drop files or folders to import them')).toBeHidden();
	await expect(listOf(person).getByRole('link', { name: 'Orchard' })).toBeVisible();
	await expect(listOf(person).getByRole('link', { name: 'Shopping' })).toBeVisible();
	await expect(page.getByRole('region').getByRole('listitem')).toHaveText([/“photo\.png”: .*\.md, \.txt/]);
	await expect(rowsOf(person)).toHaveCount(2);
});

test('S50 S51 what was written is found in its line, opened there, and found no more when it is gone', async ({
	arrive
}) => {
	const person = await arrive();
	const { page } = person;
	await person.createNote('Orchard');
	const view = await editorView(person);
	await view.evaluate((editor) => {
		const text = `${'An early line.\n'.repeat(120)}The Café behind the quince trees\nlast line`;
		editor.dispatch({ changes: { from: 0, insert: text } });
	});
	await expect(person.status).toHaveText(/^Saved on this device/);
	await page.getByRole('link', { name: 'All notes' }).click();
	await person.createNote('Shopping');
	await person.type('bread');
	await expect(person.status).toHaveText(/^Saved on this device/);
	await page.getByRole('link', { name: 'All notes' }).click();

	const search = page.getByRole('searchbox', { name: 'Search notes' });
	await search.fill('cafe quince');
	const line = listOf(person).getByRole('link', { name: 'The Café behind the quince trees' });
	await expect(line).toBeVisible();
	await expect(line.locator('mark')).toHaveText(['Café', 'quince']);
	await expect(rowsOf(person)).toHaveCount(1);
	await expect(page.getByText('1 note found')).toBeAttached();

	// By keys alone: down to the note, on to its line, and into the note.
	await search.press('ArrowDown');
	await expect(listOf(person).getByRole('link', { name: 'Orchard' })).toBeFocused();
	await page.keyboard.press('Tab');
	await expect(line).toBeFocused();
	await page.keyboard.press('Enter');
	await expect(person.editor.locator('.pf-current')).toHaveText('Café');
	await expect(person.editor.locator('.pf-current')).toBeInViewport();
	await page.keyboard.press('Shift');
	await expect(person.editor.locator('.pf-current')).toHaveCount(0);

	// What is written now is found afterwards, and what was deleted is not.
	await person.caretTo('end');
	await page.keyboard.type(' medlar');
	await expect(person.status).toHaveText(/^Saved on this device/);
	await page.getByRole('link', { name: 'All notes' }).click();
	await search.fill('medlar');
	await expect(listOf(person).getByRole('link', { name: 'last line medlar' })).toBeVisible();
	await search.fill('persimmon');
	await expect(page.getByText('No note says “persimmon”.')).toBeVisible();

	// After a reload nothing has to be made again, and the same is found.
	await person.visit('/');
	await search.fill('medl');
	await expect(listOf(person).getByRole('link', { name: 'last line medlar' })).toBeVisible();
});

test('the list of last time is there before the library is read, and what is pressed in it waits', async ({
	arrive
}) => {
	const person = await arrive();
	const { page } = person;
	await person.createNote('Orchard');
	await person.type('pears');
	await expect(person.status).toHaveText(/^Saved on this device/);
	await page.getByRole('link', { name: 'All notes' }).click();
	await expect(listOf(person).getByRole('link', { name: 'Orchard' })).toBeVisible();
	// Loro comes late, as on a slow phone; and what moves then is written down.
	await page.addInitScript(() => {
		const shifts: string[] = [];
		Object.assign(globalThis, { shifts });
		new PerformanceObserver((list) => {
			for (const entry of list.getEntries() as (PerformanceEntry & {
				readonly hadRecentInput: boolean;
				readonly sources: readonly { readonly node: Element | null }[];
			})[]) {
				if (entry.hadRecentInput) continue;
				shifts.push(...entry.sources.map(({ node }) => node?.outerHTML.slice(0, 120) ?? 'what is gone'));
			}
		}).observe({ type: 'layout-shift', buffered: true });
		const { instantiate } = WebAssembly;
		const later = async (...given: Parameters<typeof instantiate>) => {
			await new Promise((resolve) => Object.assign(globalThis, { letLoroCome: resolve }));
			return await instantiate(...given);
		};
		Object.assign(WebAssembly, { instantiate: later });
	});
	const letLoroCome = async () => {
		await page.waitForFunction(() => 'letLoroCome' in globalThis);
		await page.evaluate(() => (globalThis as unknown as { letLoroCome(): void }).letLoroCome());
	};
	await page.reload();
	const link = listOf(person).getByRole('link', { name: 'Orchard' });
	await expect(link).toBeVisible();
	await expect(page.locator('html[data-ready]')).toHaveCount(0);
	const before = await link.boundingBox();
	await letLoroCome();
	await person.ready();
	expect(await link.boundingBox()).toEqual(before);

	await page.reload();
	await link.click();
	await expect(page).toHaveURL(/note/);
	await letLoroCome();
	await expect(person.editor).toContainText('pears');

	await person.page.goto(`${person.app}/`);
	await page.getByRole('button', { name: 'New note' }).click();
	await letLoroCome();
	await expect(person.editor).toBeVisible();
	await expect(page.getByRole('textbox', { name: 'Title' })).toHaveValue('');

	// Pages with nothing of last time show their skeletons, which what comes moves nowhere.
	const skeleton = page.locator('.opening');
	const { hash } = new URL(page.url());
	await page.goto('about:blank');
	for (const path of [`/note/${hash}`, '/trash/', '/open/#gone', '/new/']) {
		await page.goto(person.app + path);
		await expect(skeleton, path).toHaveCSS('opacity', '1');
		await expect(skeleton, path).toBeVisible();
		await letLoroCome();
		await person.ready();
		await expect(skeleton, path).toBeHidden();
		expect(await page.evaluate('shifts'), path).toEqual([]);
		await page.goto('about:blank');
	}
});

test('who has no notes yet is shown around by one', async ({ arrive }) => {
	const person = await arrive();
	await person.page.getByRole('button', { name: 'Show me around' }).click();
	await expect(person.page.getByRole('textbox', { name: 'Title' })).toHaveValue('Welcome to Perch');
	await person.page.getByRole('checkbox').nth(1).click();
	expect(await person.text()).toContain('- [x] Tick this box');
	await expect(person.status).toHaveText(/^Saved on this device/);
});
