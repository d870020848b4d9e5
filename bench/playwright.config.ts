import config from '../playwright.config.js';

/** No run may take longer, in milliseconds, however busy the machine is. */
const TIMEOUT_MS = 1_800_000;

/** What is measured in real browsers: `npm run bench` and `npm run lighthouse`. */
export default {
	...config,
	testDir: '.',
	// Emptied at each start: the rows of other parts stand beside it.
	outputDir: '../test-results/bench/browser',
	timeout: TIMEOUT_MS,
	reporter: 'list',
	projects: [{ name: 'bench' }]
};
