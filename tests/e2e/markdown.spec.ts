import { expect, test } from './support/fixtures.js';
import { agreedText, editorView, type Person } from './support/person.js';

/** What a line shows. */
function line({ editor }: Person, index: number) {
	return editor.locator('.cm-line').nth(index);
}

async function caretAt(person: Person, words: string, offset = 0): Promise<void> {
	await person.editor.focus();
	const view = await editorView(person);
	await view.evaluate(
		(editor, { words, offset }) => {
			editor.dispatch({ selection: { anchor: editor.state.doc.toString().indexOf(words) + offset } });
		},
		{ words, offset }
	);
}

test('Markdown is shown as it is meant, its marks where the caret is; a ticked box reaches the others', async ({
	arrive
}) => {
	const a = await arrive();
	const b = await arrive();
	await a.createNote();
	await a.type('# Plan\nSome **bold** and `code`\n- [ ] bread\nmilk\n\nMore at ');
	await a.type(`[here](${a.app}/settings/)\n`);
	const text = `# Plan\nSome **bold** and \`code\`\n- [ ] bread\n- [ ] milk\nMore at [here](${a.app}/settings/)\n`;
	expect(await a.text()).toBe(text);

	await expect(line(a, 0)).toHaveText('Plan');
	await expect(line(a, 1)).toHaveText('Some bold and code');
	await expect(line(a, 4)).toHaveText('More at here');
	await a.caretTo('start');
	await expect(line(a, 0)).toHaveText('# Plan');
	await caretAt(a, 'bold', 2);
	await expect(line(a, 0)).toHaveText('Plan');
	await expect(line(a, 1)).toHaveText('Some **bold** and code');

	// One who may only view sees none of the marks, and the caret of the other in its place all the same.
	await b.page.goto(await a.shareLink('view'));
	await b.editor.waitFor();
	await expect(line(b, 1)).toHaveText('Some bold and code');
	await caretAt(a, 'bold', 4);
	await expect(async () => {
		const view = await editorView(b);
		const place = await view.evaluate((editor) => {
			const at = editor.state.doc.toString().indexOf('bold') + 4;
			return editor.coordsAtPos(at)?.left ?? NaN;
		});
		const box = await b.page.locator('.pc-caret').boundingBox();
		expect(Math.abs((box?.x ?? NaN) + 1 - place)).toBeLessThan(1.5);
	}).toPass();

	const theirs = b.page.getByRole('checkbox', { name: 'bread' });
	await expect(theirs).toBeDisabled();
	await expect(theirs).not.toBeChecked();
	await a.page.getByRole('checkbox', { name: 'bread' }).click();
	await expect(a.page.getByRole('checkbox', { name: 'bread' })).toBeChecked();
	await expect(theirs).toBeChecked();
	expect(await agreedText(a, b)).toBe(text.replace('[ ] bread', '[x] bread'));
	await caretAt(a, 'milk', 2);
	await a.page.keyboard.press('Control+Enter');
	await expect(b.page.getByRole('checkbox', { name: 'milk' })).toBeChecked();

	// A caret in what scrolls sideways is drawn where that is in sight, and makes no page wide.
	await a.caretTo('end');
	await a.type(`\`\`\`\n${'wide '.repeat(60)}`);
	// All of it: what is still to come would have the block grow beyond where it is scrolled to.
	await agreedText(a, b);
	await expect(b.page.locator('.pc-caret')).toHaveCount(0);
	const block = b.page.locator('.pm-block');
	await block.evaluate((element) => element.scrollTo({ left: element.scrollWidth }));
	await expect(b.page.locator('.pc-caret')).toBeInViewport();
	const spare = () => document.documentElement.scrollWidth - document.documentElement.clientWidth;
	expect(await b.page.evaluate(spare)).toBeLessThanOrEqual(0);

	// A page that a link opens learns nothing of this one.
	const [opened] = await Promise.all([
		a.context.waitForEvent('page'),
		line(a, 4)
			.getByText('here')
			.click({ modifiers: ['Control'] })
	]);
	await expect(opened).toHaveURL(`${a.app}/settings/`);
	expect(await opened.evaluate(() => opener === null)).toBe(true);
	await opened.close();
	await caretAt(a, 'here', 2);
	await expect(a.page.getByRole('link', { name: 'Open link' })).toHaveAttribute('rel', /noopener/);
});

test(
	'Tab sets items in and leaves the text elsewhere; what is composed among marks comes out right',
	{ tag: '@long-only' },
	async ({ arrive }) => {
		const a = await arrive();
		await a.createNote();
		await a.type('- one\ntwo');
		await a.page.keyboard.press('Tab');
		expect(await a.text()).toBe('- one\n  - two');
		await a.page.keyboard.press('Shift+Tab');
		expect(await a.text()).toBe('- one\n- two');
		await a.page.keyboard.press('Escape');
		await a.page.keyboard.press('Shift+Tab');
		await expect(a.page.getByRole('textbox', { name: 'Title' })).toBeFocused();

		await a.caretTo('end');
		await a.type('\n\n**bold** and *it* ');
		await caretAt(a, 'it*', 2);
		const ime = await a.devTools();
		for (const composed of ['に', 'にほ', 'にほん']) {
			await ime.send('Input.imeSetComposition', {
				text: composed,
				selectionStart: composed.length,
				selectionEnd: composed.length
			});
		}
		await expect(line(a, 2)).toHaveText('bold and *itにほん* ');
		await ime.send('Input.insertText', { text: '日本' });
		expect(await a.text()).toBe('- one\n- two\n**bold** and *it日本* ');
		await a.caretTo('start');
		await expect(line(a, 2)).toHaveText('bold and it日本 ');

		// What has no room scrolls sideways to the caret.
		await a.caretTo('end');
		await a.type(`\n\`\`\`\n${'wide '.repeat(60)}`);
		const block = a.editor.locator('.pm-block');
		const atEnd = await block.evaluate(({ scrollLeft }) => scrollLeft);
		expect(atEnd).toBeGreaterThan(500);
		await a.page.keyboard.press('ArrowUp');
		await a.page.keyboard.press('End');
		await a.page.keyboard.press('ArrowRight');
		await expect.poll(() => block.evaluate(({ scrollLeft }) => scrollLeft)).toBeLessThan(atEnd - 500);
	}
);
