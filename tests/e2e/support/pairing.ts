import type { Locator } from '@playwright/test';
import { film } from './fake-camera.js';
import { expect } from './fixtures.js';
import type { Person } from './person.js';

export function directDialog({ page }: Person): Locator {
	return page.getByRole('dialog', { name: 'Connect directly' });
}

/** The code that somebody's dialog shows. */
export function shownCode(person: Person): Locator {
	return directDialog(person).getByRole('img', { name: 'Connection QR code' });
}

/** The same code as text. */
export async function codeText(person: Person): Promise<string> {
	const field = directDialog(person).getByRole('textbox', { name: 'Your code as text' });
	await expect(field).toHaveValue(/./);
	return await field.inputValue();
}

/** Somebody with a note open shows the first code. */
export async function showFirstCode(host: Person): Promise<void> {
	await host.page.getByRole('button', { name: 'Share' }).click();
	await host.page.getByRole('button', { name: 'Connect directly' }).click();
	await directDialog(host).getByRole('button', { name: 'Show my code' }).click();
	await shownCode(host).waitFor();
}

/** Presses on to the second scan. */
export async function scanSecondCode(host: Person): Promise<void> {
	await directDialog(host).getByRole('button', { name: 'Next: scan their code' }).click();
}

/** Connects two devices by what their cameras film off each other's screens. */
export async function pairByCamera(
	host: Person,
	hostFilm: string,
	guest: Person,
	guestFilm: string
): Promise<void> {
	await showFirstCode(host);
	await film(shownCode(host), guestFilm);
	await guest.visit('/join?scan');
	await shownCode(guest).waitFor();
	await film(shownCode(guest), hostFilm);
	await scanSecondCode(host);
	await expect(directDialog(host)).toContainText('Connected');
	await directDialog(host).getByRole('button', { name: 'Done' }).click();
	await expect(directDialog(guest)).toBeHidden();
}
