import { defineConfig } from '@playwright/test';
import { chromiumLaunch, firefoxLaunch, shellLaunch } from './tests/e2e/support/browsers.js';
import { IS_LONG } from './tests/support/long.js';

/** Two browser processes and a server share the cores of small machines with what `npm test` runs beside them. */
const WORKERS = 1;

/** Those that say how long something may take: `npm test` runs them when the others are through. */
const TIMED = specs('crash', 'heartbeat', 'joins', 'large-notes', 'library-speed', 'network', 'wake');

/** The contract of each interface, storage, and the app as it is installed. */
const STORING = specs(
	'backup',
	'bad-input',
	'channel',
	'chunk-store',
	'csp',
	'installed',
	'pwa',
	'safety',
	'shell-size',
	'storage-failures',
	'sub-path',
	'tab-races',
	'versions'
);

function specs(...names: readonly string[]): string[] {
	return names.map((name) => `**/${name}.spec.ts`);
}

/** Far more than a test takes: a machine that is busy with other things needs several times as long. */
const TEST_TIMEOUT_MS = 180_000;
const EXPECT_TIMEOUT_MS = 30_000;

/** The browser of the pages that Playwright gives to tests; people have their own (tests/e2e/support/person.ts). */
export const inChromium = { browserName: 'chromium', launchOptions: chromiumLaunch } as const;

/** Of the browser around the page none needs anything. */
const inShell = { browserName: 'chromium', launchOptions: shellLaunch } as const;

export default defineConfig({
	testDir: 'tests/e2e',
	outputDir: 'test-results',
	fullyParallel: false,
	workers: WORKERS,
	retries: 0,
	forbidOnly: process.env.CI !== undefined,
	timeout: TEST_TIMEOUT_MS,
	expect: { timeout: EXPECT_TIMEOUT_MS },
	// Nothing else than `npm run test:long` has the time for these.
	...(IS_LONG ? {} : { grepInvert: /@long-only/ }),
	reporter: 'line',
	projects: [
		{
			name: 'writing',
			testIgnore: [...STORING, ...TIMED],
			use: inChromium
		},
		{
			name: 'storing',
			testMatch: STORING,
			use: inShell
		},
		{
			name: 'timed',
			testMatch: TIMED,
			workers: 1,
			use: inChromium
		},
		{
			name: 'firefox',
			// What Chromium shows as well, and takes long, is left to the long run here.
			...(IS_LONG ? {} : { grepInvert: /@long-only|@long-in-firefox/ }),
			// The others start the browsers that they need themselves.
			testMatch: ['**/channel.spec.ts', '**/chunk-store.spec.ts', '**/tab-races.spec.ts'],
			use: { browserName: 'firefox', launchOptions: firefoxLaunch }
		}
	]
});
