import { expect, test } from './support/fixtures.js';
import { OriginPage } from './support/origin-page.js';
import { Person } from './support/person.js';
import { Release, versionOf } from './support/release.js';

/** One key after another, in milliseconds, like somebody who writes. */
const KEY_MS = 60;

test('S43 a new version comes in while two tabs type: it interrupts neither, and nothing is lost', async () => {
	const release = await Release.first();
	const a = await Person.arrive(release.server.url);
	await a.createNote('First');
	await a.type('begun ');
	await expect(a.status).toHaveText(/^Saved on this device/);
	const first = a.page.url();
	await a.installed();
	// A page that came before its service worker is not under its control.
	await a.page.reload();
	await a.editor.waitFor();
	const b = await a.newTab();
	await b.visit('/');
	await b.createNote('Second');
	const c = await a.newTab();
	await c.visit('/');
	// Loaded past its service worker, as by Shift and reload: it hears of the version by nobody else.
	const devtools = await c.page.context().newCDPSession(c.page);
	await devtools.send('Page.reload', { ignoreCache: true });
	await expect
		.poll(() => c.page.evaluate(() => navigator.serviceWorker.controller === null).catch(() => false))
		.toBe(true);
	await c.ready();
	await release.deploy(2);

	// Both type until they are told to stop.
	let typing = true;
	const typed = { a: 'begun ', b: '' };
	await a.caretTo('end');
	await b.editor.focus();
	const typists = (['a', 'b'] as const).map(async (name) => {
		const person = { a, b }[name];
		for (let word = 0; typing; word += 1) {
			const next = `${name}${word} `;
			await person.page.keyboard.type(next, { delay: KEY_MS });
			typed[name] += next;
		}
	});
	await c.page.evaluate(async () => {
		const registration = await navigator.serviceWorker.getRegistration();
		await registration?.update();
	});
	const update = c.page.getByRole('button', { name: 'Update' });
	await update.waitFor();
	for (const person of [a, b]) await expect(person.page.getByText('A new version is ready')).toBeHidden();
	await update.click();
	await expect.poll(() => versionOf(c.page)).toBe('2');

	// An old and a new tab on one note: both write, and both have all of it.
	await c.page.goto(first);
	await c.editor.waitFor();
	await c.caretTo('start');
	await c.type('NEW ');
	await expect.poll(() => a.text()).toMatch(/^NEW begun /);
	expect(await versionOf(a.page)).toBeUndefined();
	typing = false;
	await Promise.all(typists);
	expect(await a.text()).toBe(`NEW ${typed.a}`);
	await expect.poll(() => c.text()).toBe(`NEW ${typed.a}`);

	// Once nobody writes there, the others are loaded anew, too.
	for (const person of [a, b]) {
		await expect.poll(() => versionOf(person.page)).toBe('2');
		await person.editor.waitFor();
	}
	expect(await a.text()).toBe(`NEW ${typed.a}`);
	expect(await b.text()).toBe(typed.b);
	expect([...a.problems, ...b.problems, ...c.problems]).toEqual([]);
	await a.leave();
	await release.end();
});

test('S40 what a newer Perch has stored is left alone, and that is said; an open tab goes on', async ({
	arrive
}) => {
	const person = await arrive();
	await person.createNote('Careful');
	await person.type('stored');
	await expect(person.status).toHaveText(/^Saved on this device/);
	const address = person.page.url();
	const hand = await OriginPage.open(person);
	const stored = await hand.chunks();
	// The list of last time is kept a while after it has changed (S53), and below it is all that there is.
	await expect
		.poll(() => person.page.evaluate(() => localStorage.getItem('perch:list')))
		.toContain('Careful');

	await hand.markFormat(2);
	await person.type(', and typed beside a newer Perch');
	await expect(person.status).toHaveText(/^Not saved: another tab has a newer Perch/);
	expect(await person.text()).toBe('stored, and typed beside a newer Perch');
	expect(await hand.chunks()).toEqual(stored);

	const later = await person.newTab();
	await later.visit('/');
	await expect(later.page.getByText('A newer Perch keeps its notes here')).toBeVisible();
	// What cannot be read is not said to be empty.
	await later.visit('/trash/');
	await expect(later.page.getByText('A newer Perch keeps its notes here')).toBeVisible();
	await expect(later.page.getByText('The trash is empty')).toBeHidden();
	await later.visit('/');
	const notes = later.page.getByRole('list', { name: 'Notes' });
	await expect(notes.getByRole('link', { name: 'Careful' })).toBeVisible();
	await later.page.getByRole('button', { name: 'New note' }).first().click();
	await expect(later.page.getByText('No note could be made.')).toBeVisible();
	expect(await hand.chunks()).toEqual(stored);

	// With the format that it knows, all is there.
	await hand.markFormat(1);
	await later.page.goto(address);
	await later.editor.waitFor();
	await expect.poll(() => later.text()).toBe('stored, and typed beside a newer Perch');
});
