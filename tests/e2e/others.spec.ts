import type { Locator } from '@playwright/test';
import { expectNoViolationInEachLight } from './support/accessibility.js';
import { expect, test } from './support/fixtures.js';
import { expectFocusSeen, tabTo, toBar } from './support/keyboard.js';
import type { Person } from './support/person.js';

const LINES = 120;
const TEXT = Array.from({ length: LINES }, (_, line) => `line ${line + 1}`).join('\n');

async function join(person: Person, link: string): Promise<void> {
	await person.page.goto(link);
	await person.ready();
	await person.editor.waitFor();
}

/** The caret of the only other person, as it is drawn. */
function caretAt(person: Person): Locator {
	return person.page.locator('.pc-caret');
}

/** The text of the line that somebody's caret is drawn at. */
async function lineOfCaret(person: Person): Promise<string> {
	return await caretAt(person).evaluate((caret) => {
		const { left, top, height } = caret.getBoundingClientRect();
		const [line] = document
			.elementsFromPoint(left + 1, top + height / 2)
			.flatMap((element) => element.closest('.cm-line') ?? []);
		return line?.textContent ?? '';
	});
}

test('the caret of another is drawn with the name, gone to and followed', async ({ arrive }) => {
	const [a, b] = [await arrive(), await arrive()];
	await b.goBy('Jackdaw');
	await a.createNote('Harvest');
	await a.editor.focus();
	await a.page.keyboard.insertText(TEXT);
	await join(b, await a.shareLink());
	await b.caretTo('end');
	await b.page.keyboard.press('Control+Home');
	await expect(caretAt(b)).toHaveCount(0);

	await a.caretTo('start');
	await expect(caretAt(a)).toHaveText('Jackdaw');
	await expect.poll(() => lineOfCaret(a)).toBe('line 1');
	await b.page.keyboard.press('ArrowDown');
	await expect.poll(() => lineOfCaret(a)).toBe('line 2');
	await a.type('a line more\nand another\n');
	await expect.poll(() => lineOfCaret(a)).toBe('line 2');

	// By keys, far away: one's own caret stays.
	const people = a.page.getByRole('list', { name: 'People' });
	await expect(people.getByRole('listitem')).toHaveCount(2);
	await b.page.keyboard.press('Control+End');
	await expect(caretAt(a)).toHaveCount(0);
	await toBar(a.page, people.getByRole('button', { name: 'Go to Jackdaw' }));
	await a.page.keyboard.press('Enter');
	await expect(caretAt(a)).toBeInViewport();
	await expect(a.page.getByText('Here is Jackdaw.')).toBeAttached();
	await expect(people.getByRole('button', { name: 'Follow Jackdaw' })).toBeFocused();
	await expectFocusSeen(a.page);
	await a.page.keyboard.press('Enter');
	await expect(a.page.locator('[aria-live]', { hasText: /^Following Jackdaw$/ })).toBeAttached();
	const stop = a.page.getByRole('button', { name: 'Stop following Jackdaw' });
	await b.page.keyboard.press('Control+Home');
	await expect.poll(() => a.page.evaluate(() => scrollY)).toBeLessThan(100);
	await b.page.keyboard.press('Control+End');
	await expect.poll(() => lineOfCaret(a)).toBe(`line ${LINES}`);
	await expect(stop).toHaveCount(2);
	await expectNoViolationInEachLight(a.page);

	// Who writes goes their own way; and the caret is where it was before all that.
	await a.type('mine');
	await expect(stop).toHaveCount(0);
	expect(await a.text()).toContain('and another\nmineline 1\n');
	await expect.poll(() => a.page.evaluate(() => scrollY)).toBeLessThan(100);
	await b.page.keyboard.press('ArrowLeft');
	await b.page.keyboard.press('ArrowUp');
	await expect(caretAt(a)).toHaveCount(0);

	// Whoever is not in the text is said not to be.
	await b.page.getByRole('textbox', { name: 'Title' }).focus();
	// That the caret is gone is ephemeral state: nothing else on this page shows when it is here. Before, the button goes there and has another name.
	const button = people.getByRole('button', { name: /^(?:Go to|Follow|Stop following) Jackdaw$/ });
	await expect(async () => {
		await button.click();
		const absent = a.page.getByText('Jackdaw is not in the text just now.').first();
		await expect(absent).toBeVisible({ timeout: 1_000 });
	}).toPass();
});

test('S35: what others changed since one last looked is marked, with who', async ({ arrive }) => {
	const [a, b] = [await arrive(), await arrive()];
	await b.goBy('Jackdaw');
	await a.createNote('Harvest');
	await a.editor.focus();
	await a.page.keyboard.insertText(TEXT);
	await join(b, await a.shareLink());
	await expect(a.status).toHaveText(/^Synced with/);
	const chip = a.page.getByRole('group', { name: 'Changes by others' });
	const marks = a.page.locator('.pc-unseen');

	// What is written before one's eyes is not marked.
	await b.caretTo('end');
	await b.type(' seen');
	await expect.poll(() => a.text()).toContain(' seen');
	await a.page.getByRole('link', { name: 'All notes' }).click();
	await expect(b.status).not.toHaveText(/^Synced with/);
	await b.caretTo('start');
	await b.type('new ');
	await b.page.keyboard.press('Control+End');
	await b.page.keyboard.press('Control+Backspace');
	await b.page.getByRole('textbox', { name: 'Title' }).focus();

	await a.page.getByRole('link', { name: 'Harvest', exact: true }).click();
	await a.editor.waitFor();
	await expect(chip).toContainText('2 changes by Jackdaw');
	await expect(marks).toHaveCount(1);
	const next = chip.getByRole('button', { name: 'Show next' });
	await a.editor.focus();
	await toBar(a.page, next);
	await a.page.keyboard.press('Enter');
	await expect(a.page.locator('.pc-unseen-name')).toHaveText('Jackdaw');
	await expect(a.page.getByText('Change 1 of 2, by Jackdaw: new')).toBeAttached();
	await expectNoViolationInEachLight(a.page);
	await expect(next).toBeFocused();
	await a.page.keyboard.press('Enter');
	await expect(a.page.locator('.pc-unseen-tick')).toBeInViewport();
	await tabTo(a.page, chip.getByRole('button', { name: 'Mark as seen' }));
	await a.page.keyboard.press('Enter');
	await expect(chip).toHaveCount(0);
	await expect(a.editor).toBeFocused();
	await expect(a.page.locator('.pc-unseen-bar')).toHaveCount(0);

	// Who looks at how the note is connected does not see what is written in it.
	await a.page.getByRole('button', { name: 'More' }).click();
	await a.page.getByRole('menuitem', { name: 'Connection' }).click();
	await expect(a.page.locator('.cm-content')).toBeHidden();
	await b.caretTo('start');
	await b.type('later ');
	await expect(a.page.locator('.cm-content')).toContainText('later ');
	await a.page.getByRole('link', { name: 'Back to the note' }).click();
	await expect(chip).toContainText('1 change by Jackdaw');
	await expect(a.editor).toBeFocused();
	// Who deletes all of it has seen it.
	await a.caretTo('start');
	for (let at = 0; at < 6; at += 1) await a.page.keyboard.press('Delete');
	await expect(chip).toHaveCount(0);
	await expect.poll(() => b.text()).not.toContain('later');

	await a.page.reload();
	await a.ready();
	await a.editor.waitFor();
	await expect(a.status).toHaveText(/^Synced with/);
	await expect(chip).toHaveCount(0);
});
