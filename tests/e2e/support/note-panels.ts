import { expect } from '@playwright/test';
import { caretAtWords } from './note-states.js';
import type { NoteText } from './note-texts.js';
import type { Person } from './person.js';

/** What can lie over a note or beside it, and writing in it. */
export const NOTE_PANELS = [
	'writing',
	'menu',
	'status',
	'find',
	'outline',
	'look',
	'share',
	'following'
] as const;
export type NotePanel = (typeof NOTE_PANELS)[number];

async function chosen({ page }: Person, name: string): Promise<void> {
	await page.getByRole('button', { name: 'More' }).click();
	await page.getByRole('menu', { name: 'More' }).getByRole('menuitem', { name, exact: true }).click();
}

const OPEN: Readonly<Record<NotePanel, (person: Person, text: NoteText) => Promise<void>>> = {
	writing: async (person, { written }) => {
		await caretAtWords(person, written, 'caret');
	},
	menu: async ({ page }) => {
		await page.getByRole('button', { name: 'More' }).click();
		await page.getByRole('menu', { name: 'More' }).waitFor();
	},
	status: async ({ page }) => {
		await page.getByRole('button', { name: 'Show the whole status' }).click();
		await page.getByRole('link', { name: 'Connection' }).waitFor();
	},
	find: async (person, { sought }) => {
		const { page } = person;
		await chosen(person, 'Find');
		const panel = page.getByRole('search', { name: 'Find in this note' });
		await panel.getByRole('textbox', { name: 'Find' }).fill(sought);
		await expect(panel.getByRole('status')).toHaveText(/\d/);
		const also = panel.getByRole('button', { name: 'Replace…' });
		if ((await also.getAttribute('aria-expanded')) === 'false') await also.click();
		await panel.getByRole('textbox', { name: 'Find' }).focus();
	},
	outline: async (person) => {
		await chosen(person, 'Outline');
		await person.page.getByText(/\d words/).waitFor();
	},
	look: async (person) => {
		await chosen(person, 'Page look');
		await person.page.getByRole('dialog', { name: 'Page look' }).waitFor();
	},
	share: async ({ page }) => {
		await page.getByRole('button', { name: 'Share' }).click();
		await page.getByRole('img', { name: 'Invite QR code' }).waitFor();
	},
	following: async ({ page }, { names }) => {
		await page.getByRole('button', { name: `Go to ${names[1]}` }).click();
		await page.getByRole('button', { name: `Follow ${names[1]}` }).click();
		await page.getByText(`Following ${names[1]}`).first().waitFor();
	}
};

/** Opens one over a note that others are in. */
export async function openPanel(panel: NotePanel, person: Person, text: NoteText): Promise<void> {
	await OPEN[panel](person, text);
}

/** Closes what was opened. */
export async function closePanel(panel: NotePanel, { page }: Person): Promise<void> {
	if (panel === 'following')
		await page
			.getByRole('button', { name: /^Stop following/ })
			.last()
			.click();
	else if (panel !== 'writing') await page.keyboard.press('Escape');
	await page.evaluate(() => {
		if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
		scrollTo(0, 0);
	});
}
