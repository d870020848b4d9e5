/**
 * `npm run bench`: counts what Perch and those it is held against send and store, prints one table and writes it into
 * docs/benchmarks.md. `--quick` takes a part of the history and only prints.
 */
import { parseArgs } from 'node:util';
import { Failure, reportFailure } from '../server/failure.js';
import { npmSucceeds } from './lib/command.js';
import { ensureGenerated } from './lib/generated.js';
import { ensureBenchInstalled } from './lib/install-bench.js';
import { ensureInstalled } from './lib/install.js';

const VITEST = ['exec', '--offline', '--', 'vitest', 'run', '--config', 'bench/vitest.config.ts'];

try {
	const isQuick = readArguments();
	await ensureInstalled();
	await ensureBenchInstalled();
	await ensureGenerated();
	const env = { BENCH_QUICK: isQuick ? '1' : '0' };
	process.exitCode = (await npmSucceeds(VITEST, { env })) ? 0 : 1;
} catch (error) {
	reportFailure(error);
	process.exitCode = 1;
}

/** @returns {boolean} whether it is to be quick */
function readArguments() {
	try {
		return parseArgs({ options: { quick: { type: 'boolean', default: false } } }).values.quick;
	} catch (cause) {
		throw new Failure('The only option is: npm run bench -- --quick', { cause });
	}
}
