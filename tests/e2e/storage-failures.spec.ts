import { IS_LONG } from '../support/long.js';
import type { Locator } from '@playwright/test';
import { expect, test } from './support/fixtures.js';
import { OriginPage } from './support/origin-page.js';
import { agreedText, type BrowserName, type Person } from './support/person.js';
import { SMALL_FIREFOX, TestDisk } from './support/test-disk.js';

/** Saving is tried again after at most 30 s. */
/** In Firefox in the long run only: each test takes it twice as long. */
const BROWSERS: readonly BrowserName[] = IS_LONG ? ['chromium', 'firefox'] : ['chromium'];

const SAVED_AT_LAST = { timeout: 40_000 };

/** A database that hangs counts as failed after 30 s. */
const HANGING = { timeout: 45_000 };

/** What the person is told of trouble, in words that hold this text. */
function trouble(person: Person, hasText = ''): Locator {
	return person.page.getByRole('complementary', { name: 'Trouble' }).filter({ hasText });
}

/** A note with some text that is stored; gives its id. */
async function storedNote(person: Person, text: string): Promise<string> {
	await person.createNote('Careful');
	await person.type(text);
	await expect(person.status).toHaveText(/^Saved on this device/);
	return new URL(person.page.url()).hash.slice(1);
}

async function textAfterReload(person: Person): Promise<string> {
	await person.page.reload();
	await person.editor.waitFor();
	return await person.text();
}

/** Shares the note of one person with another; both have it then. */
async function share(from: Person, to: Person): Promise<void> {
	const link = await from.shareLink();
	await to.page.goto(link);
	await to.editor.waitFor();
	for (const person of [from, to]) await expect(person.status).toHaveText(/^Synced with/);
}

for (const browser of BROWSERS) {
	test(
		`S9 S15 a full disk in ${browser} is told, typing goes on, and what was typed is stored once there is room`,
		{ tag: '@long' },
		async ({ arriveToInstall }) => {
			test.setTimeout(150_000);
			const a = await arriveToInstall(browser, SMALL_FIREFOX);
			const disk = await TestDisk.small(a, browser);
			await storedNote(a, 'stored, ');
			await disk.fill();
			// More than what a browser may squeeze into the room of its last block: Firefox's database grows by 32 KB.
			const unsaved = 'typed while the disk was full '.repeat(3_000);
			await a.editor.focus();
			await a.page.keyboard.insertText(unsaved);
			await expect(a.status).toHaveText(/^Not saved: this device is full/);
			await expect(trouble(a, 'Your last changes are not saved').first()).toBeVisible();
			await expect(trouble(a, 'keep this page open').first()).toBeVisible();
			await a.type('and after that.');
			expect(await a.text()).toBe(`stored, ${unsaved}and after that.`);
			await disk.giveRoom();
			await expect(a.status).toHaveText(/^Saved on this device/, SAVED_AT_LAST);
			await expect(trouble(a)).toHaveCount(0, SAVED_AT_LAST);
			expect(await textAfterReload(a)).toBe(`stored, ${unsaved}and after that.`);
		}
	);

	test(
		`S10 S16 a database deleted under a note in ${browser} gets the whole note again`,
		{ tag: '@long' },
		async ({ arrive }) => {
			const a = await arrive(browser);
			const id = await storedNote(a, 'before the deletion, ');
			const hand = await OriginPage.open(a);
			for (const database of ['perch-notes', 'perch-local']) await hand.deleteDatabase(database);
			await expect.poll(async () => (await hand.chunks(id)).length).toBeGreaterThan(0);
			await a.type('and after it.');
			await expect(a.status).toHaveText(/^Saved on this device/);
			expect(await textAfterReload(a)).toBe('before the deletion, and after it.');
			await a.visit('/');
			await expect(a.page.getByRole('link', { name: 'Careful' })).toBeVisible();
		}
	);

	test(
		`S13 a database that a newer Perch took over in ${browser}: this tab says so and goes on`,
		{ tag: '@long' },
		async ({ arrive }) => {
			const a = await arrive(browser);
			await storedNote(a, 'stored, ');
			const newer = await OriginPage.open(a);
			await newer.upgradeDatabase();
			await a.type('typed beside a newer Perch');
			await expect(a.status).toHaveText(/^Not saved: another tab has a newer Perch/);
			await expect(trouble(a, 'Open this note there').first()).toBeVisible();
			await a.type(', and on');
			// Only then can this version use it again, of whose deletion it was not told.
			await newer.deleteDatabase('perch-notes');
			await expect(a.status).toHaveText(/^Saved on this device/, SAVED_AT_LAST);
			expect(await textAfterReload(a)).toBe('stored, typed beside a newer Perch, and on');
		}
	);

	test(
		`S6 S17 a note with damaged chunks opens in ${browser} with the rest, says so, and nothing is deleted`,
		{ tag: '@long' },
		async ({ arrive }) => {
			const a = await arrive(browser);
			const id = await storedNote(a, 'first ');
			const hand = await OriginPage.open(a);
			const before = await hand.chunks(id);
			for (const damage of ['other bytes', 'no bytes'] as const) {
				const known = await hand.chunks(id);
				await a.caretTo('end');
				await a.type(`${damage} `);
				await expect(a.status).toHaveText(/^Saved on this device/);
				const added = (await hand.chunks(id)).filter(
					(key) => !known.some((old) => JSON.stringify(old) === JSON.stringify(key))
				);
				expect(added.length).toBeGreaterThan(0);
				for (const key of added) await hand.overwrite(key, damage);
			}
			const all = await hand.chunks(id);
			expect(all.length).toBeGreaterThan(before.length + 1);
			expect(await textAfterReload(a)).toBe('first ');
			await expect(trouble(a, 'Parts of this note could not be read').first()).toBeVisible();
			await a.caretTo('end');
			await a.type('and on');
			await expect(a.status).toHaveText(/^Saved on this device/);
			expect(await textAfterReload(a)).toBe('first and on');
			expect(await hand.chunks(id)).toEqual(expect.arrayContaining(all));
		}
	);
}

test('S15 a note that is left while saving fails has everything when one comes back, and after a reload', async ({
	arriveToInstall
}) => {
	const a = await arriveToInstall();
	const disk = await TestDisk.small(a, 'chromium');
	const id = await storedNote(a, 'stored, ');
	await disk.fill();
	const unsaved = 'unsaved when left, '.repeat(200);
	await a.page.keyboard.insertText(unsaved);
	await expect(a.status).toHaveText(/^Not saved: this device is full/);
	// As a person goes: a new load of the page would lose what is in memory only.
	await a.page.getByRole('link', { name: 'All notes' }).click();
	await a.page.getByRole('searchbox', { name: 'Search notes' }).waitFor();
	await expect(trouble(a, 'A note that you left is not saved yet').first()).toBeVisible();
	await a.page.getByRole('link', { name: 'Careful' }).click();
	await a.editor.waitFor();
	await expect.poll(() => a.text()).toBe(`stored, ${unsaved}`);
	await a.caretTo('end');
	await a.type('typed when back.');
	await expect(a.status).toHaveText(/^Not saved/);
	await disk.giveRoom();
	await expect(a.status).toHaveText(/^Saved on this device/, SAVED_AT_LAST);
	await expect(trouble(a)).toHaveCount(0, SAVED_AT_LAST);
	expect(new URL(a.page.url()).hash.slice(1)).toBe(id);
	expect(await textAfterReload(a)).toBe(`stored, ${unsaved}typed when back.`);
});

/** Loses all that a person has stored, such that nothing can be stored for now; gives what ends that. */
async function lostForAWhile(person: Person, accident: Accident): Promise<() => Promise<void>> {
	if (accident === 'cleared by the browser') {
		const disk = await TestDisk.of(person, 'chromium');
		await disk.takeAll();
		await disk.clear();
		return () => disk.giveRoom();
	}
	const hand = await OriginPage.open(person);
	await hand.upgradeDatabase('delete');
	return async () => {
		await hand.deleteDatabase('perch-notes');
		await hand.close();
	};
}

type Accident = 'deleted by another page' | 'cleared by the browser';

for (const accident of ['deleted by another page', 'cleared by the browser'] satisfies Accident[]) {
	test(`S16 peers hear that less is stored when the database was ${accident}`, async ({ arrive }) => {
		test.setTimeout(120_000);
		const a = await arrive();
		const b = await arrive();
		await storedNote(a, 'known to both');
		await share(a, b);
		const giveRoom = await lostForAWhile(a, accident);
		await expect(a.status).toHaveText(/^Not saved/);
		await expect(b.status).not.toHaveText(/^Synced/);
		await b.caretTo('end');
		await b.type(', and more');
		await expect.poll(() => a.text()).toBe('known to both, and more');
		await expect(b.status).not.toHaveText(/^Synced/);
		await giveRoom();
		for (const person of [a, b]) await expect(person.status).toHaveText(/^Synced with/, SAVED_AT_LAST);
		expect(await agreedText(a, b)).toBe('known to both, and more');
		await b.leave();
		expect(await textAfterReload(a)).toBe('known to both, and more');
	});
}

test(
	'S13 an old tab that does not let go is told by the tab that waits, which goes on once it is closed',
	{ tag: '@long-only' },
	async ({ arrive }) => {
		test.setTimeout(150_000);
		const a = await arrive();
		await storedNote(a, 'stored, ');
		const old = await OriginPage.open(a);
		await old.holdDatabase();
		// Waits for the old tab, and everybody who opens the database waits behind it.
		const newer = await OriginPage.open(a);
		const deleted = newer.deleteDatabase('perch-notes');
		await a.type('typed meanwhile');
		await expect(a.status).toHaveText(/^Not saved: another tab is in the way/, HANGING);
		await expect(trouble(a, 'Close the other tabs of Perch').first()).toBeVisible();
		await a.type(', and on');
		await old.close();
		await deleted;
		await expect(a.status).toHaveText(/^Saved on this device/, SAVED_AT_LAST);
		expect(await textAfterReload(a)).toBe('stored, typed meanwhile, and on');
	}
);

test('S13 a Perch whose upgrade an old tab blocks says so, and starts by itself once that tab is closed', async ({
	arrive
}) => {
	const a = await arrive();
	const id = await storedNote(a, 'of the old version');
	const old = await OriginPage.open(a);
	await old.holdDatabase();
	// This page plays a Perch whose database layout is one newer.
	await a.page.addInitScript(() => {
		const open = indexedDB.open.bind(indexedDB);
		indexedDB.open = (name, version) => {
			const request = open(name, name === 'perch-notes' ? 2 : version);
			// What is to be upgraded is there already.
			Object.defineProperty(request, 'onupgradeneeded', { value: null, writable: true });
			request.addEventListener('upgradeneeded', (event) => event.stopImmediatePropagation());
			return request;
		};
	});
	await a.page.goto(`${a.app}/`);
	await expect(trouble(a, 'Your list of notes cannot be read now').first()).toBeVisible();
	await expect(trouble(a, 'Close the other tabs of Perch').first()).toBeVisible();
	await old.close();
	await expect(trouble(a)).toHaveCount(0);
	await a.page.getByRole('link', { name: 'Careful' }).click();
	await a.editor.waitFor();
	expect(await a.text()).toBe('of the old version');
	expect(new URL(a.page.url()).hash.slice(1)).toBe(id);
});

test('S17 a list of notes with a damaged chunk says so, and joining a missing note brings its text back', async ({
	arrive
}) => {
	const a = await arrive();
	await storedNote(a, 'not gone');
	const link = await a.shareLink();
	await a.visit('/');
	const hand = await OriginPage.open(a);
	const ofLibrary = await hand.chunks('library');
	for (const key of ofLibrary) await hand.overwrite(key, 'other bytes');
	await a.visit('/');
	await expect(trouble(a, 'Parts of your list of notes could not be read').first()).toBeVisible();
	await expect(a.page.getByRole('link', { name: 'Careful' })).toHaveCount(0);
	await a.page.goto(link);
	await a.editor.waitFor();
	expect(await a.text()).toBe('not gone');
	expect(await hand.chunks('library')).toEqual(expect.arrayContaining(ofLibrary));
});
