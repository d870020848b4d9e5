import { test as base } from '../../tests/e2e/support/fixtures.js';
import { Person, type BrowserExtras, type Prepare } from '../../tests/e2e/support/person.js';
import { RivalSite, Signalling } from './rival-site.js';

/** `npm run bench -- --quick` */
export const IS_QUICK = process.env['BENCH_QUICK'] === '1';

interface Fixtures {
	/** y-webrtc's server. */
	readonly signalling: Signalling;
	/** Starts a browser of its own for somebody who uses Perch, or a rival at the site given. */
	readonly visit: (app?: string, prepare?: Prepare, extras?: BrowserExtras) => Promise<Person>;
}

interface WorkerFixtures {
	readonly site: RivalSite;
}

export const test = base.extend<Fixtures, WorkerFixtures>({
	site: [
		async ({}, use) => {
			const site = await RivalSite.start();
			await use(site);
			await site.stop();
		},
		{ scope: 'worker' }
	],
	signalling: async ({}, use) => {
		const signalling = await Signalling.start();
		await use(signalling);
		await signalling.stop();
	},
	visit: async ({ server, accompany }, use) => {
		await use(async (app = server.url, prepare, extras = {}) => {
			const withoutWorker: Prepare = async (context) => {
				// As in the end-to-end tests: to store the whole app would take its part of the processor meanwhile.
				await context.addInitScript(() => Reflect.deleteProperty(Navigator.prototype, 'serviceWorker'));
				await prepare?.(context);
			};
			return await accompany(Person.arrive(app, 'chromium', {}, withoutWorker, { isShell: true, ...extras }));
		});
	}
});

export { expect } from '@playwright/test';
