import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Failure } from '../../server/failure.js';
import { npmSucceeds } from './command.js';
import { contentFingerprint, readStamp, writeStamp } from './fingerprint.js';
import { ROOT } from './paths.js';

const STAMP = 'bench-installed';
const BENCH = 'bench';

/** Installs what Perch is measured with and against, unless that is done already. It is none of the app's dependencies. */
export async function ensureBenchInstalled() {
	const stamp = `${process.version} ${contentFingerprint([`${BENCH}/package.json`, `${BENCH}/package-lock.json`])}`;
	if (readStamp(STAMP) === stamp && existsSync(join(ROOT, BENCH, 'node_modules'))) return;
	console.log('Installing what is measured with and against …');
	writeStamp(STAMP, '');
	if (!(await npmSucceeds(['ci'], { cwd: join(ROOT, BENCH) }))) {
		throw new Failure('Installing failed, as shown above: see to it (is there a network?), then try again.');
	}
	writeStamp(STAMP, stamp);
}
