import { IS_LONG } from '../support/long.js';
import { expect, test } from './support/fixtures.js';
import { agreedText, type BrowserName, type Person } from './support/person.js';
import type { Server } from './support/server.js';

async function join(person: Person, link: string): Promise<void> {
	await person.page.goto(link);
	await person.ready();
	await person.editor.waitFor();
}

async function writeTogether(server: Server, a: Person, b: Person): Promise<void> {
	await a.createNote('Harvest');
	await a.type('first line\n');
	const link = await a.shareLink();
	expect(link).toContain(`${server.url}/join`);
	await join(b, link);
	expect(b.page.url()).not.toContain(link.slice(link.indexOf('#') + 1));
	expect(await agreedText(a, b)).toBe('first line\n');
	await expect(b.page.getByRole('textbox', { name: 'Title' })).toHaveValue('Harvest');

	// At different places, then at the same place, both at once.
	await a.caretTo('start');
	await b.caretTo('end');
	await Promise.all([a.type('AAAA ', 15), b.type('BBBB', 15)]);
	expect(await agreedText(a, b)).toBe('AAAA first line\nBBBB');
	await Promise.all([a.caretTo('end'), b.caretTo('end')]);
	await Promise.all([a.type('xxxxxxxxxx', 15), b.type('yyyyyyyyyy', 15)]);
	const mixed = await agreedText(a, b);
	expect(mixed).toMatch(/^AAAA first line\nBBBB[xy]{20}$/);
	expect(mixed.split('x')).toHaveLength(11);
	await expect(a.status).toHaveText(/^Synced with/);
	await expect(b.status).toHaveText(/^Synced with/);
}

async function writeApart(server: Server, a: Person, b: Person): Promise<void> {
	const before = await agreedText(a, b);
	await b.installed();
	await server.stop();
	await b.page.reload();
	await b.ready();
	await b.editor.waitFor();
	expect(await b.text()).toBe(before);
	await expect(b.status).toHaveText(/^Saved on this device/);
	await b.caretTo('end');
	await b.type('\nwritten by B without any network');
	await a.caretTo('start');
	await a.type('written by A meanwhile\n');
	await expect(b.status).toHaveText(/^Saved on this device/);
	await expect(a.status).toHaveText(/^Saved on this device/);
	await server.start();
	const after = await agreedText(a, b);
	expect(after).toBe(`written by A meanwhile\n${before}\nwritten by B without any network`);
	await expect(a.status).toHaveText(/^Synced with/);
	await expect(b.status).toHaveText(/^Synced with/);
}

/** Two of Chromium meet in most other tests. */
const BROWSERS: readonly BrowserName[] = IS_LONG ? ['chromium', 'firefox'] : ['firefox'];

for (const browser of BROWSERS) {
	test(
		`Chromium and ${browser} write one note, together and apart`,
		{ tag: '@long' },
		async ({ server, arrive, arriveToInstall }) => {
			const a = await arrive();
			const b = await arriveToInstall(browser);
			await writeTogether(server, a, b);
			await writeApart(server, a, b);
			for (const person of [a, b]) {
				await person.page.reload();
				await person.ready();
				await person.editor.waitFor();
			}
			expect(await agreedText(a, b)).toContain('written by B without any network');
		}
	);
}

test('three people write at once and end equal', { tag: '@long-only' }, async ({ arrive }) => {
	const a = await arrive();
	const b = await arrive();
	const c = await arrive();
	// Two who happen to have the same name made up for them would be named once.
	await b.goBy('Bo');
	await c.goBy('Cy');
	await a.createNote();
	const link = await a.shareLink();
	await join(b, link);
	await join(c, link);
	await expect(c.page.getByRole('list', { name: 'People' }).getByRole('listitem')).toHaveCount(3);
	await Promise.all([a.type('aaaaaaaaaa', 20), b.type('bbbbbbbbbb', 20), c.type('cccccccccc', 20)]);
	const text = await agreedText(a, b, c);
	expect(text.split('').sort().join('')).toBe('aaaaaaaaaabbbbbbbbbbcccccccccc');
	await expect(a.status).toHaveText('Synced with Bo and Cy');
	await expect(b.status).toHaveText(/^Synced with .*\bCy\b/);
	await expect(c.status).toHaveText(/^Synced with .*\bBo\b/);
	for (const { status } of [b, c]) await expect(status).toHaveText(/ and /);
});

test(
	'a note that is left and opened again at once meets the others again',
	{ tag: '@long-only' },
	async ({ arrive }) => {
		const [a, b] = [await arrive(), await arrive()];
		await a.createNote('Harvest');
		await a.type('pears');
		await join(b, await a.shareLink());
		await expect(b.status).toHaveText(/^Synced with/);
		for (let round = 0; round < 2; round += 1) {
			await b.page.getByRole('link', { name: 'All notes' }).click();
			await b.page.getByRole('link', { name: 'Harvest', exact: true }).click();
			await b.editor.waitFor();
			await expect(b.status).toHaveText(/^Synced with/, { timeout: 10_000 });
		}
		await a.type(' and quinces');
		expect(await agreedText(a, b)).toBe('pears and quinces');
	}
);
