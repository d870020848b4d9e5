import { expect, test } from './support/fixtures.js';
import { agreedText, type Person } from './support/person.js';

/** Another tab of the same browser, at the same address. */
async function openTab(person: Person): Promise<Person> {
	const tab = await person.newTab();
	await tab.page.goto(person.page.url());
	await tab.editor.waitFor();
	return tab;
}

test('two tabs on one note keep in step, and both are right after a reload', async ({ arrive }) => {
	const first = await arrive();
	await first.createNote('Tabs');
	await first.type('from the first tab\n');
	const second = await openTab(first);
	expect(await agreedText(first, second)).toBe('from the first tab\n');
	await second.caretTo('end');
	await second.type('from the second tab\n');
	expect(await agreedText(first, second)).toBe('from the first tab\nfrom the second tab\n');

	// Both at once, each in its own line.
	await first.caretTo('start');
	await second.caretTo('end');
	await Promise.all([first.type('1111111111'), second.type('2222222222')]);
	const text = await agreedText(first, second);
	expect(text).toBe('1111111111from the first tab\nfrom the second tab\n2222222222');

	await expect(first.page.getByRole('list', { name: 'People' }).getByRole('listitem')).toHaveCount(1);
	for (const tab of [first, second]) {
		await expect(tab.status).toHaveText(/^Saved on this device/);
		await tab.page.reload();
		await tab.editor.waitFor();
		expect(await tab.text()).toBe(text);
	}
});

test('a note made in one tab is in the list of the other, with its title', async ({ arrive }) => {
	const first = await arrive();
	const second = await first.newTab();
	await second.visit('/');
	await first.createNote('Seen elsewhere');
	await expect(second.page.getByRole('link', { name: 'Seen elsewhere' })).toBeVisible();
});
