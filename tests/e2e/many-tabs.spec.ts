import { IS_LONG, sampleOrFull } from '../support/long.js';
import { expect, test } from './support/fixtures.js';
import { agreedText, type BrowserName } from './support/person.js';

/** In Firefox in the long run only. */
const BROWSERS: readonly BrowserName[] = IS_LONG ? ['chromium', 'firefox'] : ['chromium'];

const TABS = sampleOrFull(4, 10);
const TIMEOUT_MS = 600_000;

/**
 * Together more than what makes each tab compact. Loro 1.17 takes seconds for each key that comes in beside ten long
 * insertions at the same place: so each tab inserts twice, and types no keys.
 */
const WORDS_IN_ALL = 28_000;

/** Compactions wait for two quiet seconds, and then all come at once. */
const UNTIL_COMPACTED_MS = 3_000;

for (const browser of BROWSERS) {
	test(
		`S5 ${TABS} tabs of the app on one note in ${browser}: every word of each is there, and after a restart`,
		{ tag: '@long-only' },
		async ({ arrive }) => {
			test.setTimeout(TIMEOUT_MS);
			const first = await arrive(browser);
			await first.createNote('Many tabs');
			await expect(first.status).toHaveText(/^Saved on this device/);
			const url = first.page.url();
			const tabs = [first];
			for (let opened = 1; opened < TABS; opened += 1) {
				const tab = await first.newTab();
				await tab.page.goto(url);
				await tab.editor.waitFor();
				tabs.push(tab);
			}
			// Beyond what triggers a compaction: each tab compacts while the others write.
			const words = tabs.map(
				(_, index) => `<tab${index}>${'words '.repeat(WORDS_IN_ALL / TABS)}</tab${index}>`
			);
			await Promise.all(
				tabs.map(async ({ page }, index) => {
					await page.getByRole('textbox', { name: 'Note', exact: true }).focus();
					await page.keyboard.insertText(words[index] ?? '');
					await page.keyboard.insertText(` typed${index} `);
				})
			);
			const text = await agreedText(...tabs);
			for (const [index, word] of words.entries()) {
				expect(text.split(`typed${index}`)).toHaveLength(2);
				expect(text).toContain(word.slice(0, 50));
			}
			for (const tab of tabs) await expect(tab.status).toHaveText(/^Saved on this device/);
			await new Promise((resolve) => setTimeout(resolve, UNTIL_COMPACTED_MS));
			for (const tab of tabs.slice(1)) await tab.page.close();
			await first.page.reload();
			await first.editor.waitFor();
			expect(await first.text()).toBe(text);
		}
	);
}
