import { fileURLToPath } from 'node:url';
import type { BrowserContext, Page } from '@playwright/test';
// For the type of `globalThis.perchContract`.
import type {} from '../../contract/browser/main.js';
import { bundleModule } from '../../support/bundle.js';

/** Browsers give IndexedDB and WebCrypto to secure origins only; nothing is fetched from this one. */
const ORIGIN = 'https://perch.test';

let bundle: Promise<string> | undefined;

/** Lets the pages of a context load the contract's cases: the real stores, without the app. */
export async function serveContract(context: BrowserContext): Promise<void> {
	bundle ??= bundleModule(fileURLToPath(new URL('../../contract/browser/main.ts', import.meta.url)));
	const body = await bundle;
	await context.route(`${ORIGIN}/contract.js`, (route) =>
		route.fulfill({ contentType: 'text/javascript', body })
	);
	await context.route(`${ORIGIN}/`, (route) =>
		route.fulfill({ contentType: 'text/html', body: '<script type="module" src="/contract.js"></script>' })
	);
}

/** A page with `perchContract`. */
export async function openContract(context: BrowserContext): Promise<Page> {
	const page = await context.newPage();
	await page.goto(`${ORIGIN}/`);
	await page.waitForFunction(() => 'perchContract' in globalThis);
	return page;
}

/** Several, one after the other: Firefox fails to open pages at the same time. */
export async function openContracts(context: BrowserContext, count: number): Promise<Page[]> {
	const pages: Page[] = [];
	for (let opened = 0; opened < count; opened += 1) pages.push(await openContract(context));
	return pages;
}
