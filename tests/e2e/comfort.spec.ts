import { expectNoViolationInEachLight } from './support/accessibility.js';
import { expect, test } from './support/fixtures.js';
import { agreedText, editorView } from './support/person.js';

test('what is looked for is found, counted and replaced, also while others write', async ({ arrive }) => {
	const a = await arrive();
	const b = await arrive();
	await a.createNote();
	await a.type('pear plum [p](https://pear.example) Pear');
	await b.page.goto(await a.shareLink('view'));
	await b.editor.waitFor();
	await expect(b.editor).toContainText('plum');

	const find = a.page.getByRole('search', { name: 'Find in this note' });
	const field = find.getByRole('textbox', { name: 'Find' });
	await a.editor.focus();
	await a.page.keyboard.press('Control+Home');
	await a.page.keyboard.press('Control+f');
	await expect(field).toBeFocused();
	await a.page.keyboard.type('pear');
	await expect(find.getByRole('status')).toHaveText('1 of 3');
	await a.page.keyboard.press('Enter');
	// What was found in an address that is hidden is shown.
	await expect(a.page.locator('.pf-current')).toHaveText('pear');
	await expect(find.getByRole('status')).toHaveText('2 of 3');
	await find.getByRole('button', { name: 'Match case' }).click();
	await expect(find.getByRole('status')).toHaveText('2 of 2');
	await expectNoViolationInEachLight(a.page);

	// A pattern that would hang the page for years.
	await find.getByRole('button', { name: 'Regular expression' }).click();
	await a.caretTo('end');
	await a.page.keyboard.type(` ${'a'.repeat(60)}!`);
	await field.fill('(a+)+$');
	await expect(find.getByRole('status')).toHaveText(/takes too long/);
	await field.fill('(');
	await expect(find.getByRole('status')).toHaveText(/no regular expression/);

	await field.fill('p(ea|lu)');
	await find.getByRole('button', { name: 'Replace…' }).click();
	await find.getByRole('textbox', { name: 'Replace with' }).fill('$1');
	await expect(find.getByRole('status')).toHaveText(/of 3$/);
	await find.getByRole('button', { name: 'Replace all' }).click();
	const after = `ear lum [p](https://ear.example) Pear ${'a'.repeat(60)}!`;
	expect(await agreedText(a, b)).toBe(after);
	await expect(find.getByRole('status')).toHaveText('Not found');

	await field.fill('lum');
	await expect(find.getByRole('status')).toHaveText('1 of 1');
	await a.page.keyboard.press('Escape');
	await expect(find).toBeHidden();
	await expect(a.editor).toBeFocused();
	const view = await editorView(a);
	expect(
		await view.evaluate(({ state }) => state.sliceDoc(state.selection.main.from, state.selection.main.to))
	).toBe('lum');
	// What was taken from the text is typed over.
	await a.page.keyboard.press('Control+f');
	await expect(field).toHaveValue('lum');
	await a.page.keyboard.type('Pear');
	await expect(field).toHaveValue('Pear');
	await a.page.keyboard.press('Escape');
	await expect(a.editor).toBeFocused();
	await a.page.keyboard.press('Control+z');
	await expect(a.editor).toContainText('pear plum');

	// Who may only view finds, and replaces nothing.
	await b.page.getByRole('button', { name: 'More' }).click();
	await b.page.getByRole('menuitem', { name: 'Find' }).click();
	await b.page.keyboard.type('plum');
	await expect(b.page.getByRole('search').getByRole('status')).toHaveText('1 of 1');
	await expect(b.page.getByRole('button', { name: 'Replace…' })).toHaveCount(0);
});

test('the outline leads to each heading, and tells how long the note is', async ({ arrive }) => {
	const a = await arrive();
	await a.createNote();
	const paragraph = 'words and more words\n\n'.repeat(30);
	await a.editor.focus();
	await a.page.keyboard.insertText(`# One\n\n${paragraph}## Two *and* a half\n\n${paragraph}# Three\n\nend`);
	const open = async (): Promise<void> => {
		await a.page.getByRole('button', { name: 'More' }).click();
		await a.page.getByRole('menuitem', { name: 'Outline' }).click();
	};

	// Beside the text, where there is room.
	await a.page.setViewportSize({ width: 1280, height: 800 });
	await open();
	const panel = a.page.getByRole('region', { name: 'Outline' });
	const entries = panel.getByRole('listitem');
	await expect(entries).toHaveText(['One', 'Two and a half', 'Three']);
	await expect(panel).toContainText('247 words');
	await expectNoViolationInEachLight(a.page);
	await panel.getByRole('button', { name: 'One' }).focus();
	await a.page.keyboard.press('ArrowDown');
	await a.page.keyboard.press('Enter');
	await expect(a.editor).toBeFocused();
	await expect(panel.locator('[aria-current]')).toHaveText('Two and a half');
	await a.page.keyboard.type(' more');
	await expect(entries).toHaveText(['One', 'Two and a half more', 'Three']);
	await expect(panel).toContainText('248 words');
	await panel.getByRole('button', { name: 'Close' }).focus();
	await a.page.keyboard.press('Escape');
	await expect(panel).toBeHidden();

	// As a sheet, where there is none.
	await a.page.setViewportSize({ width: 390, height: 844 });
	await open();
	const sheet = a.page.getByRole('dialog', { name: 'Outline' });
	await expect(sheet).toContainText('248 words');
	await expectNoViolationInEachLight(a.page);
	await sheet.getByRole('button', { name: 'Three' }).click();
	await expect(sheet).toBeHidden();
	await expect(a.editor).toBeFocused();
	await a.page.keyboard.type('!');
	await expect(a.page.locator('.cm-line', { hasText: 'Three!' })).toBeInViewport();
});

test('the page looks and writes as one likes, in every tab and after a reload', async ({ arrive }) => {
	const a = await arrive();
	await a.createNote('Look');
	await a.editor.focus();
	await a.page.keyboard.insertText('a line\n\n'.repeat(60) + 'the last\nparagraph');
	const link = await a.shareLink('view');
	const other = await a.newPage();
	await other.goto(a.page.url());
	const sheets = [a.page, other].map((page) => page.getByRole('main'));
	for (const sheet of sheets) await expect(sheet).toHaveAttribute('data-font', 'serif');

	await a.page.bringToFront();
	await a.page.getByRole('button', { name: 'More' }).click();
	await a.page.getByRole('menuitem', { name: 'Page look' }).click();
	const dialog = a.page.getByRole('dialog', { name: 'Page look' });
	await dialog.getByRole('radio', { name: 'Mono' }).check();
	await dialog.getByRole('radio', { name: 'Very large' }).check();
	await dialog.getByRole('radio', { name: 'Wide' }).check();
	for (const name of ['Typewriter mode', 'Focus mode']) await dialog.getByRole('switch', { name }).check();
	await dialog.getByRole('switch', { name: 'Check spelling' }).uncheck();
	await expectNoViolationInEachLight(a.page);
	for (const sheet of sheets) {
		await expect(sheet).toHaveAttribute('data-font', 'mono');
		await expect(sheet.getByRole('textbox', { name: 'Note' })).toHaveAttribute('spellcheck', 'false');
		await expect(sheet.locator('.cm-scroller')).toHaveCSS('font-family', /monospace$/);
		await expect(sheet.locator('.cm-scroller')).toHaveCSS('font-size', /^2\d/);
	}
	await a.page.keyboard.press('Escape');
	await expect(dialog).toBeHidden();

	await a.caretTo('end');
	await a.page.keyboard.type('!');
	await expect(a.page.locator('.cm-line:not(.cf-dim)')).toHaveText(['the last', 'paragraph!']);
	const caretHeight = (): Promise<number> =>
		a.page.evaluate(() => (getSelection()?.getRangeAt(0).getBoundingClientRect().top ?? 0) / innerHeight);
	await expect.poll(caretHeight).toBeGreaterThan(0.4);
	expect(await caretHeight()).toBeLessThan(0.6);

	await a.page.reload();
	await a.ready();
	await expect(a.page.getByRole('main')).toHaveAttribute('data-size', 'huge');
	await expect(a.editor).toHaveAttribute('spellcheck', 'false');

	// Who may only view has the look, without what helps to write.
	const b = await arrive();
	await b.page.goto(link);
	await expect(b.editor).toContainText('a line');
	await b.page.getByRole('button', { name: 'More' }).click();
	await b.page.getByRole('menuitem', { name: 'Page look' }).click();
	await b.page.getByRole('radio', { name: 'System' }).check();
	await expect(b.page.getByRole('main')).toHaveAttribute('data-font', 'system');
	await expect(b.page.getByRole('switch')).toHaveCount(0);
	await b.page.getByRole('button', { name: 'Reset' }).click();
	await expect(b.page.getByRole('main')).toHaveAttribute('data-font', 'serif');
});
