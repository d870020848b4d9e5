import { test as base } from '../../tests/e2e/support/fixtures.js';
import { Person, type BrowserExtras, type Prepare } from '../../tests/e2e/support/person.js';
import { RivalSite, Signalling } from './rival-site.js';

/** `npm run bench -- --quick` */
export const IS_QUICK = process.env['BENCH_QUICK'] === '1';

type Two = readonly [Person, Person];

interface Fixtures {
	/** y-webrtc's server. */
	readonly signalling: Signalling;
	/** Starts a browser of its own for somebody who uses Perch, or a rival at the site given. */
	readonly visit: (app?: string, prepare?: Prepare, extras?: BrowserExtras) => Promise<Person>;
	/** As `visit`, for two. In a quick run all the firsts of an app share a browser, and all the seconds. */
	readonly two: (app?: string, prepare?: Prepare) => Promise<Two>;
}

interface WorkerFixtures {
	readonly site: RivalSite;
}

export const test = base.extend<Fixtures, WorkerFixtures>({
	site: [
		async ({}, use, { parallelIndex }) => {
			const site = await RivalSite.start(`site-${parallelIndex}`);
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
	},
	two: async ({ visit }, use) => {
		const known = new Map<string | undefined, Two>();
		await use(async (app, prepare) => {
			const earlier = IS_QUICK ? known.get(app) : undefined;
			if (earlier !== undefined) return [await tabOf(earlier[0]), await tabOf(earlier[1])];
			const both = await Promise.all([visit(app, prepare), visit(app, prepare)]);
			known.set(app, both);
			return both;
		});
	}
});

async function tabOf(person: Person): Promise<Person> {
	const tab = await person.newTab();
	await tab.visit('/');
	return tab;
}

export { expect } from '@playwright/test';
