import { expect, test } from './support/fixtures.js';
import { agreedText, editorView, type Person } from './support/person.js';

async function caret(person: Person): Promise<number> {
	const view = await editorView(person);
	return await view.evaluate(({ state }) => state.selection.main.head);
}

test('what others write keeps the caret at its place, and undo takes back one’s own edits only', async ({
	arrive
}) => {
	const a = await arrive();
	const b = await arrive();
	await a.createNote();
	await a.type('one two three');
	await b.page.goto(await a.shareLink());
	await b.editor.waitFor();
	expect(await agreedText(a, b)).toBe('one two three');

	await a.caretTo('end');
	await b.caretTo('start');
	await b.type('zero ');
	expect(await agreedText(a, b)).toBe('zero one two three');
	expect(await caret(a)).toBe('zero one two three'.length);
	await expect(a.page.locator('.pc-caret')).toHaveCount(1);

	await a.type(' four');
	await b.type('minus ');
	expect(await agreedText(a, b)).toBe('zero minus one two three four');
	await a.editor.focus();
	await a.page.keyboard.press('Control+z');
	expect(await agreedText(a, b)).toBe('zero minus one two three');
	await a.page.keyboard.press('Control+Shift+Z');
	expect(await agreedText(a, b)).toBe('zero minus one two three four');
	await b.editor.focus();
	await b.page.keyboard.press('Control+z');
	expect(await agreedText(a, b)).not.toContain('minus');
	expect(await b.text()).toContain('three four');
});

test(
	'a paste with other line ends, and with half a character, is the same on both sides',
	{ tag: '@long-only' },
	async ({ arrive }) => {
		const a = await arrive();
		const b = await arrive();
		await a.createNote();
		await a.type('start ');
		await b.page.goto(await a.shareLink());
		await b.editor.waitFor();
		await a.editor.evaluate((content) => {
			const clipboardData = new DataTransfer();
			clipboardData.setData('text/plain', 'a\r\nb\rc 😀');
			content.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
		});
		expect(await agreedText(a, b)).toBe('start a\nb\nc 😀');
		const view = await editorView(a);
		// The second half of the pair alone: CodeMirror may do so where an input method replaces one emoji by another.
		await view.evaluate((editor) => {
			const end = editor.state.doc.length;
			editor.dispatch({ changes: { from: end - 1, to: end, insert: '\ude01' } });
		});
		expect(await agreedText(a, b)).toBe('start a\nb\nc 😁');
	}
);

test('the browser’s own undo works, and Tab leaves the text', async ({ arrive }) => {
	const person = await arrive();
	await person.createNote();
	await person.type('hello');
	await person.editor.evaluate((content) =>
		content.dispatchEvent(
			new InputEvent('beforeinput', { inputType: 'historyUndo', bubbles: true, cancelable: true })
		)
	);
	expect(await person.text()).toBe('');
	await person.editor.focus();
	await person.page.keyboard.press('Shift+Tab');
	await expect(person.page.getByRole('textbox', { name: 'Title' })).toBeFocused();
});
