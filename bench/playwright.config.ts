import config from '../playwright.config.js';

/** No run may take longer, in milliseconds, however busy the machine is. */
const TIMEOUT_MS = 1_800_000;

/** What is measured in real browsers: `npm run lighthouse`. */
export default {
	...config,
	testDir: '.',
	outputDir: '../test-results/bench',
	timeout: TIMEOUT_MS,
	reporter: 'list',
	projects: [{ name: 'bench' }]
};
