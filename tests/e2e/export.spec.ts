import type { Locator } from '@playwright/test';
import { downloaded } from './support/backups.js';
import { expect, test } from './support/fixtures.js';
import { chooseByKeys, toBar } from './support/keyboard.js';
import type { Person } from './support/person.js';
import { PolicyWatch } from './support/policy-watch.js';

const TEXT = [
	'## Pears',
	'',
	'Some **bold** words &amp; more, and <img src=x onerror="document.title=\'ran\'"> an attack.',
	'',
	'| kind | weight |',
	'| --- | ---: |',
	'| Nashi | 210 g |',
	'',
	'- [x] picked',
	'- [ ] washed',
	'- a crate',
	'',
	'```js',
	'const pears = 12;',
	'```',
	''
].join('\n');

async function paste(person: Person, text: string): Promise<void> {
	await person.page.evaluate((plain) => navigator.clipboard.writeText(plain), text);
	await person.editor.focus();
	await person.page.keyboard.press('Control+V');
}

async function choose({ page }: Person, item: string): Promise<void> {
	await page.getByRole('button', { name: 'More' }).click();
	await page.getByRole('menuitem', { name: item, exact: true }).click();
}

/** Where the words of an item begin, in CSS pixels. */
function beginOf(item: Locator): Promise<number> {
	return item.evaluate((element) => {
		const words = element.lastChild;
		if (!(words instanceof Text)) return NaN;
		const text = document.createRange();
		text.setStart(words, words.data.search(/\S/));
		text.setEnd(words, words.data.trimEnd().length);
		return text.getBoundingClientRect().left;
	});
}

test('a note goes out as HTML, on paper and as rich text, and comes back as Markdown', async ({ arrive }) => {
	const watch = new PolicyWatch();
	const permissions = ['clipboard-read', 'clipboard-write'];
	const person = await arrive('chromium', {}, watch.over, { permissions });
	const { page } = person;
	await person.createNote('Orchard');
	await paste(person, TEXT);
	expect(await person.text()).toBe(TEXT);

	// The file, opened as a person opens it.
	const { name, bytes } = await downloaded(page, () => choose(person, 'Export as HTML'));
	expect(name).toBe('Orchard.html');
	const file = await person.newPage();
	await file.route('https://orchard.example/', (route) =>
		route.fulfill({ contentType: 'text/html', body: bytes })
	);
	await file.goto('https://orchard.example/');
	await expect(file.getByRole('heading', { name: 'Orchard' })).toBeVisible();
	await expect(file.getByRole('cell', { name: '210 g' })).toHaveCSS('text-align', 'right');
	await expect(file.getByRole('checkbox').first()).toBeChecked();
	// Of one list each item has its bullet or its box, and their words begin below each other.
	const item = (words: string) => file.getByRole('listitem').filter({ hasText: words });
	await expect(item('washed')).toHaveCSS('list-style-type', 'none');
	await expect(item('crate')).toHaveCSS('list-style-type', 'disc');
	expect(Math.abs((await beginOf(item('washed'))) - (await beginOf(item('crate'))))).toBeLessThan(3);
	await expect(file.getByText('bold words & more')).toBeVisible();
	await expect(file.locator('pre')).toHaveText('const pears = 12;');
	await expect(file).toHaveTitle('Orchard');
	await file.close();

	// On the clipboard, as other programs read it.
	const more = page.getByRole('button', { name: 'More' });
	await person.editor.focus();
	await toBar(page, more);
	await chooseByKeys(page, 'Copy as rich text');
	await expect(page.getByText('The note is copied')).toBeVisible();
	await expect(more).toBeFocused();
	const copied = await page.evaluate(async () => {
		const [item] = await navigator.clipboard.read();
		const read = async (type: string) => (await item?.getType(type))?.text();
		return { html: await read('text/html'), plain: await read('text/plain') };
	});
	expect(copied.html).toContain('<td align="right">210 g</td>');
	expect(copied.plain).toBe(`# Orchard\n\n${TEXT}`);

	// What another program copied comes in as Markdown, by its own key as plain text, each as one step.
	await person.caretTo('end');
	await page.evaluate(() => {
		const blob = (type: string, text: string) => new Blob([text], { type });
		const html = blob('text/html', '<h3>Plums</h3><ul><li>a <b>ripe</b> one</li></ul><script>ran()</script>');
		const plain = blob('text/plain', 'Plums: a ripe one');
		return navigator.clipboard.write([new ClipboardItem({ 'text/html': html, 'text/plain': plain })]);
	});
	await page.keyboard.press('Control+V');
	await expect.poll(() => person.text()).toBe(`${TEXT}\n### Plums\n\n- a **ripe** one`);
	await page.keyboard.press('Control+Z');
	expect(await person.text()).toBe(TEXT);
	await page.keyboard.press('Control+Shift+V');
	await expect.poll(() => person.text()).toBe(`${TEXT}Plums: a ripe one`);

	// On paper: what is far below the screen, too.
	await person.caretTo('end');
	const lines = Array.from({ length: 400 }, (_, line) => `Line ${line} of the long one.`);
	await paste(person, lines.join('\n\n'));
	await page.evaluate(() => {
		window.print = () => dispatchEvent(new Event('beforeprint'));
	});
	await page.keyboard.press('Control+P');
	const sheet = page.locator('.print-sheet');
	await expect(sheet).toBeAttached();
	await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
	await expect(sheet.getByRole('heading', { name: 'Orchard' })).toBeVisible();
	await expect(sheet.getByText('Line 399 of the long one.')).toBeVisible();
	await expect(sheet).toHaveCSS('color', 'rgb(0, 0, 0)');
	await expect(person.editor).toBeHidden();
	const pages = (await page.pdf()).toString('latin1').match(/\/Type\s*\/Page\b/g) ?? [];
	expect(pages.length).toBeGreaterThan(8);
	await page.emulateMedia({ media: null, colorScheme: null });
	await page.keyboard.press('Escape');
	await expect(sheet).toHaveCount(0);
	expect(await watch.onceTold(page)).toEqual([]);
});

/** To render this takes minutes. */
const ENDLESS = '*a_ '.repeat(40_000);

test(
	'a note that takes for ever to render goes out as it is written, and the page goes on',
	{ tag: '@long-only' },
	async ({ arrive }) => {
		const permissions = ['clipboard-read', 'clipboard-write'];
		const person = await arrive('chromium', {}, undefined, { permissions });
		const { page } = person;
		await person.createNote('Endless');
		await paste(person, ENDLESS);
		await page.evaluate(() => {
			const gaps = { longest: 0 };
			let last = performance.now();
			setInterval(() => {
				gaps.longest = Math.max(gaps.longest, performance.now() - last);
				last = performance.now();
			}, 20);
			Object.assign(globalThis, { gaps });
		});

		const { bytes } = await downloaded(page, () => choose(person, 'Export as HTML'));
		expect(bytes.toString()).toContain('<pre class="as-written"');
		expect(bytes.toString()).toContain(ENDLESS.slice(0, 1_000));
		await expect(page.getByText('the file shows its text as it is written')).toBeAttached();

		await choose(person, 'Copy as rich text');
		await expect(page.getByText('it is copied as it is written')).toBeAttached();

		// The browser's own menu does not wait; the keys and the note's menu do.
		await page.evaluate(() => {
			window.print = () => dispatchEvent(new Event('beforeprint'));
			dispatchEvent(new Event('beforeprint'));
		});
		const sheet = page.locator('.print-sheet');
		await expect(sheet).toContainText(ENDLESS.slice(0, 100));
		await page.keyboard.press('Escape');
		await expect(sheet).toHaveCount(0);
		await page.keyboard.press('Control+P');
		await expect(sheet).toContainText(ENDLESS.slice(0, 100));
		await expect(page.getByText('its text is printed as it is written')).toBeAttached();
		// Rendered on the page's thread it would have stood still for minutes.
		expect(
			await page.evaluate(() => (globalThis as unknown as { gaps: { longest: number } }).gaps.longest)
		).toBeLessThan(5_000);
	}
);
