import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type BrowserContext } from '@playwright/test';
import { shellLaunch } from './browsers.js';

/** A Chromium's shell with a profile of its own, started as all are that need nothing special. */
export interface PlainBrowser {
	readonly profile: string;
	readonly context: BrowserContext;
}

/** How many wait at most: more people than these seldom meet in one test. */
const MOST_IDLE = 3;

/**
 * Browsers whose people have left, for those who come next: to start one takes as much of the processor as a whole short test. Each
 * test has a server on a port of its own and so an origin of its own, where a browser that was used before finds nothing.
 */
export class IdleBrowsers {
	readonly #idle: PlainBrowser[] = [];

	/** One that nobody else has. The page it shows is not for use: without one the browser would end. */
	async take(): Promise<PlainBrowser> {
		const idle = this.#idle.pop();
		if (idle !== undefined) return idle;
		const profile = await mkdtemp(join(tmpdir(), 'perch-e2e-'));
		const context = await chromium.launchPersistentContext(profile, { ...shellLaunch, headless: true });
		await withoutServiceWorkers(context);
		return { profile, context };
	}

	/** Takes back one of which nothing was changed that outlives its pages, but for what the app stored at its origin. */
	async giveBack(browser: PlainBrowser, origin: string): Promise<void> {
		const [first, ...used] = browser.context.pages();
		if (first?.url() !== 'about:blank' || this.#idle.length >= MOST_IDLE) {
			await end(browser);
			return;
		}
		await Promise.all(used.map((page) => page.close()));
		const session = await browser.context.newCDPSession(first);
		await session.send('Storage.clearDataForOrigin', { origin, storageTypes: 'all' });
		await session.detach();
		this.#idle.push(browser);
	}

	async end(): Promise<void> {
		await Promise.all(this.#idle.splice(0).map(end));
	}
}

/**
 * As private windows of Firefox have none: to store the whole app, which only tests without the server need, takes as much of the
 * processor as a start does, at each new origin.
 */
export async function withoutServiceWorkers(context: BrowserContext): Promise<void> {
	await context.addInitScript(() => Reflect.deleteProperty(Navigator.prototype, 'serviceWorker'));
}

async function end({ profile, context }: PlainBrowser): Promise<void> {
	await context.close();
	await rm(profile, { recursive: true, force: true });
}
