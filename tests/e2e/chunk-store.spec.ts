import { readdirSync, rmSync, statSync, truncateSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
	chromium,
	expect,
	firefox,
	test,
	type BrowserContext,
	type LaunchOptions,
	type Page
} from '@playwright/test';
import { CHUNK_STORE_CASES } from '../contract/chunk-store.js';
import { KEY_VALUE_CASES } from '../contract/key-value.js';
import { sampleOrFull } from '../support/long.js';
import { openContract, openContracts, serveContract } from './support/contract-page.js';

const PAGES = 3;
const ROUNDS_PER_PAGE = sampleOrFull(12, 25);
const TIMES_LEFT = sampleOrFull(2, 5);

/** Larger than what either browser keeps within the database, so that the value has a file of its own. */
const LARGE_CHUNK_BYTES = 3_000_000;

let context: BrowserContext;

test.beforeAll(async ({ browser }) => {
	context = await browser.newContext();
	await serveContract(context);
});

test.afterAll(async () => {
	await context.close();
});

test.describe('the chunk store on IndexedDB', () => {
	let page: Page;

	test.beforeAll(async () => {
		page = await openContract(context);
	});

	for (const [name] of CHUNK_STORE_CASES) {
		test(name, async () => {
			await page.evaluate((caseName) => perchContract.runChunkStoreCase(caseName), name);
		});
	}

	test('S2 an append settles after its transaction has committed', async () => {
		const tab = await openContract(context);
		expect(await tab.evaluate(() => perchContract.orderOfCommit('order'))).toEqual(['complete', 'settled']);
		await tab.close();
	});

	test('S40 what is stored in a newer format is neither read nor written nor deleted', async () => {
		const tab = await openContract(context);
		const facts = await tab.evaluate(() => perchContract.meetNewerFormat('newer'));
		expect(facts).toEqual({
			told: Array<string>(4).fill('outdated'),
			opened: Array<string>(4).fill('outdated'),
			interruptions: 1,
			chunksAfterwards: [2, 2]
		});
		await tab.close();
	});

	test(
		'S5 pages that append and compact at the same time lose nothing',
		{ tag: '@long-in-firefox' },
		async () => {
			const pages = await openContracts(context, PAGES);
			const written = await Promise.all(
				pages.map((tab, index) =>
					tab.evaluate(([name, rounds]) => perchContract.runTab('pages', name, rounds), [
						`page${index}`,
						ROUNDS_PER_PAGE
					] as const)
				)
			);
			const stored = await page.evaluate(() => perchContract.storedWords('pages'));
			expect(stored.sort()).toEqual(written.flat().sort());
		}
	);

	test(
		'S8 what is flushed when the page is hidden is stored although the page is left',
		{ tag: '@long-in-firefox' },
		async () => {
			for (let time = 0; time < TIMES_LEFT; time += 1) {
				const leaving = await openContract(context);
				const word = `word${time}`;
				await leaving.evaluate((last) => perchContract.writeWhenHidden('leaving', last), word);
				await leaving.goto('about:blank');
				await expect
					.poll(() => page.evaluate(() => perchContract.storedWords('leaving')), { timeout: 5_000 })
					.toContain(word);
				await leaving.close();
			}
		}
	);
});

test.describe('the key-value store on IndexedDB', () => {
	let page: Page;

	test.beforeAll(async () => {
		page = await openContract(context);
	});

	for (const [name] of KEY_VALUE_CASES) {
		test(name, async () => {
			await page.evaluate((caseName) => perchContract.runKeyValueCase(caseName), name);
		});
	}
});

for (const [accident, hurt] of [
	['is gone', rmSync],
	['was cut', (path: string) => truncateSync(path, 1_000)]
] as const) {
	test(
		`S6 a chunk whose file on the disk ${accident} is set aside, and the others load`,
		{ tag: '@long-in-firefox' },
		async ({ browserName }) => {
			const options = test.info().project.use.launchOptions ?? {};
			const profile = await mkdtemp(join(tmpdir(), 'perch-e2e-'));
			await inProfile(browserName, profile, options, (page) =>
				page.evaluate((bytes) => perchContract.storeLargeAndSmall('hurt', bytes), LARGE_CHUNK_BYTES)
			);
			const files = filesOfLargeValues(profile);
			expect(files).toHaveLength(1);
			for (const file of files) hurt(file);
			const found = await inProfile(browserName, profile, options, (page) =>
				page.evaluate(() => perchContract.readableChunks('hurt'))
			);
			expect(found).toEqual({ sizes: [1], damaged: 1, interruptions: 0 });
			await rm(profile, { recursive: true, force: true });
		}
	);
}

/** Starts a browser on a profile, does something in a page of it, and ends the browser. */
async function inProfile<Result>(
	browserName: string,
	profile: string,
	options: LaunchOptions,
	work: (page: Page) => Promise<Result>
): Promise<Result> {
	const launcher = browserName === 'firefox' ? firefox : chromium;
	const persistent = await launcher.launchPersistentContext(profile, options);
	await serveContract(persistent);
	const result = await work(await openContract(persistent));
	await persistent.close();
	return result;
}

/** Where Chromium and Firefox keep values that are too large for their databases. */
function filesOfLargeValues(profile: string): string[] {
	return readdirSync(profile, { recursive: true, encoding: 'utf8' })
		.filter((path) => /indexeddb\.blob|perch\.test[\\/]idb[\\/].*\.files/.test(path))
		.map((path) => join(profile, path))
		.filter((path) => statSync(path).size >= LARGE_CHUNK_BYTES);
}
