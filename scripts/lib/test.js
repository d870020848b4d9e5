import { parseArgs } from 'node:util';
import { Failure, reportFailure } from '../../server/failure.js';
import { Interrupted } from './command.js';
import { ensureInstalled } from './install.js';
import { ONE_FAILED, add, format } from './tally.js';

/** @import { Tally } from './tally.js' */

/** @typedef {Readonly<Record<string, () => Promise<Tally>>>} Checks by name, in their order */

const EXIT_CODE_INTERRUPTED = 130;

/**
 * Runs the checks one after another, each whatever became of those before, and sums up. The last line is the sum.
 *
 * @param {string[]} args
 * @param {Checks} checks
 */
export async function test(args, checks) {
	try {
		const selected = readSelection(args, Object.keys(checks));
		await ensureInstalled();
		/** @type {Map<string, { tally: Tally, seconds: number }>} */
		const results = new Map();
		for (const name of selected) {
			console.log(`\n── ${name} ──`);
			const startMs = performance.now();
			const tally = await (checks[name]?.() ?? Promise.resolve(ONE_FAILED)).catch(asFailed);
			results.set(name, { tally, seconds: (performance.now() - startMs) / 1_000 });
		}
		conclude(results);
	} catch (error) {
		if (error instanceof Interrupted) process.exit(EXIT_CODE_INTERRUPTED);
		reportFailure(error);
		console.log(format(ONE_FAILED));
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

/** @param {Map<string, { tally: Tally, seconds: number }>} results */
function conclude(results) {
	console.log('\n── all ──');
	for (const [name, { tally, seconds }] of results) {
		console.log(`${name.padEnd(8)}${`${seconds.toFixed(1)} s`.padStart(9)}   ${format(tally)}`);
	}
	const sum = [...results.values()].map(({ tally }) => tally).reduce(add);
	console.log(format(sum));
	process.exitCode = sum.failed === 0 && sum.passed > 0 ? 0 : 1;
}
