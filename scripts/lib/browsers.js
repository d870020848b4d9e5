import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { Failure } from '../../server/failure.js';
import { npmSucceeds, succeeds } from './command.js';

/** Long enough for a browser's first start on a busy machine. */
const VERSION_TIMEOUT_MS = 60_000;

/**
 * @typedef {object} Browser
 * @property {string} name as Playwright calls it
 * @property {string} variable names its executable to the tests; empty for Playwright's own
 * @property {string} debianPackage
 * @property {readonly string[]} commands
 */

/** @type {readonly Browser[]} */
const BROWSERS = [
	{
		name: 'chromium',
		variable: 'PERCH_CHROMIUM',
		debianPackage: 'chromium',
		commands: ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']
	},
	{
		name: 'firefox',
		variable: 'PERCH_FIREFOX',
		debianPackage: 'firefox-esr',
		commands: ['firefox-esr', 'firefox']
	}
];

/**
 * Finds the browsers to test with, and installs those that are missing: as packages of the system where that is allowed,
 * else Playwright's own.
 *
 * @returns {Promise<Record<string, string>>} the environment that names them to the tests
 */
export async function browserEnvironment() {
	let missing = BROWSERS.filter((browser) => !isFound(browser));
	if (missing.length > 0) {
		await installPackages(missing);
		missing = missing.filter((browser) => !isFound(browser));
	}
	if (missing.length > 0) await downloadByPlaywright(missing);
	return Object.fromEntries(BROWSERS.map((browser) => [browser.variable, findExecutable(browser) ?? '']));
}

/** @param {Browser} browser */
function isFound(browser) {
	return findExecutable(browser) !== undefined;
}

/**
 * @param {Browser} browser
 * @returns {string | undefined}
 */
function findExecutable({ variable, commands }) {
	const chosen = process.env[variable];
	if (chosen !== undefined) return chosen;
	const directories = (process.env.PATH ?? '').split(delimiter);
	const candidates = commands.flatMap((command) => directories.map((directory) => join(directory, command)));
	return candidates.find((path) => existsSync(path) && isUsable(path));
}

/**
 * Some systems have a command of this name that only says where to get the browser.
 *
 * @param {string} path
 */
function isUsable(path) {
	return spawnSync(path, ['--version'], { stdio: 'ignore', timeout: VERSION_TIMEOUT_MS }).status === 0;
}

/** @param {readonly Browser[]} browsers */
async function installPackages(browsers) {
	if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return;
	console.log(`Installing ${browsers.map(({ debianPackage }) => debianPackage).join(' and ')} …`);
	const env = { DEBIAN_FRONTEND: 'noninteractive' };
	const packages = browsers.map(({ debianPackage }) => debianPackage);
	// Whether it worked shows in what is found afterwards.
	await succeeds('apt-get', ['update'], { env });
	await succeeds('apt-get', ['install', '-y', '--no-install-recommends', ...packages], { env });
}

/** @param {readonly Browser[]} browsers */
async function downloadByPlaywright(browsers) {
	const names = browsers.map(({ name }) => name);
	const isDone = await npmSucceeds(['exec', '--offline', '--', 'playwright', 'install', ...names]);
	if (!isDone) {
		throw new Failure(
			`${names.join(' and ')} could not be downloaded, as shown above: install what is missing on this system, then try again.`
		);
	}
}
