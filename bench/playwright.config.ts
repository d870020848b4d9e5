import config from '../playwright.config.js';

/** No run may take longer, in milliseconds, however busy the machine is. */
const TIMEOUT_MS = 1_800_000;

/** A button that is not there is a fault, not something to be waited for so long. */
const ACTION_TIMEOUT_MS = 60_000;

/** What is measured in real browsers: `npm run bench` and `npm run lighthouse`. */
export default {
	...config,
	testDir: '.',
	// Emptied at each start: the rows of other parts stand beside it.
	outputDir: '../test-results/bench/browser',
	timeout: TIMEOUT_MS,
	use: { actionTimeout: ACTION_TIMEOUT_MS },
	// In a quick run two parts at a time: the one works while the other waits.
	workers: process.env['BENCH_QUICK'] === '1' ? 2 : 1,
	reporter: 'list',
	projects: [{ name: 'bench' }]
};
