import type { Locator } from '@playwright/test';
import { SIZES } from '../../src/lib/ui/page-look-choices.js';
import { expectNoViolationInEachLight } from './support/accessibility.js';
import { zoomedFields } from './support/fields.js';
import { expect, test } from './support/fixtures.js';
import type { Person } from './support/person.js';
import { KEYBOARD_HEIGHT, PHONE, raiseKeyboard, withKeyboard } from './support/phone.js';

function toolbarOf({ page }: Person): Locator {
	return page.getByRole('toolbar', { name: 'Formatting' });
}

/** Everything on the toolbar, pressed as a finger does. */
async function press(person: Person, name: string): Promise<void> {
	await toolbarOf(person).getByRole('button', { name, exact: true }).tap();
	await expect(person.editor).toBeFocused();
}

async function lowerEdge(element: Locator): Promise<number> {
	const box = await element.boundingBox();
	return (box?.y ?? 0) + (box?.height ?? 0);
}

test('the toolbar marks up what one writes and takes it back, above the keyboard, and the text keeps the focus', async ({
	arrive
}) => {
	const person = await arrive('chromium', {}, withKeyboard, { touchScreen: PHONE });
	await person.createNote('On the phone');
	await expect(toolbarOf(person)).toHaveCount(0);
	const blurs = await person.editor.evaluateHandle((content) => {
		const seen: string[] = [];
		content.addEventListener('blur', () => seen.push('blur'));
		return seen;
	});
	await person.editor.tap();
	await expect(toolbarOf(person)).toBeVisible();
	const button = (name: string) => toolbarOf(person).getByRole('button', { name, exact: true });
	for (const each of await toolbarOf(person).getByRole('button').all()) {
		const box = await each.boundingBox();
		expect(Math.min(box?.width ?? 0, box?.height ?? 0)).toBeGreaterThanOrEqual(44);
	}

	await press(person, 'Bold');
	await person.page.keyboard.type('bold');
	await expect(button('Bold')).toHaveAttribute('aria-pressed', 'true');
	await press(person, 'Bold');
	await expect(button('Bold')).toHaveAttribute('aria-pressed', 'false');
	await person.page.keyboard.type(' and plain');
	await press(person, 'List');
	expect(await person.text()).toBe('- **bold** and plain');
	await expect(button('List')).toHaveAttribute('aria-pressed', 'true');
	await press(person, 'Undo');
	expect(await person.text()).toBe('**bold** and plain');
	await press(person, 'Redo');
	expect(await person.text()).toBe('- **bold** and plain');
	await press(person, 'Heading');
	await press(person, 'Quote');
	expect(await person.text()).toBe('> - # **bold** and plain');
	expect(await blurs.jsonValue()).toEqual([]);

	// In each size of the text.
	for (const size of SIZES) {
		await person.page.evaluate((chosen) => {
			localStorage.setItem('perch:look', JSON.stringify({ size: chosen }));
			dispatchEvent(new StorageEvent('storage', { key: 'perch:look' }));
		}, size);
		await expect(person.page.getByRole('main')).toHaveAttribute('data-size', size);
		expect(await zoomedFields(person.page), size).toEqual([]);
	}

	// With a keyboard of its own: Tab leads there from the text, arrows go along it.
	await person.page.keyboard.press('Control+End');
	await person.page.keyboard.press('Escape');
	await person.page.keyboard.press('Tab');
	await expect(button('Quote')).not.toBeFocused();
	await expect(toolbarOf(person).locator('button:focus')).toHaveCount(1);
	await person.page.keyboard.press('Home');
	await expect(button('Heading')).toBeFocused();
	await person.page.keyboard.press('ArrowRight');
	await expect(button('Bold')).toBeFocused();

	// A word that the keyboard has in hand is taken first, and nothing of it is lost.
	await person.caretTo('end');
	const cdp = await person.devTools();
	await cdp.send('Input.imeSetComposition', { text: ' word', selectionStart: 5, selectionEnd: 5 });
	await button('Quote').tap();
	await expect.poll(() => person.text()).toBe('- # **bold** and plain word');
	await expect(person.editor).toBeFocused();
});

test('the keyboard hides neither the toolbar nor the line of the caret, and going back loses nothing', async ({
	arrive
}) => {
	const person = await arrive('chromium', {}, withKeyboard, { touchScreen: PHONE });
	await person.createNote('Long');
	await person.editor.focus();
	await person.page.keyboard.insertText(Array.from({ length: 60 }, (_, at) => `line ${at}`).join('\n'));
	const cdp = await person.devTools();
	await cdp.send('Emulation.setSafeAreaInsetsOverride', {
		insets: { top: 47, right: 0, bottom: 34, left: 0 }
	});
	const bar = person.page.getByRole('link', { name: 'All notes' });
	await expect.poll(async () => (await bar.boundingBox())?.y).toBeGreaterThanOrEqual(47);
	const lowest = toolbarOf(person).getByRole('button').first();
	await expect.poll(async () => await lowerEdge(lowest)).toBeLessThanOrEqual(PHONE.height - 34);
	await raiseKeyboard(person.page);
	const free = PHONE.height - KEYBOARD_HEIGHT;
	const end = async (): Promise<readonly [toolbar: number, caretLine: number]> => {
		const [bar, line] = await Promise.all([
			toolbarOf(person).boundingBox(),
			person.editor.locator('.cm-line').last().boundingBox()
		]);
		expect((bar?.y ?? 0) + (bar?.height ?? 0)).toBeCloseTo(free, 0);
		return [bar?.y ?? 0, (line?.y ?? 0) + (line?.height ?? 0)];
	};
	const isSeen = async (): Promise<void> => {
		const [toolbar, caretLine] = await end();
		expect(caretLine).toBeLessThanOrEqual(toolbar);
	};
	await expect(isSeen).toPass();
	await person.page.keyboard.press('Enter');
	await person.page.keyboard.type('the end');
	await expect(isSeen).toPass();
	await expectNoViolationInEachLight(person.page);
	const fields = [
		['Find', person.page.getByRole('textbox', { name: 'Find', exact: true })],
		['Commands', person.page.getByRole('combobox', { name: 'Find a command or a note' })]
	] as const;
	for (const [name, field] of fields) {
		await person.page.getByRole('button', { name: 'More' }).click();
		await person.page.getByRole('menuitem', { name, exact: true }).click();
		await field.waitFor();
		expect(await zoomedFields(person.page), name).toEqual([]);
		await person.page.keyboard.press('Escape');
		await expect(field).toBeHidden();
	}

	// A pull at the top of the page reloads nothing; and what reloads it all the same loses nothing.
	await expect(person.page.locator('html')).toHaveCSS('overscroll-behavior-y', 'contain');
	await person.caretTo('end');
	await person.page.keyboard.type('?');
	await person.page.reload();
	await person.ready();
	await person.editor.waitFor();
	expect((await person.text()).slice(-9)).toBe('\nthe end?');

	// The gesture of going back: at once after a key, and to the library, which has the text.
	await person.caretTo('end');
	await person.page.keyboard.type('!');
	await person.page.goBack();
	await person.ready();
	await person.page.reload();
	await person.ready();
	expect(await zoomedFields(person.page)).toEqual([]);
	await person.page.getByRole('link', { name: 'Long' }).click();
	await person.editor.waitFor();
	expect((await person.text()).slice(-10)).toBe('\nthe end?!');
	// On its side, beside what cuts the screen off there.
	await cdp.send('Emulation.setSafeAreaInsetsOverride', {
		insets: { top: 0, right: 47, bottom: 21, left: 47 }
	});
	await person.page.setViewportSize({ width: PHONE.height, height: PHONE.width });
	for (const part of [person.editor, bar, person.page.getByRole('button', { name: 'More' })]) {
		await expect.poll(async () => (await part.boundingBox())?.x).toBeGreaterThanOrEqual(47);
		const box = await part.boundingBox();
		expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThanOrEqual(PHONE.height - 47);
	}
});

test('who may only view has no toolbar', { tag: '@long-only' }, async ({ arrive }) => {
	const [writer, viewer] = [
		await arrive(),
		await arrive('chromium', {}, withKeyboard, { touchScreen: PHONE })
	];
	await writer.createNote('Read');
	await writer.type('something to read');
	await viewer.page.goto(await writer.shareLink('view'));
	await expect(viewer.page.getByText('something to read')).toBeVisible();
	await viewer.editor.tap();
	await viewer.editor.focus();
	await expect(toolbarOf(viewer)).toHaveCount(0);
	// On a screen like this the writer has one.
	await writer.page.setViewportSize(PHONE);
	await writer.editor.focus();
	await expect(toolbarOf(writer)).toBeVisible();
});
