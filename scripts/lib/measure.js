import { ensureBuilt } from './build.js';
import { npmSucceeds } from './command.js';
import { testEnvironment } from './test-programs.js';

const PLAYWRIGHT = [
	'exec',
	'--offline',
	'--',
	'playwright',
	'test',
	'--config',
	'bench/playwright.config.ts'
];

/**
 * Runs what is measured in real browsers, on the app as it is now.
 *
 * @param {readonly string[]} specs
 * @param {Record<string, string>} env
 * @returns {Promise<boolean>} whether all of it could be measured, and is as it should be
 */
export async function measureInBrowsers(specs, env) {
	await ensureBuilt();
	return await npmSucceeds([...PLAYWRIGHT, ...specs], { env: { ...(await testEnvironment()), ...env } });
}
