import { buildBelow } from '../../scripts/lib/build-below.js';
import { BareHost } from './support/bare-host.js';
import { expect, test } from './support/fixtures.js';
import { agreedText, Person } from './support/person.js';

const BASE = '/perch';

/** A build takes half a minute, on a busy machine several times as long. */
const BUILD_TIMEOUT_MS = 600_000;

let buildDir: string;

test.beforeAll(async () => {
	test.setTimeout(BUILD_TIMEOUT_MS);
	buildDir = await buildBelow(BASE);
});

test('below a path of a bare static host: a first visit, a join, a reload, and a start offline', async ({
	server
}) => {
	const relays = [`${server.url.replace('http', 'ws')}/relay`];
	const host = await BareHost.below(BASE, buildDir, { relays, iceServers: [] });
	const people: Person[] = [];
	const arrive = async () => {
		const person = await Person.arrive(host.url);
		people.push(person);
		return person;
	};
	try {
		const a = await arrive();
		await a.createNote('Harvest');
		await a.type('first line\n');
		const link = await a.shareLink();
		expect(link.slice(0, link.indexOf('#'))).toBe(`${host.url}/join`);

		const b = await arrive();
		await b.page.goto(link);
		await b.editor.waitFor();
		expect(b.page.url()).toMatch(`${host.url}/note/#`);
		await b.caretTo('end');
		await b.type('and back');
		expect(await agreedText(a, b)).toBe('first line\nand back');
		await expect(a.status).toHaveText(/^Synced with/);

		await b.page.reload();
		await b.ready();
		expect(await agreedText(a, b)).toBe('first line\nand back');

		const c = await arrive();
		for (const path of ['/trash/', '/open/#gone', '/new/']) {
			await c.visit(path);
			await c.page.reload();
			await c.ready();
		}
		await c.editor.waitFor();
		expect(c.page.url()).toMatch(`${host.url}/note/#`);

		await b.installed();
		expect(await scopes(b)).toEqual([`${host.url}/`]);
		expect(await manifestOf(b)).toMatchObject({ id: `${BASE}/`, start_url: `${BASE}/`, scope: `${BASE}/` });
		await host.stop();
		await startOffline(b);
		expect(host.missing).toEqual([]);
	} finally {
		await Promise.all(people.map((person) => person.leave()));
		await host.stop();
	}
	expect(people.flatMap(({ problems }) => problems)).toEqual([]);
});

/** The note by its address in a new tab, every other page, and a note that was not there before. */
async function startOffline(person: Person): Promise<void> {
	const address = person.page.url();
	const tab = await person.newTab();
	await tab.page.goto(address);
	await tab.editor.waitFor();
	expect(await tab.text()).toBe('first line\nand back');
	for (const path of [
		'/join',
		'/join/',
		'/settings/',
		'/connection/',
		'/note/',
		'/trash/',
		'/open/#gone',
		'/new/'
	])
		await tab.visit(path);
	await tab.visit('/');
	await expect(tab.page.getByRole('link', { name: 'Harvest' })).toBeVisible();
	await tab.createNote('Made offline');
	await expect(tab.status).toHaveText(/^Saved on this device/);
}

async function scopes({ page }: Person): Promise<string[]> {
	return await page.evaluate(async () => {
		const registrations = await navigator.serviceWorker.getRegistrations();
		return registrations.map(({ scope }) => scope);
	});
}

async function manifestOf({ page }: Person): Promise<unknown> {
	return await page.evaluate(async () => {
		const { href } = document.querySelector<HTMLLinkElement>('link[rel=manifest]') ?? {};
		return (await (await fetch(href ?? '')).json()) as unknown;
	});
}
