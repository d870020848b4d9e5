import { parseArgs } from 'node:util';
import { Failure, reportFailure } from '../../server/failure.js';
import { Interrupted } from './command.js';
import { ensureInstalled } from './install.js';
import { ONE_FAILED, add, format } from './tally.js';

/** @import { RunOptions } from './command.js' */
/** @import { Tally } from './tally.js' */

/** @typedef {Readonly<Record<string, (options?: RunOptions) => Promise<Tally>>>} Checks by name, in their order */

/** @typedef {Map<string, { tally: Tally, seconds: number }>} Results by name, in the order in which they came */

const EXIT_CODE_INTERRUPTED = 130;

/**
 * Runs the checks one after another, each whatever became of those before, and sums up. The last line is the sum.
 *
 * @param {string[]} args
 * @param {Checks} checks
 * @param {readonly (readonly string[])[]} [lanes] those of them that run at the same time, lane beside lane, each lane one after another:
 *   the checks named before them come first, and those named after them wait for all lanes. What the first lane prints is shown as it comes.
 */
export async function test(args, checks, lanes = []) {
	try {
		const selected = readSelection(args, Object.keys(checks));
		await ensureInstalled();
		/** @type {Results} */
		const results = new Map();
		const inLane = (/** @type {string} */ name) => lanes.some((lane) => lane.includes(name));
		const firstInLane = selected.findIndex(inLane);
		const before = selected.slice(0, firstInLane === -1 ? selected.length : firstInLane);
		const after = selected.filter((name) => !inLane(name) && !before.includes(name));
		await run(before, checks, results);
		await Promise.all(
			lanes
				.map((lane) => lane.filter((name) => selected.includes(name)))
				.filter((lane) => lane.length > 0)
				.map((lane, index) => run(lane, checks, results, index > 0))
		);
		await run(after, checks, results);
		conclude(selected, results);
	} catch (error) {
		if (error instanceof Interrupted) process.exit(EXIT_CODE_INTERRUPTED);
		reportFailure(error);
		console.log(format(ONE_FAILED));
	}
}

/**
 * @param {readonly string[]} names
 * @param {Checks} checks
 * @param {Results} results
 * @param {boolean} [isBeside] others run at the same time
 */
async function run(names, checks, results, isBeside = false) {
	for (const name of names) {
		if (!isBeside) console.log(`\n── ${name} ──`);
		const startMs = performance.now();
		const options = isBeside ? { beside: name } : {};
		const tally = await (checks[name]?.(options) ?? Promise.resolve(ONE_FAILED)).catch(asFailed);
		results.set(name, { tally, seconds: (performance.now() - startMs) / 1_000 });
	}
}

/**
 * @param {string[]} args
 * @param {string[]} names of all checks
 * @returns {string[]} in the order of `names`
 */
function readSelection(args, names) {
	/** @type {string[]} */
	let only;
	try {
		({ only = names } = parseArgs({ args, options: { only: { type: 'string', multiple: true } } }).values);
	} catch (error) {
		throw new Failure(error instanceof Error ? error.message : 'These arguments cannot be read.');
	}
	const wanted = only.flatMap((list) => list.split(','));
	const unknown = wanted.find((name) => !names.some((known) => known === name));
	if (unknown !== undefined)
		throw new Failure(`There is no check "${unknown}": there are ${names.join(', ')}.`);
	return names.filter((name) => wanted.includes(name));
}

/**
 * @param {unknown} error
 * @returns {Tally}
 */
function asFailed(error) {
	if (error instanceof Interrupted) throw error;
	reportFailure(error);
	return ONE_FAILED;
}

/**
 * @param {readonly string[]} names in the order to be shown
 * @param {Results} results
 */
function conclude(names, results) {
	const sum = [...results.values()].map(({ tally }) => tally).reduce(add);
	// Last of all, for whoever sees but the end of a long output.
	for (const failure of sum.failures ?? []) console.log(`\n${failure}`);
	console.log('\n── all ──');
	for (const name of names) {
		const { tally, seconds } = results.get(name) ?? { tally: ONE_FAILED, seconds: 0 };
		console.log(`${name.padEnd(8)}${`${seconds.toFixed(1)} s`.padStart(9)}   ${format(tally)}`);
	}
	console.log(format(sum));
	process.exitCode = sum.failed === 0 && sum.passed > 0 ? 0 : 1;
}
