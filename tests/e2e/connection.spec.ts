import type { Locator, Page } from '@playwright/test';
import { IS_LONG } from '../support/long.js';
import { findSecrets, secretText } from '../support/secret-forms.js';
import { expectNoViolation } from './support/accessibility.js';
import { expect, test } from './support/fixtures.js';
import { secretsOf } from './support/invite-secrets.js';
import type { BrowserName, Person } from './support/person.js';
import { StunServer } from './support/stun-server.js';

/** What Firefox tells of a channel is in the channels' contract; the rest of it is looked at in the long run. */
const BROWSERS: readonly BrowserName[] = IS_LONG ? ['chromium', 'firefox'] : ['chromium'];

/** The permission lets a test read what was copied. */
const MAY_COPY = { permissions: ['clipboard-read', 'clipboard-write'] };

/** What is told of somebody who is connected. */
function toldOf(page: Page, name: string): Locator {
	return page.getByRole('list', { name: 'Connected now' }).getByRole('listitem', { name });
}

async function bytes(of: Locator, which: 'sent' | 'received'): Promise<number> {
	return Number(await of.getByText(new RegExp(` ${which}$`)).getAttribute('value'));
}

async function showConnection({ page }: Person): Promise<void> {
	await page.getByRole('button', { name: 'Show the whole status' }).click();
	await page.getByRole('link', { name: 'Connection' }).click();
	await expect(page.getByRole('heading', { name: 'Connection', level: 1 })).toBeFocused();
}

for (const browser of BROWSERS) {
	test(`a note tells how it is connected with somebody in ${browser}, and stays connected meanwhile`, async ({
		arrive
	}) => {
		const a = await arrive('chromium', {}, undefined, MAY_COPY);
		const b = await arrive(browser);
		await b.goBy('Wren');
		await a.createNote('Harvest');
		await a.type('pears and quinces');
		const link = await a.shareLink();
		await showConnection(a);
		await expect(a.page.getByText('Nobody else is here now.')).toBeVisible();
		await expect(a.page.getByRole('list', { name: 'Relays' }).getByRole('listitem')).toHaveText(
			/answers| ms$/
		);

		await b.page.goto(link);
		await b.editor.waitFor();
		await expect(a.page.getByText('You are connected with Wren, directly.')).toBeVisible();
		const wren = toldOf(a.page, 'Wren can edit');
		await expect(wren.getByText(/^Direct$/)).toBeVisible();
		await expect(wren.getByText(/(?:\d|under 1) ms$/)).toBeVisible();
		await expect(wren.getByText('Has everything, just now')).toBeVisible();
		const before = await bytes(wren, 'received');
		await b.caretTo('end');
		await b.type(', and medlars');
		await expect(async () => expect(await bytes(wren, 'received')).toBeGreaterThan(before)).toPass();
		await expectNoViolation(a.page);

		await showConnection(b);
		await expect(toldOf(b.page, 'can edit').getByText(/^Direct$/)).toBeVisible();
		await expect(toldOf(b.page, 'can edit').getByText(/(?:\d|under 1) ms$/)).toBeVisible();

		await a.page.getByRole('button', { name: 'Copy report' }).click();
		await expect(a.page.getByText('Copied.')).toBeVisible();
		const report = await a.page.evaluate(() => navigator.clipboard.readText());
		expect(report).toMatch(/- Peer 1: network, can edit, direct \(/);
		const { secrets, noteId } = await secretsOf(link.slice(link.indexOf('#') + 1));
		const others = ['Wren', 'Harvest', 'pears', noteId].map((text) => secretText(text, text));
		expect(findSecrets([...secrets, ...others], Buffer.from(report))).toEqual([]);
		const addresses = /\d+\.\d+\.\d+\.\d+|[0-9a-f]+:[0-9a-f]*::|fd00/i;
		expect(report.replace(/^Browser: .*$/m, '')).not.toMatch(addresses);

		// Back is the same session: nobody was lost or met anew, and what was typed meanwhile is there.
		const since = await wren.getByText(/\d:\d\d/).textContent();
		await a.page.getByRole('link', { name: 'Back to the note' }).click();
		await expect(a.editor).toBeVisible();
		await expect(a.page.getByRole('heading', { name: 'Connection' })).toBeHidden();
		expect(await a.text()).toBe('pears and quinces, and medlars');
		await expect(a.status).toHaveText(/^Synced with Wren/);
		await a.page.goForward();
		await expect(wren.getByText(since ?? '')).toBeVisible();
		expect(await bytes(wren, 'received')).toBeGreaterThan(before);
		await a.page.goBack();
		await expect(a.editor).toBeVisible();
	});
}

test('the caret and the place in a long note are kept while one looks at its connections', async ({
	arrive
}) => {
	const person = await arrive();
	await person.createNote('Long');
	await person.editor.focus();
	await person.page.keyboard.insertText('line\n'.repeat(120));
	await person.page.keyboard.insertText('the end');
	await person.page.getByRole('button', { name: 'More' }).click();
	const scrolled = await person.page.evaluate(() => scrollY);
	expect(scrolled).toBeGreaterThan(500);
	await person.page.getByRole('menuitem', { name: 'Connection' }).click();
	await expect(person.page.getByText('This note is on this device only.')).toBeVisible();
	expect(await person.page.evaluate(() => scrollY)).toBe(0);
	await person.page.getByRole('link', { name: 'Back to the note' }).click();
	await expect.poll(() => person.page.evaluate(() => scrollY)).toBe(scrolled);
	await expect(person.editor).toBeFocused();
	await person.page.keyboard.type('.');
	expect((await person.text()).endsWith('the end.')).toBe(true);
});

test(
	'the connections of this device are looked at from Settings, also offline',
	{ tag: '@long-only' },
	async ({ server, arriveToInstall }) => {
		const person = await arriveToInstall();
		await person.visit('/settings');
		await person.page.getByRole('link', { name: 'See how this device connects' }).click();
		await expect(person.page).toHaveTitle('Connection · Perch');
		await expect(person.page.getByText('Ready to meet others.')).toBeVisible();
		const relays = person.page.getByRole('list', { name: 'Relays' }).getByRole('listitem');
		await expect(relays).toHaveText(/localhost:\d+\s*(?:\d+|under 1) ms$/);
		await expect(person.page.getByText(/no STUN server is set up to ask/)).toBeVisible();
		await expectNoViolation(person.page);

		await person.installed();
		await server.stop();
		await person.visit('/connection');
		await expect(person.page.getByText('No relay can be reached.')).toBeVisible();
		await expect(relays).toHaveText(/no answer$/);
		// Where the browser keeps pages from the clipboard, the report stands there to be copied by hand.
		await person.page.evaluate(() => {
			navigator.clipboard.writeText = () => Promise.reject(new DOMException('no', 'NotAllowedError'));
		});
		await person.page.getByRole('button', { name: 'Copy report' }).click();
		await expect(person.page.getByRole('textbox', { name: 'Report' })).toBeFocused();
		await expect(person.page.getByRole('textbox', { name: 'Report' })).toHaveValue(
			/^Perch connection report\n/
		);
		await server.start();
		await person.page.getByRole('button', { name: 'Check again' }).click();
		await expect(person.page.getByText('Ready to meet others.')).toBeVisible();
	}
);

test('how this device connects is found out while nothing can be worked on yet', async ({ arrive }) => {
	const { page, app } = await arrive();
	// Loro never comes.
	await page.addInitScript(() => {
		Object.assign(WebAssembly, { instantiate: async () => await new Promise(() => undefined) });
	});
	await page.goto(`${app}/connection/`);
	await expect(page.getByText('Ready to meet others.')).toBeVisible();
	await expect(page.getByText(/no STUN server is set up to ask/)).toBeVisible();
});

for (const browser of BROWSERS) {
	test(
		`${browser} finds out by STUN servers what stands between it and the Internet`,
		{ tag: '@long-only' },
		async ({ arrive }) => {
			const servers = {
				one: await StunServer.start(() => ({ address: '203.0.113.5', port: 4000 })),
				same: await StunServer.start(() => ({ address: '203.0.113.5', port: 4000 })),
				other: await StunServer.start(() => ({ address: '203.0.113.5', port: 5000 })),
				honest: await StunServer.start((asker) => asker),
				silent: await StunServer.start(() => undefined)
			};
			let iceServers: RTCIceServer[] = [];
			const person = await arrive(browser, {}, async (context) => {
				await context.route('**/config.json', (route) =>
					route.fulfill({ json: { relays: ['./relay'], iceServers } })
				);
			});
			for (const [asked, text] of [
				[['one', 'same'], /^Easy to reach/],
				[['one', 'other'], /^Hard to reach/],
				[['honest'], /^Open/],
				[['one', 'silent'], /second one.*no other answers/]
			] as const) {
				iceServers = [{ urls: asked.map((name) => servers[name].url) }];
				await person.visit('/connection');
				await expect(person.page.getByText(text)).toBeVisible();
			}
			for (const server of Object.values(servers)) server.stop();
		}
	);
}
