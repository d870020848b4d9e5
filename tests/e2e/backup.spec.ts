import type { Locator } from '@playwright/test';
import type { LoroDoc } from 'loro-crdt';
import { seeded } from '../fuzz/random.js';
import { IS_LONG, sampleOrFull } from '../support/long.js';
import {
	backupOf,
	copyOf,
	downloaded,
	factsOf,
	makeNote,
	storedNotes,
	writeOn,
	type MadeNote
} from './support/backups.js';
import { expect, test } from './support/fixtures.js';
import type { Person } from './support/person.js';

const NOTES = sampleOrFull(10, 1_000);
/** So many that a person is quicker than the restore. */
const TO_CANCEL = 100;
const SEED = 20;
const PATIENCE_MS = sampleOrFull(60_000, 300_000);

interface Upload {
	readonly name: string;
	readonly buffer: Buffer;
	readonly mimeType: string;
}

function upload(name: string, content: Buffer | string | Uint8Array): Upload {
	return { name, buffer: Buffer.from(content as Uint8Array), mimeType: '' };
}

function panel({ page }: Person, title: string): Locator {
	return page.getByRole('region', { name: title, exact: true });
}

async function choose(person: Person, button: string, files: readonly Upload[]): Promise<void> {
	const { page } = person;
	const [chooser] = await Promise.all([
		page.waitForEvent('filechooser'),
		page.getByRole('button', { name: button, exact: true }).click()
	]);
	await chooser.setFiles([...files]);
}

/** Restores in Settings and gives the words of the result. */
async function restore(person: Person, backup: Buffer, title = 'Restored'): Promise<string> {
	await person.visit('/settings/');
	await choose(person, 'Restore from a backup', [upload('perch.zip', backup)]);
	const ended = panel(person, title);
	await ended.waitFor({ timeout: PATIENCE_MS });
	return await ended.innerText();
}

async function backUp(person: Person): Promise<Buffer> {
	await person.visit('/settings/');
	const { name, bytes } = await downloaded(person.page, () =>
		person.page.getByRole('button', { name: 'Back up all notes' }).click()
	);
	expect(name).toMatch(/^perch-backup-\d{4}-\d\d-\d\d\.zip$/);
	return bytes;
}

/** The longest time, in milliseconds, that the page did nothing else, since the last call. */
async function watchFrames({ page }: Person): Promise<() => Promise<number>> {
	await page.evaluate(() => {
		const longest = { ms: 0 };
		new PerformanceObserver((list) => {
			for (const { duration } of list.getEntries()) longest.ms = Math.max(longest.ms, duration);
		}).observe({ type: 'longtask' });
		Object.assign(globalThis, { longest });
	});
	return async () => Number(await page.evaluate('longest.ms'));
}

/** Figures stand in the report of the run. */
function note(description: string): void {
	test.info().annotations.push({ type: 'measured', description });
	if (IS_LONG) console.warn(description);
}

function facts(docs: ReadonlyMap<string, MadeNote['doc']>): Record<string, object> {
	return Object.fromEntries(Array.from(docs, ([id, doc]) => [id, factsOf(doc)] as const));
}

test(
	`S21 S22 S23 a backup of ${NOTES} notes, restored into an empty and into a half-full browser`,
	{ tag: '@long' },
	async ({ arrive }) => {
		test.setTimeout(sampleOrFull(120_000, 900_000));
		const random = seeded(SEED);
		const made: MadeNote[] = [];
		for (let number = 1; number < NOTES; number += 1) made.push(await makeNote(`Note ${number}`, random));

		const a = await arrive();
		expect(await restore(a, await backupOf(made))).toContain(`${NOTES - 1} notes restored.`);
		await a.page.getByRole('link', { name: 'All notes' }).click();
		const listed = a.page.getByRole('list', { name: 'Notes' }).getByRole('listitem').first();
		await expect(listed).toHaveAttribute('aria-setsize', String(NOTES - 1));
		await a.createNote('By hand');
		await a.type('typed in the browser');
		await expect(a.status).toHaveText(/^Saved on this device/);
		const before = performance.now();
		const backup = await backUp(a);
		note(`backup of ${NOTES} notes: ${Math.round(performance.now() - before)} ms, ${backup.length} bytes`);
		const atA = facts(await storedNotes(a.page));
		expect(Object.keys(atA)).toHaveLength(NOTES);

		const b = await arrive();
		await b.visit('/settings/');
		const longest = await watchFrames(b);
		const start = performance.now();
		await choose(b, 'Restore from a backup', [upload('perch.zip', backup)]);
		await panel(b, 'Restored').waitFor({ timeout: PATIENCE_MS });
		const took = Math.round(performance.now() - start);
		note(`restore of ${NOTES} notes: ${took} ms, longest task ${Math.round(await longest())} ms`);
		expect(facts(await storedNotes(b.page))).toEqual(atA);
		expect(await restore(b, backup)).toContain(`Nothing is new: all ${NOTES} notes were here already.`);
		expect(facts(await storedNotes(b.page))).toEqual(atA);
		await b.page.getByRole('link', { name: 'All notes' }).click();
		await b.page.getByRole('link', { name: 'By hand' }).click();
		await expect(b.editor).toHaveText('typed in the browser');

		// Half of the notes are there: some as they are, some older, some gone their own way.
		const there = made.filter((_, index) => index % 2 === 0).map(copyOf);
		there.forEach((note, index) => {
			if (index % 3 > 0) writeOn(note, random);
		});
		const c = await arrive();
		expect(await restore(c, await backupOf(there))).toContain(`${there.length} notes restored.`);
		await restore(c, backup);
		const expected = await storedNotes(a.page);
		for (const { id, doc } of there) expected.get(id)?.import(doc.export({ mode: 'update' }));
		expect(facts(await storedNotes(c.page))).toEqual(facts(expected));
	}
);

test('S29 a note that another tab has open shows what is restored, where one is writing', async ({
	arrive
}) => {
	const random = seeded(SEED);
	const old = await makeNote('Open elsewhere', random);
	const grown = copyOf(old);
	grown.doc.getText('body').insert(0, 'FROM THE BACKUP ');
	grown.doc.commit();
	const a = await arrive();
	await restore(a, await backupOf([old]));
	const other = await a.newTab();
	await other.visit(`/note/#${old.id}`);
	await other.caretTo('end');
	await other.type('typing');
	await restore(a, await backupOf([grown]));
	await expect.poll(() => other.text()).toMatch(/^FROM THE BACKUP .*typing$/s);
	await other.type(' on');
	await expect.poll(() => other.text()).toMatch(/typing on$/);
	expect(other.problems).toEqual([]);
});

test('S24 a restore that is cancelled leaves whole notes and says how many; the next one completes it', async ({
	arrive
}) => {
	const random = seeded(SEED);
	const made: MadeNote[] = [];
	for (let number = 0; number < TO_CANCEL; number += 1) made.push(await makeNote(`Note ${number}`, random));
	const backup = await backupOf(made);
	const a = await arrive();
	await a.visit('/settings/');
	await choose(a, 'Restore from a backup', [upload('perch.zip', backup)]);
	await expect(a.page.getByRole('progressbar')).toHaveAttribute('max', String(TO_CANCEL));
	await a.page.getByRole('button', { name: 'Cancel' }).click();
	const words = await panel(a, 'Stopped').innerText();
	const count = Number(/(\d+) notes? restored/.exec(words)?.[1] ?? 0);
	expect(count).toBeLessThan(TO_CANCEL);
	expect(words).toContain('The rest was left.');
	const stored = await storedNotes(a.page);
	expect(stored.size).toBe(count);
	const originals = new Map(made.map(({ id, doc }) => [id, factsOf(doc)]));
	for (const [id, doc] of stored) expect(factsOf(doc)).toEqual(originals.get(id));
	const rest = await restore(a, backup);
	expect(rest).toContain(`${TO_CANCEL - count} notes restored.`);
	expect(facts(await storedNotes(a.page))).toEqual(facts(new Map(made.map(({ id, doc }) => [id, doc]))));

	await a.page.getByRole('button', { name: 'Back up all notes' }).click();
	await a.page.getByRole('button', { name: 'Cancel' }).click();
	await expect(panel(a, 'Stopped')).toContainText('No file was made.');
});

test('S27 S28 a note goes out as Markdown and with its history, and comes back', async ({ arrive }) => {
	const a = await arrive();
	await a.createNote('Orchard: weekend');
	await a.type('pears and quinces');
	await expect(a.status).toHaveText(/^Saved on this device/);
	const id = idOf(a);
	const menu = a.page.getByRole('menu', { name: 'More' });
	const goTo = async (name: string) => {
		await a.page.getByRole('button', { name: 'More' }).press('Enter');
		await expect(menu.getByRole('menuitem').first()).toBeFocused();
		const item = menu.getByRole('menuitem', { name, exact: true });
		const before = await menu.getByRole('menuitem').allInnerTexts();
		for (let at = before.findIndex((text) => text.trim() === name); at > 0; at -= 1)
			await a.page.keyboard.press('ArrowDown');
		await expect(item).toBeFocused();
	};
	await goTo('Export as Markdown');
	const markdown = await downloaded(a.page, () => a.page.keyboard.press('Enter'));
	await expect(menu).toBeHidden();
	expect(markdown.name).toBe('Orchard weekend.md');
	expect(markdown.bytes.toString()).toBe('# Orchard: weekend\n\npears and quinces');
	await goTo('Export with history');
	const history = await downloaded(a.page, () => a.page.keyboard.press('Enter'));
	expect(history.name).toBe('Orchard weekend.loro');
	const original = factsOf(await storedNote(a, id));

	await a.visit('/');
	await choose(a, 'Import…', [upload(history.name, history.bytes)]);
	await expect(a.editor).toHaveText('pears and quinces');
	await expect(a.page.getByRole('textbox', { name: 'Title' })).toHaveValue('Orchard: weekend');
	const imported = idOf(a);
	expect(imported).not.toBe(id);
	expect(factsOf(await storedNote(a, imported))).toEqual(original);

	await a.visit('/');
	await choose(a, 'Import…', [upload(markdown.name, markdown.bytes)]);
	await expect(a.editor).toHaveText('pears and quinces');
	await expect(a.page.getByRole('textbox', { name: 'Title' })).toHaveValue('Orchard: weekend');

	await a.visit('/');
	const windows1252 = Buffer.from([0x93, 0x5a, 0x6f, 0xeb, 0x94, 0x20, 0x80, 0x0d, 0x0a, 0x32]);
	await choose(a, 'Import…', [
		upload('Old letter.txt', windows1252),
		upload('photo.jpg', 'x'),
		upload('broken.loro', 'x'),
		upload('cut.zip', (await backUpBytes()).subarray(0, -9))
	]);
	const result = panel(a, 'Imported');
	await expect(result).toContainText('1 note imported.');
	await expect(result.getByRole('listitem')).toHaveText([
		/“photo.jpg”: Perch takes/,
		/“broken.loro”: it is damaged/,
		/“cut.zip”: the end of the file is missing/
	]);
	await a.page.getByRole('link', { name: 'Old letter' }).click();
	await expect.poll(() => a.text()).toBe('“Zoë” €\n2');
});

function idOf({ page }: Person): string {
	return page.url().split('#')[1] ?? '';
}

async function storedNote({ page }: Person, id: string): Promise<LoroDoc> {
	const doc = (await storedNotes(page)).get(id);
	if (doc === undefined) throw new Error('the note is not stored');
	return doc;
}

async function backUpBytes(): Promise<Buffer> {
	return await backupOf([await makeNote('x', seeded(SEED))]);
}
