import { fileURLToPath } from 'node:url';
import { expect, test, type BrowserContext, type Page } from '@playwright/test';
// For the type of `globalThis.perchContract`.
import type {} from '../contract/browser/main.js';
import { CHUNK_STORE_CASES } from '../contract/chunk-store.js';
import { KEY_VALUE_CASES } from '../contract/key-value.js';
import { bundleModule } from '../support/bundle.js';

/** Browsers give IndexedDB and WebCrypto to secure origins only; nothing is fetched from this one. */
const ORIGIN = 'https://perch.test';
const ROUNDS_PER_PAGE = 25;

let contract = '';

test.beforeAll(async () => {
	contract = await bundleModule(fileURLToPath(new URL('../contract/browser/main.ts', import.meta.url)));
});

test.beforeEach(async ({ context }) => {
	await context.route(`${ORIGIN}/contract.js`, (route) =>
		route.fulfill({ contentType: 'text/javascript', body: contract })
	);
	await context.route(`${ORIGIN}/`, (route) =>
		route.fulfill({ contentType: 'text/html', body: '<script type="module" src="/contract.js"></script>' })
	);
});

test.describe('the chunk store on IndexedDB', () => {
	for (const [name] of CHUNK_STORE_CASES) {
		test(name, async ({ context }) => {
			const page = await openContract(context);
			await page.evaluate((caseName) => perchContract.runChunkStoreCase(caseName), name);
		});
	}

	test('S5 pages that append and compact at the same time lose nothing', async ({ context }) => {
		const pages = await Promise.all([0, 1, 2].map(() => openContract(context)));
		const written = await Promise.all(
			pages.map((page, index) =>
				page.evaluate(([tab, rounds]) => perchContract.runTab('pages', tab, rounds), [
					`page${index}`,
					ROUNDS_PER_PAGE
				] as const)
			)
		);
		const fresh = await openContract(context);
		const stored = await fresh.evaluate(() => perchContract.storedWords('pages'));
		expect(stored.sort()).toEqual(written.flat().sort());
	});
});

test.describe('the key-value store on IndexedDB', () => {
	for (const [name] of KEY_VALUE_CASES) {
		test(name, async ({ context }) => {
			const page = await openContract(context);
			await page.evaluate((caseName) => perchContract.runKeyValueCase(caseName), name);
		});
	}
});

async function openContract(context: BrowserContext): Promise<Page> {
	const page = await context.newPage();
	await page.goto(`${ORIGIN}/`);
	await page.waitForFunction(() => 'perchContract' in globalThis);
	return page;
}
