import { IS_LONG } from '../support/long.js';
import { expectNoViolation, expectNoViolationInEachLight } from './support/accessibility.js';
import { expect, test } from './support/fixtures.js';
import { expectFocusSeen, tabTo } from './support/keyboard.js';
import { noteStates, type NoteState } from './support/note-states.js';
import { LATIN, RIGHT_TO_LEFT } from './support/note-texts.js';
import type { Person } from './support/person.js';

/** Where pages are looked at: each in both in the long run, else in turns. */
const SIZES = [
	{ width: 1280, height: 800 },
	{ width: 390, height: 844 }
] as const;

/** What is written from left to right, and below it from right to left. */
const BOTH_WAYS = { ...LATIN, body: `${LATIN.body}\n\n${RIGHT_TO_LEFT.body}` };

/** Looks with axe at one state after the other. */
class Inspection {
	readonly seen: NoteState[] = [];

	async look(state: NoteState, { page }: Person): Promise<void> {
		await page.emulateMedia({ reducedMotion: 'reduce' });
		for (const [index, size] of SIZES.entries()) {
			if (!IS_LONG && index !== this.seen.length % SIZES.length) continue;
			await page.setViewportSize(size);
			// The start of the long text is there again once the others are.
			if (IS_LONG || state !== 'long') await expectNoViolationInEachLight(page);
			if (state !== 'long') continue;
			await page.evaluate(() => scrollTo(0, document.body.scrollHeight));
			await expect(page.locator('.cm-line[dir=rtl]').last()).toBeInViewport();
			await expectNoViolationInEachLight(page);
			await page.evaluate(() => scrollTo(0, 0));
		}
		this.seen.push(state);
	}
}

test(
	'axe finds nothing on the note page in each state, on a desk and on a phone, by day and by night',
	{ tag: '@long' },
	async ({ arrive }) => {
		const inspection = new Inspection();
		for await (const { state, person } of noteStates(() => arrive(), BOTH_WAYS))
			await inspection.look(state, person);
		expect(inspection.seen).toEqual(['empty', 'long', 'others', 'viewing', 'offline', 'error']);
	}
);

test('everything on the note page is done by keys alone, and the focus is always seen', async ({
	arrive
}) => {
	const person = await arrive();
	const { page } = person;
	const { keyboard } = page;
	const press = async (...keys: string[]) => {
		for (const key of keys) await keyboard.press(key);
	};
	await page.emulateMedia({ reducedMotion: 'reduce' });

	// A note, its title, its text, and back.
	await tabTo(page, page.getByRole('button', { name: 'New note' }).first());
	await press('Enter');
	const title = page.getByRole('textbox', { name: 'Title' });
	await expect(title).toBeFocused();
	await keyboard.type('Harvest');
	await press('Enter');
	await expect(person.editor).toBeFocused();
	await press('Shift+Tab');
	await expect(title).toBeFocused();
	await press('Tab');

	// Marks, a list, a task, a heading, a link.
	await keyboard.type('- [ ] bread');
	await press('Control+Enter');
	await press('Enter', 'Enter');
	await keyboard.type('bold it code gone map');
	await press('Control+Shift+ArrowLeft', 'Control+Shift+k');
	await keyboard.insertText(`${person.app}/settings/`);
	await press('Home', 'Control+Shift+ArrowRight', 'Control+b');
	expect(await person.text()).toContain(`- [x] bread\n**bold** it code gone [map](${person.app}/settings/)`);
	await press('Control+z', 'Home', 'Control+Alt+2');
	expect(await person.text()).toContain('## bold it code');
	await press('Control+Alt+0', 'Control+Shift+8');
	expect(await person.text()).toContain('- bold it code');
	await press('Tab');
	expect(await person.text()).toContain('  - bold it code');
	await press('Shift+Tab', 'End', 'ArrowLeft', 'ArrowLeft');
	const [opened] = await Promise.all([page.context().waitForEvent('page'), press('Alt+Enter')]);
	await expect(opened).toHaveURL(`${person.app}/settings/`);
	await opened.close();

	// Out of the text, to all that is above it.
	await press('Escape', 'Shift+Tab');
	await expect(title).toBeFocused();
	const more = page.getByRole('button', { name: 'More' });
	await tabTo(page, more, 'Shift+Tab');
	await press('Enter');
	const items = page.getByRole('menu', { name: 'More' }).getByRole('menuitem');
	const count = await items.count();
	for (let index = 0; index < count; index += 1) {
		await expect(items.nth(index)).toBeFocused();
		await expectFocusSeen(page);
		await press('ArrowDown');
	}
	await expect(items.first()).toBeFocused();
	await expectNoViolation(page);
	await press('Escape');
	await expect(more).toBeFocused();

	const share = page.getByRole('button', { name: 'Share' });
	await tabTo(page, share, 'Shift+Tab');
	await press('Enter');
	const dialog = page.getByRole('dialog', { name: 'Share' });
	await dialog.getByRole('img', { name: 'Invite QR code' }).waitFor();
	await expectNoViolation(page);
	await tabTo(page, dialog.getByRole('radio', { name: 'Can edit' }));
	await press('ArrowDown');
	await expect(dialog.getByRole('radio', { name: 'Can view' })).toBeChecked();
	await tabTo(page, dialog.getByRole('textbox', { name: 'Invite link' }));
	await tabTo(page, dialog.getByRole('button', { name: 'Copy link' }));
	await press('Escape');
	await expect(share).toBeFocused();

	const status = page.getByRole('button', { name: 'Show the whole status' });
	await tabTo(page, status, 'Shift+Tab');
	await press('Enter');
	const connection = page.getByRole('link', { name: 'Connection' });
	await expect(connection).toBeVisible();
	await expectNoViolation(page);
	await tabTo(page, connection);
	await press('Enter');
	await tabTo(page, page.getByRole('link', { name: 'Back to the note' }));
	await press('Enter');
	await expect(person.editor).toBeFocused();
	// In a list the key sets the item out, but for right after Escape.
	await press('Escape');
	await tabTo(page, page.getByRole('link', { name: 'All notes' }), 'Shift+Tab');
	await press('Enter');
	await tabTo(page, page.getByRole('link', { name: 'Harvest' }));
	await press('Enter');
	await expect(title).toHaveValue('Harvest');
});
