/**
 * `npm run bench`: measures Perch and those it is held against, prints one table and writes it into docs/benchmarks.md.
 * `--quick` takes less of everything, and `--only browser` one part; these only print.
 */
import { parseArgs } from 'node:util';
import { report, writeDocument } from '../bench/report/report.js';
import { clearRows } from '../bench/report/rows.js';
import { Failure, reportFailure } from '../server/failure.js';
import { ensureBuilt } from './lib/build.js';
import { npmSucceeds } from './lib/command.js';
import { ensureGenerated } from './lib/generated.js';
import { ensureBenchInstalled } from './lib/install-bench.js';
import { ensureInstalled } from './lib/install.js';
import { testEnvironment } from './lib/test-programs.js';

const VITEST = ['exec', '--offline', '--', 'vitest', 'run', '--config', 'bench/vitest.config.ts'];
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
 * Each leaves its rows for the report.
 *
 * @type {Readonly<Record<string, (env: Record<string, string>) => Promise<boolean>>>}
 */
const PARTS = {
	browser: (env) => inBrowsers(['bench/browser/'], env),
	counts: (env) => npmSucceeds([...VITEST, 'counts'], { env }),
	room: (env) => inBrowsers(['bench/room/'], env),
	keys: (env) => inBrowsers(['bench/keys/'], env),
	library: (env) => inBrowsers(['bench/library/'], env)
};

try {
	const { quick, only } = readArguments();
	await ensureInstalled();
	await ensureBenchInstalled();
	await ensureGenerated();
	clearRows();
	const failed = [];
	for (const [name, measure] of Object.entries(PARTS)) {
		if (only !== '' && only !== name) continue;
		if (!(await measure({ BENCH_QUICK: quick ? '1' : '0' }))) failed.push(name);
	}
	const text = report();
	console.log(`\n${text}\n`);
	if (failed.length > 0) throw new Failure(`Measuring failed, as shown above: ${failed.join(', ')}`);
	if (!quick && only === '') writeDocument(text);
} catch (error) {
	reportFailure(error);
	process.exitCode = 1;
}

/**
 * @param {readonly string[]} specs
 * @param {Record<string, string>} env
 */
async function inBrowsers(specs, env) {
	await ensureBuilt();
	return await npmSucceeds([...PLAYWRIGHT, ...specs], { env: { ...(await testEnvironment()), ...env } });
}

function readArguments() {
	const usage = `The options are --quick and --only: npm run bench -- --only ${Object.keys(PARTS).join('|')}`;
	try {
		const { quick, only } = parseArgs({
			options: { quick: { type: 'boolean', default: false }, only: { type: 'string', default: '' } }
		}).values;
		if (only === '' || only in PARTS) return { quick, only };
	} catch (cause) {
		throw new Failure(usage, { cause });
	}
	throw new Failure(usage);
}
