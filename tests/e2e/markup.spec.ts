import type { BrowserContext, Locator } from '@playwright/test';
import { expect, test } from './support/fixtures.js';
import type { Person } from './support/person.js';
import { PolicyWatch } from './support/policy-watch.js';

/** Short enough for a person's name. Whatever becomes of one of these, an element would carry the attribute. */
const IMAGE = '<img src=x onerror=ran() data-planted>';
const DRAWING = '<svg data-planted onload=ran()>';

const PAYLOADS = [
	IMAGE,
	DRAWING,
	'"><script data-planted>ran()</script>',
	'</title><body data-planted onpageshow=ran()>',
	'<iframe data-planted srcdoc="<script>parent.ran()</script>"></iframe>',
	'<a data-planted href="javascript:ran()">link</a>',
	'<style data-planted>* { display: none }</style>',
	'{@html "<b data-planted>"} ${ran()}',
	'[link](javascript:ran()) ![image](x" onerror="ran())'
];
const TEXT = PAYLOADS.join('\n');

interface Watched {
	ran: () => void;
	timesRun: number;
}

class MarkupWatch extends PolicyWatch {
	readonly prepare = async (context: BrowserContext): Promise<void> => {
		await this.over(context);
		await context.addInitScript(() => {
			const watched = globalThis as unknown as Watched;
			watched.timesRun = 0;
			watched.ran = () => (watched.timesRun += 1);
		});
	};

	/** Nothing of what was planted has become an element, or ran, or was only kept from running by the policy. */
	async nothingCame({ page }: Person): Promise<void> {
		const violations = await this.onceTold(page);
		expect(violations).toEqual([]);
		expect(await page.locator('[data-planted], [href^="javascript:"]').count()).toBe(0);
		expect(await page.evaluate(() => (globalThis as unknown as Watched).timesRun)).toBe(0);
	}
}

async function rename(person: Person, name: string): Promise<void> {
	await person.visit('/settings');
	const field = person.page.getByRole('textbox', { name: 'Your name' });
	await field.fill(name);
	await expect(field).toHaveValue(name);
}

/** Pastes what a web page would give: HTML, and the text of it. */
async function pasteHtml(editor: Locator, html: string): Promise<void> {
	await editor.evaluate((content, markup) => {
		const clipboardData = new DataTransfer();
		clipboardData.setData('text/html', markup);
		clipboardData.setData('text/plain', markup);
		content.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
	}, html);
}

async function importFiles({ page }: Person, files: readonly (readonly [name: string, text: string])[]) {
	const button = page.getByRole('button', { name: /^Import/ }).first();
	const [chooser] = await Promise.all([page.waitForEvent('filechooser'), button.click()]);
	await chooser.setFiles(
		files.map(([name, text]) => ({ name, buffer: Buffer.from(text), mimeType: 'text/markdown' }))
	);
}

test('markup in names, titles, texts, pastes and files stays text everywhere', async ({ arrive }) => {
	const watch = new MarkupWatch();
	const a = await arrive('chromium', {}, watch.prepare);
	const b = await arrive('chromium', {}, watch.prepare);
	await rename(a, IMAGE);
	await rename(b, DRAWING);
	await watch.nothingCame(a);

	// The title, the editor, the share dialog.
	await a.visit('/');
	await a.createNote(IMAGE);
	await a.editor.focus();
	await pasteHtml(a.editor, TEXT);
	const link = await a.shareLink();
	// What reads a paste may still be coming.
	await expect.poll(() => a.text()).toBe(TEXT);
	await watch.nothingCame(a);

	// The other's title, people, caret and status.
	await b.page.goto(link);
	await b.editor.waitFor();
	await expect(b.page.getByRole('textbox', { name: 'Title' })).toHaveValue(IMAGE);
	await expect(b.page.getByRole('list', { name: 'People' })).toContainText(IMAGE);
	await expect(b.status).toContainText(IMAGE);
	await a.caretTo('start');
	await expect(b.page.locator('.pc-caret')).toHaveText(IMAGE);
	await expect(a.page.getByRole('list', { name: 'People' })).toContainText(DRAWING);
	expect(await b.text()).toBe(TEXT);
	expect(await b.page.title()).toContain(IMAGE);
	await watch.nothingCame(a);
	await watch.nothingCame(b);

	// Files that are notes, files that are none, and the library with all of them.
	await a.visit('/');
	await importFiles(a, [
		[`${DRAWING}.md`, TEXT],
		['titled.md', `# ${IMAGE}\n\n${TEXT}`],
		[`${IMAGE}.loro`, 'no note']
	]);
	await expect(a.page.getByRole('region', { name: 'Imported' })).toContainText(`${IMAGE}.loro`);
	const notes = a.page.getByRole('list', { name: 'Notes' });
	await expect(notes.getByRole('link', { name: IMAGE, exact: true })).toHaveCount(2);
	await expect(notes).toContainText(DRAWING);
	await a.page.getByRole('searchbox').fill(IMAGE);
	await watch.nothingCame(a);

	// All of this would have been seen.
	await a.page.evaluate(() => {
		document.body.append(document.createElement('i'));
		document.body.lastElementChild?.setAttribute('data-planted', '');
	});
	await expect(watch.nothingCame(a)).rejects.toThrow();
});
