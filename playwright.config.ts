import { defineConfig } from '@playwright/test';
import { chromiumLaunch, firefoxLaunch } from './tests/e2e/support/browsers.js';

/** Two browser processes and a server share the cores of small machines: two tests at a time are in each other's way there. */
const WORKERS = 1;

/** Those that say how long something may take: `npm test` runs them when the others are through. */
const TIMED = ['heartbeat', 'joins', 'large-notes', 'network', 'wake'].map((name) => `**/${name}.spec.ts`);

const TEST_TIMEOUT_MS = 90_000;
const EXPECT_TIMEOUT_MS = 15_000;

export default defineConfig({
	testDir: 'tests/e2e',
	outputDir: 'test-results',
	fullyParallel: false,
	workers: WORKERS,
	retries: 0,
	forbidOnly: process.env.CI !== undefined,
	timeout: TEST_TIMEOUT_MS,
	expect: { timeout: EXPECT_TIMEOUT_MS },
	reporter: 'line',
	projects: [
		{ name: 'chromium', testIgnore: TIMED, use: { browserName: 'chromium', launchOptions: chromiumLaunch } },
		{
			name: 'timed',
			testMatch: TIMED,
			workers: 1,
			use: { browserName: 'chromium', launchOptions: chromiumLaunch }
		},
		{
			name: 'firefox',
			// The others start the browsers that they need themselves.
			testMatch: ['**/channel.spec.ts', '**/chunk-store.spec.ts', '**/tab-races.spec.ts'],
			use: { browserName: 'firefox', launchOptions: firefoxLaunch }
		}
	]
});
