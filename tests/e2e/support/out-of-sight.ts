import { expect } from '@playwright/test';
import type { BrowserExtras, Person } from './person.js';

/** Pages that can be out of sight. */
export const UNWATCHED: BrowserExtras = { unwatched: true };

/** Opens another tab before a person's page; gives what brings the page back. */
export async function hide(person: Person): Promise<() => Promise<void>> {
	const { page } = person;
	const other = await person.newPage();
	await other.bringToFront();
	await expect.poll(() => page.evaluate(() => document.visibilityState)).toBe('hidden');
	return async () => await page.bringToFront();
}
