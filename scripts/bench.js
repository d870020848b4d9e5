/**
 * `npm run bench`: measures Perch and those it is held against, prints one table and writes it into docs/benchmarks.md.
 * `--quick` takes less of everything, and `--only browser` one part; these only print.
 */
import { parseArgs } from 'node:util';
import { report, writeDocument } from '../bench/report/report.js';
import { clearRows, missingParts } from '../bench/report/rows.js';
import { Failure, reportFailure } from '../server/failure.js';
import { npmSucceeds } from './lib/command.js';
import { ensureGenerated } from './lib/generated.js';
import { ensureBenchInstalled } from './lib/install-bench.js';
import { ensureInstalled } from './lib/install.js';
import { measureInBrowsers } from './lib/measure.js';

const VITEST = ['exec', '--offline', '--', 'vitest', 'run', '--config', 'bench/vitest.config.ts'];

/**
 * What is measured in browsers: where each part is.
 *
 * @type {Readonly<Record<string, string>>}
 */
const IN_BROWSERS = {
	browser: 'bench/browser/',
	room: 'bench/room/',
	keys: 'bench/keys/',
	library: 'bench/library/'
};
/** What has to be known of a quick run. */
const QUICK = 'A quick run: less of everything, and two parts at a time.';
const WITHOUT_BROWSER = 'counts';
const PARTS = [...Object.keys(IN_BROWSERS), WITHOUT_BROWSER];

try {
	const { quick, only } = readArguments();
	await ensureInstalled();
	await ensureBenchInstalled();
	await ensureGenerated();
	clearRows();
	const env = { BENCH_QUICK: quick ? '1' : '0' };
	const isWanted = (/** @type {string} */ part) => only === '' || only === part;
	const folders = Object.keys(IN_BROWSERS)
		.filter(isWanted)
		.flatMap((part) => IN_BROWSERS[part] ?? []);
	const results = [];
	if (folders.length > 0) results.push(await measureInBrowsers(folders, env));
	if (isWanted(WITHOUT_BROWSER)) results.push(await npmSucceeds([...VITEST, WITHOUT_BROWSER], { env }));
	const text = report(quick ? [QUICK] : []);
	console.log(`\n${text}\n`);
	if (results.includes(false)) throw new Failure('Measuring failed, as shown above.');
	if (only === '') assertWhole();
	if (!quick && only === '') writeDocument(text);
} catch (error) {
	reportFailure(error);
	process.exitCode = 1;
}

/** @throws {Failure} where a part was left out */
function assertWhole() {
	const missing = missingParts();
	if (missing.length > 0) throw new Failure(`These have left no figures: ${missing.join(', ')}`);
}

function readArguments() {
	const usage = `The options are --quick and --only: npm run bench -- --only ${PARTS.join('|')}`;
	try {
		const { quick, only } = parseArgs({
			options: { quick: { type: 'boolean', default: false }, only: { type: 'string', default: '' } }
		}).values;
		if (only === '' || PARTS.includes(only)) return { quick, only };
	} catch (cause) {
		throw new Failure(usage, { cause });
	}
	throw new Failure(usage);
}
