import config, { inChromium } from './playwright.config.js';

/** `npm run pictures`: the pictures of the README, and of every screen to be looked at, in docs/pictures. */
export default {
	...config,
	testDir: 'tests/pictures',
	outputDir: 'test-results/pictures',
	projects: [{ name: 'pictures', use: inChromium }]
};
