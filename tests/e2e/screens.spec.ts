import type { Page } from '@playwright/test';
import { expectNoViolation } from './support/accessibility.js';
import { expect, test } from './support/fixtures.js';
import type { Person } from './support/person.js';

/** A desk's window of 1280 pixels at 400%, which WCAG 2.2 (1.4.10) asks for, and one at 200%. */
const NARROW = { width: 320, height: 568 };
const ZOOMED = { width: 640, height: 400 };

const LOOKS = [
	{ colorScheme: 'light', contrast: 'no-preference', forcedColors: 'none' },
	{ colorScheme: 'dark', contrast: 'no-preference', forcedColors: 'none' },
	{ colorScheme: 'light', contrast: 'more', forcedColors: 'none' },
	{ colorScheme: 'dark', contrast: 'more', forcedColors: 'none' },
	{ colorScheme: 'dark', contrast: 'no-preference', forcedColors: 'active' }
] as const;

/** Looks at a screen, each in another way: axe finds nothing, and nothing has to be scrolled sideways. */
class Rounds {
	#seen = 0;

	async look({ page }: Person, name: string): Promise<void> {
		const look = LOOKS[this.#seen % LOOKS.length] ?? LOOKS[0];
		this.#seen += 1;
		await page.emulateMedia({ ...look, reducedMotion: 'reduce' });
		for (const size of [ZOOMED, NARROW]) {
			await page.setViewportSize(size);
			expect(await sideways(page), `${name} at ${size.width} px`).toEqual([]);
		}
		// What a screen comes in by, and its new colours, are there. The skeleton's may go before it ends.
		await page.evaluate(() => Promise.allSettled(document.getAnimations().map(({ finished }) => finished)));
		await expectNoViolation(page);
	}
}

/** What stands out of the page to its side, and nowhere within something that is scrolled by itself. */
async function sideways(page: Page): Promise<string[]> {
	return await page.evaluate(() => {
		const root = document.documentElement;
		if (root.scrollWidth <= root.clientWidth) return [];
		return [...document.body.querySelectorAll('*')]
			.filter((element) => element.getBoundingClientRect().right > root.clientWidth + 1)
			.map((element) => element.outerHTML.slice(0, 120));
	});
}

test('no screen has anything that axe finds, or needs scrolling sideways at 320 pixels, in each light', async ({
	arrive
}) => {
	const person = await arrive();
	const { page } = person;
	const rounds = new Rounds();
	await page.setViewportSize(NARROW);
	await rounds.look(person, 'the empty library');

	for (const title of ['Orchard', 'Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichen', 'Gone']) {
		await person.createNote(title);
		await person.type(`Pears for the #garden and the #kitchen.\nhttps://perch.test/${'long'.repeat(40)}`);
		await person.visit('/');
	}
	await rounds.look(person, 'the library');
	await page.getByRole('searchbox', { name: 'Search notes' }).fill('pears');
	await expect(page.locator('mark').first()).toBeVisible();
	await rounds.look(person, 'what was found');
	await page.getByRole('searchbox', { name: 'Search notes' }).fill('');

	await page.getByRole('button', { name: 'Actions for “Gone”' }).click();
	await rounds.look(person, 'the menu of a note');
	await page.getByRole('menuitem', { name: 'Move to trash' }).click();
	await person.visit('/trash/');
	await expect(page.getByRole('link', { name: 'Gone' })).toBeVisible();
	await rounds.look(person, 'the trash');
	await page.getByRole('button', { name: 'Empty trash' }).click();
	await expect(page.getByRole('dialog')).toBeVisible();
	await rounds.look(person, 'deleting for good');
	await page.keyboard.press('Escape');

	for (const path of ['/settings/', '/join/', '/connection/', '/open/', '/no/such/page']) {
		await person.visit(path);
		await rounds.look(person, path);
	}
	await person.visit('/');
	await page.getByRole('link', { name: 'Orchard' }).click();
	await person.editor.waitFor();
	await rounds.look(person, 'a note');
	await page.getByRole('button', { name: 'Share' }).click();
	await rounds.look(person, 'sharing');
	await page.keyboard.press('Escape');
	await page.keyboard.press('Control+k');
	await rounds.look(person, 'the commands');
});
