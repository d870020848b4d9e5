/**
 * `npm run bench`: measures Perch and those it is held against, prints one table and writes it into docs/benchmarks.md.
 * `--quick` takes less of everything, and `--only browser` one part; these only print.
 */
import { parseArgs } from 'node:util';
import { report, writeDocument } from '../bench/report/report.js';
import { clearRows } from '../bench/report/rows.js';
import { Failure, reportFailure } from '../server/failure.js';
import { npmSucceeds } from './lib/command.js';
import { ensureGenerated } from './lib/generated.js';
import { ensureBenchInstalled } from './lib/install-bench.js';
import { ensureInstalled } from './lib/install.js';
import { measureInBrowsers } from './lib/measure.js';

const VITEST = ['exec', '--offline', '--', 'vitest', 'run', '--config', 'bench/vitest.config.ts'];
/**
 * Each leaves its rows for the report.
 *
 * @type {Readonly<Record<string, (env: Record<string, string>) => Promise<boolean>>>}
 */
const PARTS = {
	browser: (env) => measureInBrowsers(['bench/browser/'], env),
	counts: (env) => npmSucceeds([...VITEST, 'counts'], { env }),
	room: (env) => measureInBrowsers(['bench/room/'], env),
	keys: (env) => measureInBrowsers(['bench/keys/'], env),
	library: (env) => measureInBrowsers(['bench/library/'], env)
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

function readArguments() {
	const usage = `The options are --quick and --only: npm run bench -- --only ${Object.keys(PARTS).join('|')}`;
	try {
		const { quick, only } = parseArgs({
			options: { quick: { type: 'boolean', default: false }, only: { type: 'string', default: '' } }
		}).values;
		if (only === '' || Object.hasOwn(PARTS, only)) return { quick, only };
	} catch (cause) {
		throw new Failure(usage, { cause });
	}
	throw new Failure(usage);
}
