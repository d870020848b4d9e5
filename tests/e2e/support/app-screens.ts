import { expect, type Page } from '@playwright/test';
import type { Person } from './person.js';

/** A screen of the app in one of its states; it stays so until the next one is asked for. */
export interface AppScreen {
	readonly name: string;
	readonly page: Page;
}

type Direction = 'ltr' | 'rtl';

/** What is written in the notes, the last one first in the list. */
const NOTES: Readonly<Record<Direction, readonly (readonly [title: string, text: string])[]>> = {
	ltr: [
		['Reading list', '- *The Overstory*\n- **The Peregrine**\n\n#books'],
		['', 'A line without a title'],
		['Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichen', 'One long word. #words/long'],
		['Orchard weekend', 'We leave on **Thursday**, before the rain.\n\n#garden #friends']
	],
	rtl: [
		['רשימת קריאה', '- *העץ*\n- **הנץ**\n\n#ספרים'],
		['', 'שורה בלי כותרת'],
		['Orchard weekend', 'We leave on **Thursday**, before the rain. #garden'],
		['סוף שבוע בפרדס', 'יוצאים ביום **חמישי**, לפני הגשם.\n\n#גינה #חברים']
	]
};

/** What is found in one of them. */
const SOUGHT: Readonly<Record<Direction, string>> = { ltr: 'thursday', rtl: 'חמישי' };

/**
 * Shows one screen after the other but those of a note (note-states.ts). Where `rtl` is asked for the pages are laid out from right to
 * left, with their English words: what stands on the wrong side is seen.
 */
export async function* appScreens(
	arrive: () => Promise<Person>,
	direction: Direction
): AsyncGenerator<AppScreen> {
	const person = await arrive();
	const { page } = person;
	const screen = (name: string): AppScreen => ({ name, page });
	const button = (name: string) => page.getByRole('button', { name, exact: true });
	await page.addInitScript((dir) => {
		document.addEventListener('DOMContentLoaded', () => (document.documentElement.dir = dir));
	}, direction);

	await person.visit('/');
	yield screen('library-empty');
	await person.visit('/trash/');
	yield screen('trash-empty');
	for (const [title, text] of NOTES[direction]) {
		await person.visit('/');
		await person.createNote(title);
		await person.editor.focus();
		await page.keyboard.insertText(text);
		await expect(person.status).toHaveText(/^Saved on this device/);
	}
	await person.visit('/');
	const menus = page.getByRole('button', { name: /^Actions for/ });
	await menus.last().click();
	await page.getByRole('menuitem', { name: 'Pin to top' }).click();
	await expect(page.getByText('Pinned').first()).toBeAttached();
	yield screen('library');
	await page.keyboard.press('Tab');
	await button('Skip to the notes').focus();
	yield screen('library-skip');
	await menus.nth(1).click();
	yield screen('library-menu');
	await page.keyboard.press('Escape');
	const search = page.getByRole('searchbox', { name: 'Search notes' });
	await search.fill(SOUGHT[direction]);
	await page.locator('mark').first().waitFor();
	yield screen('library-found');
	await search.fill('zebra');
	await page.getByText('No note says').waitFor();
	yield screen('library-no-hit');
	await search.fill('');
	await page.keyboard.press('Control+k');
	await page.getByRole('dialog', { name: 'Commands' }).waitFor();
	yield screen('commands');
	await page.keyboard.press('Escape');
	await expect(page.getByRole('dialog')).toHaveCount(0);
	await page.keyboard.press('Control+/');
	await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor();
	yield screen('shortcuts');
	await page.keyboard.press('Escape');

	yield* movingFiles(person, screen);

	await menus.last().click();
	await page.getByRole('menuitem', { name: 'Move to trash' }).click();
	await button('Undo').waitFor();
	await button('Undo').focus();
	yield screen('library-trashed');
	await person.visit('/trash/');
	await page.getByRole('button', { name: /^Restore/ }).waitFor();
	yield screen('trash');
	await button('Empty trash').click();
	yield screen('trash-delete');
	await page.keyboard.press('Escape');
	await page.getByRole('list', { name: 'Notes in the trash' }).getByRole('link').click();
	await person.editor.waitFor();
	yield screen('trash-note');

	yield* otherPages(person, screen);
}

/** What comes in by files, and by other apps. */
async function* movingFiles(person: Person, screen: (name: string) => AppScreen): AsyncGenerator<AppScreen> {
	const { page } = person;
	const transfer = await page.evaluateHandle(() => {
		const transfer = new DataTransfer();
		transfer.items.add(new File(['pears'], 'Shopping.txt'));
		for (const name of ['photo.png', 'a rather long name of a film of the whole orchard.mp4'])
			transfer.items.add(new File([Uint8Array.of(0x89, 0x50)], name));
		return transfer;
	});
	await page.dispatchEvent('main', 'dragenter', { dataTransfer: transfer });
	await page.getByText('Drop files or folders').waitFor();
	yield screen('library-drop');
	await page.dispatchEvent('main', 'dragover', { dataTransfer: transfer });
	await page.dispatchEvent('main', 'drop', { dataTransfer: transfer });
	await page.getByRole('region').getByRole('listitem').first().waitFor();
	yield screen('library-imported');

	await page.evaluate(async () => {
		const form = new FormData();
		form.set('title', 'Pears');
		form.set('text', 'on the *old* tree');
		form.set('url', 'https://example.org/pears');
		await (await caches.open('perch-shared')).put('/shared/one', new Response(form));
	});
	await person.visit('/open/#one');
	yield screen('incoming-asked');
	await person.visit('/');
	await page.getByRole('link', { name: 'Look at it' }).waitFor();
	yield screen('library-waits');
	await person.visit('/open/#one');
	await page.getByRole('button', { name: 'Discard' }).click();
	// It leads to the list, and would lead there from the next page, too.
	await page.waitForURL(`${person.app}/`);
	await person.ready();
	await person.visit('/open/#too-large');
	yield screen('incoming-too-large');
	await person.visit('/');
}

async function* otherPages(person: Person, screen: (name: string) => AppScreen): AsyncGenerator<AppScreen> {
	const { page } = person;
	await person.visit('/settings/');
	yield screen('settings');
	await page.getByRole('button', { name: 'Add a TURN server' }).click();
	await page.getByRole('button', { name: 'Add', exact: true }).click();
	await page.getByRole('button', { name: 'Add', exact: true }).scrollIntoViewIfNeeded();
	yield screen('settings-turn');
	await person.visit('/connection/');
	yield screen('connection');
	await person.visit('/join/');
	yield screen('join');
	await page.getByRole('textbox', { name: 'Invite link' }).fill('https://example.com/');
	await page.getByRole('button', { name: 'Join', exact: true }).click();
	yield screen('join-error');
	await person.visit('/no/such/page');
	yield screen('no-such-page');
	await person.visit('/note/#AAAAAAAAAAAAAAAAAAAAAA');
	yield screen('note-unknown');

	// As on a slow phone: what stands there until Loro has come.
	await page.addInitScript(() => {
		Object.assign(WebAssembly, { instantiate: () => new Promise(() => undefined) });
	});
	for (const [name, path] of [
		['opening-library', '/'],
		['opening-note', '/note/#AAAAAAAAAAAAAAAAAAAAAA'],
		['opening-trash', '/trash/']
	] as const) {
		await page.goto('about:blank');
		await page.goto(person.app + path);
		yield screen(name);
	}
}
