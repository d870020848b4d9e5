import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { ensureBuilt } from './build.js';
import { npmSucceeds } from './command.js';
import { failuresOfPlaywright, failuresOfVitest } from './failures.js';
import { ensureGenerated } from './generated.js';
import { readJson } from './json.js';
import { STATE_DIR } from './paths.js';
import { ONE_FAILED, ONE_PASSED, checked, tallyPlaywright, tallyVitest } from './tally.js';
import { testEnvironment } from './test-programs.js';

/** @import { Checks } from './test.js' */
/** @import { RunOptions } from './command.js' */
/** @import { PlaywrightReport, VitestReport } from './tally.js' */

const generatedOnce = once(ensureGenerated);
const builtOnce = once(ensureBuilt);
const environmentOnce = once(testEnvironment);

/** The end-to-end tests that say how long something may take run by themselves; playwright.config.ts tells which they are. */
const TIMED = ['--project=timed'];
const WRITING = ['--project=writing'];
const STORING = ['--project=storing', '--project=firefox'];

/**
 * All checks, in their order: the build comes first, as it generates what others need.
 *
 * @type {Checks}
 */
export const CHECKS = Object.freeze({
	async build() {
		await builtOnce();
		return ONE_PASSED;
	},
	lint: (options) => runScript('lint', patient(options)),
	types: (options) => runScript('check', patient(options)),
	unit: (options) => runVitest('test:unit', join(STATE_DIR, 'unit.json'), patient(options)),
	fuzz: (options) => runVitest('test:fuzz', join(STATE_DIR, 'fuzz.json'), patient(options)),
	storing: (options) => runPlaywright(join(STATE_DIR, 'storing.json'), STORING, options),
	writing: (options) => runPlaywright(join(STATE_DIR, 'writing.json'), WRITING, options),
	timed: () => runPlaywright(join(STATE_DIR, 'timed.json'), TIMED)
});

/**
 * The checks that run at the same time once the build is there, lane beside lane. What needs no browser takes what the end-to-end tests
 * leave of the processor. Those are one after another: browsers of two lanes only take it from each other.
 */
export const LANES = Object.freeze([
	['writing', 'storing'],
	['unit', 'fuzz', 'lint', 'types']
]);

/**
 * End-to-end tests wait for much of their time: what waits for nobody stands back, and does not delay them.
 *
 * @param {RunOptions} [options]
 * @returns {RunOptions}
 */
function patient(options) {
	return { ...options, standsBack: options?.beside !== undefined };
}

/** In the long run, what is sampled otherwise runs in full. */
const LONG = Object.freeze({ PERCH_LONG: '1' });

/**
 * The checks of `npm run test:long`, in their order: those of the fuzz tests that know PERCH_LONG, and the end-to-end
 * tests tagged `@long`.
 *
 * @type {Checks}
 */
export const LONG_CHECKS = Object.freeze({
	async build() {
		await builtOnce();
		return ONE_PASSED;
	},
	unit: () => runVitest('test:unit', join(STATE_DIR, 'long-unit.json'), { env: LONG }),
	fuzz: () => runVitest('test:fuzz', join(STATE_DIR, 'long-fuzz.json'), { env: LONG }),
	storing: () =>
		runPlaywright(join(STATE_DIR, 'long-storing.json'), [...STORING, '--grep', '@long'], { env: LONG }),
	writing: () =>
		runPlaywright(join(STATE_DIR, 'long-writing.json'), [...WRITING, '--grep', '@long'], { env: LONG }),
	timed: () => runPlaywright(join(STATE_DIR, 'long-timed.json'), [...TIMED, '--grep', '@long'], { env: LONG })
});

/**
 * @param {string} script
 * @param {RunOptions} [options]
 */
async function runScript(script, options) {
	await generatedOnce();
	return (await npmSucceeds(['run', script], options)) ? ONE_PASSED : ONE_FAILED;
}

/**
 * @param {string} script
 * @param {string} reportFile
 * @param {RunOptions} [options]
 */
async function runVitest(script, reportFile, options = {}) {
	await generatedOnce();
	prepareReport(reportFile);
	const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${reportFile}`];
	const isSuccess = await npmSucceeds(['run', script, '--', ...reporters], options);
	const report = /** @type {VitestReport | undefined} */ (readReport(reportFile));
	return checked(report && { ...tallyVitest(report), failures: failuresOfVitest(report) }, isSuccess);
}

/**
 * @param {string} reportFile
 * @param {readonly string[]} args say which tests
 * @param {RunOptions} [options]
 */
async function runPlaywright(reportFile, args, options = {}) {
	await builtOnce();
	const programs = await environmentOnce();
	prepareReport(reportFile);
	const env = { ...programs, ...options.env, PLAYWRIGHT_JSON_OUTPUT_NAME: reportFile };
	const isSuccess = await npmSucceeds(
		[
			'run',
			'test:e2e',
			'--',
			'--reporter=line,json',
			`--output=test-results/${basename(reportFile, '.json')}`,
			...args
		],
		{ ...options, env }
	);
	const report = /** @type {PlaywrightReport | undefined} */ (readReport(reportFile));
	return checked(report && { ...tallyPlaywright(report), failures: failuresOfPlaywright(report) }, isSuccess);
}

/** @param {string} reportFile */
function prepareReport(reportFile) {
	mkdirSync(STATE_DIR, { recursive: true });
	rmSync(reportFile, { force: true });
}

/**
 * @param {string} reportFile
 * @returns {unknown} undefined when the runner wrote none, or was ended while it did
 */
function readReport(reportFile) {
	try {
		return existsSync(reportFile) ? readJson(reportFile) : undefined;
	} catch (error) {
		console.error(error);
		return undefined;
	}
}

/**
 * @template Outcome
 * @param {() => Promise<Outcome>} work
 * @returns {() => Promise<Outcome>} starts the work at the first call, and has the same outcome for every other
 */
function once(work) {
	/** @type {Promise<Outcome> | undefined} */
	let outcome;
	return () => (outcome ??= work());
}
