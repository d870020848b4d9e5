import { Failure } from '../../server/failure.js';
import { npmSucceeds } from './command.js';
import { findExecutable, installPackages } from './system-packages.js';

/** @import { Program } from './system-packages.js' */

/**
 * The browsers; for one that is missing, Playwright has its own.
 *
 * @type {readonly (Program & { name: string })[]}
 */
const BROWSERS = [
	{
		name: 'chromium',
		variable: 'PERCH_CHROMIUM',
		debianPackage: 'chromium',
		commands: ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'],
		versionOption: '--version'
	},
	{
		name: 'firefox',
		variable: 'PERCH_FIREFOX',
		debianPackage: 'firefox-esr',
		commands: ['firefox-esr', 'firefox'],
		versionOption: '--version'
	}
];

/**
 * Where it is missing, the whole browser takes its place.
 *
 * @type {Program}
 */
const CHROMIUM_SHELL = {
	variable: 'PERCH_CHROMIUM_SHELL',
	debianPackage: 'chromium-headless-shell',
	commands: ['chromium-headless-shell'],
	versionOption: '--version'
};

/** @type {readonly Program[]} */
const NETWORK_PROGRAMS = [
	{
		variable: 'PERCH_TURNSERVER',
		debianPackage: 'coturn',
		commands: ['turnserver'],
		versionOption: '--version',
		service: 'coturn.service'
	},
	{ variable: 'PERCH_IP', debianPackage: 'iproute2', commands: ['ip'], versionOption: '-V' }
];

/**
 * Finds the programs that the end-to-end tests start, and installs those that are missing, as packages of the system where
 * that is allowed. Of a browser that is still missing then, Playwright's own is taken; the tests that need another program
 * that is missing fail, and say which one.
 *
 * @returns {Promise<Record<string, string>>} the environment that names them to the tests; empty for one that is missing
 * @throws {Failure} when there is a browser missing that cannot be had
 */
export async function testEnvironment() {
	const programs = [...BROWSERS, ...NETWORK_PROGRAMS];
	await installPackages(programs.filter(isMissing));
	// By itself: where there is no such package, apt-get would install none of the others.
	await installPackages([CHROMIUM_SHELL].filter(isMissing));
	const browsers = BROWSERS.filter(isMissing);
	if (browsers.length > 0) await downloadByPlaywright(browsers.map(({ name }) => name));
	/** @type {Record<string, string>} */
	const found = {};
	for (const program of [...programs, CHROMIUM_SHELL])
		found[program.variable] = findExecutable(program) ?? '';
	return found;
}

/** @param {Program} program */
function isMissing(program) {
	return findExecutable(program) === undefined;
}

/** @param {readonly string[]} names */
async function downloadByPlaywright(names) {
	const isDone = await npmSucceeds(['exec', '--offline', '--', 'playwright', 'install', ...names]);
	if (!isDone) {
		throw new Failure(
			`${names.join(' and ')} could not be downloaded, as shown above: install what is missing on this system, then try again.`
		);
	}
}
