import type { Page } from '@playwright/test';
import type { Person } from '../../tests/e2e/support/person.js';
import { writeRows } from '../report/rows.js';
import { timeToEditor, watchEditors } from './editor-watch.js';
import { expect, IS_QUICK, test } from './fixtures.js';
import { asPerchFile, asYjsUpdate, loadHistory, textOf } from './history.js';
import { makeEdits } from './make-edits.js';
import { importFile } from './pairs.js';
import { median } from '../../tests/support/percentile.js';

const ROUNDS = IS_QUICK ? 1 : 9;
/** Within it a fresh page is through with what its start left to do, in milliseconds. */
const REST_MS = IS_QUICK ? 500 : 1_500;

/**
 * The last edits are typed: y-indexeddb has on average so many updates beside the state that it makes of every 500, and Perch stores
 * its own as it does.
 */
const TYPED_EDITS = IS_QUICK ? 100 : 250;
/** Ten edits each 100 ms. */
const EDIT_MS = 10;

const NAME = 'history';
const MOST_OF_YJS = 0.1;

test('a stored note is opened', async ({ visit, site }) => {
	const history = loadHistory(IS_QUICK);
	const before = history.edits.slice(0, -TYPED_EDITS);
	const typed = history.edits.slice(-TYPED_EDITS);
	const length = textOf(history.edits).length;

	const [perch, rival, bare] = await Promise.all([
		visit(undefined, watchEditors),
		visit(site.url, watchEditors),
		visit(site.url, watchEditors)
	]);
	await importFile(perch, asPerchFile(NAME, before));
	await makeEdits(perch, typed, EDIT_MS);
	await expect(perch.status).toHaveText(/^Saved/);
	const address = perch.page.url();

	const { page } = rival;
	await load('yjs', page);
	await page.evaluate((name) => bench().open(name), NAME);
	await page.evaluate((update) => bench().take(update), await asYjsUpdate(before));
	await page.evaluate(() => bench().compact());
	await makeEdits(rival, typed, EDIT_MS);
	await page.evaluate(() => bench().stored());

	await load('loro', bare.page);
	const snapshot = Buffer.from(asPerchFile(NAME, history.edits)).toString('base64');
	await bare.page.evaluate(([name, base64]) => bench().keep(name, base64), [NAME, snapshot] as const);

	const times = { perch: [], cold: [], yjs: [], compacted: [], floor: [] } as Record<string, number[]>;
	const open = async (name: string, measure: () => Promise<number>) => times[name]?.push(await measure());
	for (let round = 0; round < ROUNDS; round += 1) {
		await open('perch', () => openInPerch(perch, length));
		await open('yjs', () => openYjs(rival, length));
		await open('floor', () => openBare(bare, length));
		await open('cold', () => openByAddress(perch, address, length));
	}
	await page.evaluate(() => bench().compact());
	for (let round = 0; round < ROUNDS; round += 1) await open('compacted', () => openYjs(rival, length));

	const [own, theirs, floor] = [
		median(times['perch'] ?? []),
		median(times['yjs'] ?? []),
		median(times['floor'] ?? [])
	];
	writeRows('opening', {
		conditions: `A stored note is opened in a page that is there already, ${ROUNDS} times: ${history.title}. The floor is Loro’s snapshot as one record of a database, and its text in CodeMirror.`,
		rows: [
			{
				what: 'a stored note with the history, from the tap until it can be typed in',
				unit: 'ms',
				perch: own,
				yjs: theirs,
				floor,
				target: `${MOST_OF_YJS} x Yjs`,
				met: own <= MOST_OF_YJS * theirs
			},
			{
				what: 'the same, where Yjs has stored it as one state',
				unit: 'ms',
				perch: own,
				yjs: median(times['compacted'] ?? [])
			},
			{
				what: 'the same by its address, with the page itself',
				unit: 'ms',
				perch: median(times['cold'] ?? [])
			}
		]
	});
});

/** From the list of a fresh page. */
async function openInPerch(person: Person, length: number): Promise<number> {
	await person.visit('/');
	const link = person.page.getByRole('link', { name: NAME, exact: true });
	await link.waitFor();
	await person.page.waitForTimeout(REST_MS);
	const since = await link.evaluate((element) => {
		const now = performance.now();
		(element as HTMLElement).click();
		return now;
	});
	const took = await timeToEditor(person.page, since);
	expect((await person.text()).length).toBe(length);
	return took;
}

async function openByAddress(person: Person, address: string, length: number): Promise<number> {
	await person.page.goto('about:blank');
	await person.page.goto(address);
	const took = await timeToEditor(person.page);
	expect((await person.text()).length).toBe(length);
	return took;
}

/** In a fresh page that has loaded all its code. */
async function openYjs(person: Person, length: number): Promise<number> {
	const { page } = person;
	await load('yjs', page);
	await page.waitForTimeout(REST_MS);
	const since = await page.evaluate((name) => {
		const now = performance.now();
		void bench().open(name);
		return now;
	}, NAME);
	const took = await timeToEditor(page, since);
	expect((await person.text()).length).toBe(length);
	return took;
}

/** As `openYjs`. */
async function openBare(person: Person, length: number): Promise<number> {
	const { page } = person;
	await load('loro', page);
	await page.waitForTimeout(REST_MS);
	const since = await page.evaluate((name) => {
		const now = performance.now();
		void bench().openKept(name);
		return now;
	}, NAME);
	const took = await timeToEditor(page, since);
	expect((await person.text()).length).toBe(length);
	return took;
}

async function load(rival: 'loro' | 'yjs', page: Page): Promise<void> {
	await page.goto(new URL(`/?${rival}`, page.url()).href);
	await page.waitForFunction(() => 'bench' in globalThis);
}
