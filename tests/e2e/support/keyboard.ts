import { expect, type Locator, type Page } from '@playwright/test';

/** A page has fewer places than this that Tab stops at. */
const MAX_STOPS = 40;

/** What has the focus shows it: by an outline, or by the caret of a text box. */
export async function expectFocusSeen(page: Page): Promise<void> {
	const { seen, what } = await page.evaluate(() => {
		const { activeElement } = document;
		if (activeElement === null || activeElement === document.body) return { seen: true, what: '' };
		const what = activeElement.outerHTML.slice(0, 200);
		if (activeElement.matches('textarea, input:not([type=radio], [type=checkbox]), [contenteditable=true]'))
			return { seen: true, what };
		const outlined = (element: Element, pseudo?: string): boolean => {
			const { outlineStyle, outlineWidth } = getComputedStyle(element, pseudo);
			return outlineStyle !== 'none' && parseFloat(outlineWidth) > 0;
		};
		const seen =
			outlined(activeElement) ||
			outlined(activeElement, '::after') ||
			// A radio that is drawn by its label.
			(activeElement.parentElement !== null && outlined(activeElement.parentElement));
		return { seen, what };
	});
	expect(seen, `the focus is seen on ${what}`).toBe(true);
}

/**
 * Goes to something by Tab alone, or by another key that leads from one to the next, and sees at each stop where the
 * focus is.
 */
export async function tabTo(
	page: Page,
	target: Locator,
	key: 'Tab' | 'Shift+Tab' | 'ArrowDown' | 'ArrowRight' = 'Tab'
): Promise<void> {
	for (let stop = 0; stop < MAX_STOPS; stop += 1) {
		await page.keyboard.press(key);
		await expectFocusSeen(page);
		if (await target.evaluate((element) => element === document.activeElement)) return;
	}
	throw new Error(`${String(target)} is not reached by ${key}`);
}

/** Out of the text, and back along the bar to a button there. */
export async function toBar(page: Page, button: Locator): Promise<void> {
	await page.keyboard.press('Escape');
	await tabTo(page, button, 'Shift+Tab');
}

/** Chooses in the note's menu, whose button has the focus. */
export async function chooseByKeys(page: Page, name: string): Promise<void> {
	await page.keyboard.press('Enter');
	const menu = page.getByRole('menu', { name: 'More' });
	await expect(menu.getByRole('menuitem').first()).toBeFocused();
	const item = menu.getByRole('menuitem', { name, exact: true });
	if (!(await item.evaluate((element) => element === document.activeElement)))
		await tabTo(page, item, 'ArrowDown');
	await expectFocusSeen(page);
	await page.keyboard.press('Enter');
	await expect(menu).toBeHidden();
}
