/**
 * `npm run lighthouse -- --runs 3 --page note`: what Lighthouse finds on a phone, for each page the median of the runs. Fails
 * where a score is below the target.
 */
import { parseArgs } from 'node:util';
import { Failure, reportFailure } from '../server/failure.js';
import { ensureBenchInstalled } from './lib/install-bench.js';
import { ensureInstalled } from './lib/install.js';
import { measureInBrowsers } from './lib/measure.js';

try {
	const { runs, page } = readArguments();
	await ensureInstalled();
	await ensureBenchInstalled();
	const env = { LIGHTHOUSE_RUNS: runs, LIGHTHOUSE_PAGE: page };
	process.exitCode = (await measureInBrowsers(['lighthouse'], env)) ? 0 : 1;
} catch (error) {
	reportFailure(error);
	process.exitCode = 1;
}

function readArguments() {
	const usage =
		'Say how many runs, an odd number, and which page: npm run lighthouse -- --runs 3 --page note';
	try {
		const { runs, page } = parseArgs({
			options: { runs: { type: 'string', default: '3' }, page: { type: 'string', default: '' } }
		}).values;
		if (Number(runs) % 2 === 1) return { runs, page };
	} catch (cause) {
		throw new Failure(usage, { cause });
	}
	throw new Failure(usage);
}
