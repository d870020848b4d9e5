/**
 * `npm run fuzz -- --minutes N`: every fuzz test goes on with new seeds for so many minutes. A seed that fails is printed,
 * and is to be pinned in its test.
 */
import { parseArgs } from 'node:util';
import { Failure, reportFailure } from '../server/failure.js';
import { npmSucceeds } from './lib/command.js';
import { ensureGenerated } from './lib/generated.js';
import { ensureInstalled } from './lib/install.js';

const DEFAULT_MINUTES = '10';

try {
	const { minutes } = readArguments();
	await ensureInstalled();
	await ensureGenerated();
	const isSuccess = await npmSucceeds(['run', 'test:fuzz'], { env: { FUZZ_MINUTES: minutes } });
	process.exitCode = isSuccess ? 0 : 1;
} catch (error) {
	reportFailure(error);
	process.exitCode = 1;
}

/** @returns {{ minutes: string }} */
function readArguments() {
	const usage = 'Say for how many minutes: npm run fuzz -- --minutes 10';
	try {
		const { minutes } = parseArgs({
			options: { minutes: { type: 'string', default: DEFAULT_MINUTES } }
		}).values;
		if (Number(minutes) > 0) return { minutes };
	} catch (cause) {
		throw new Failure(usage, { cause });
	}
	throw new Failure(usage);
}
