import { cpSync, existsSync, mkdirSync, rmSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Failure } from '../../server/failure.js';
import { GENERATED, INPUTS } from './build.js';
import { succeeds } from './command.js';
import { contentFingerprint, readStamp, writeStamp } from './fingerprint.js';
import { ROOT, STATE_DIR } from './paths.js';

const NODE_MODULES = 'node_modules';
const VITE = join(ROOT, NODE_MODULES, 'vite/bin/vite.js');

/**
 * Builds the app for a path, unless that was done from just these sources. It is built from a copy of them: the build at the
 * root, and what checks read of it at the same time, stay as they are.
 *
 * @param {`/${string}`} base such as `/perch`
 * @returns {Promise<string>} the directory of the build
 * @throws {Failure} when it cannot be built
 */
export async function buildBelow(base) {
	const name = `below${base.replaceAll('/', '-')}`;
	const copy = join(STATE_DIR, name);
	const output = join(copy, 'build');
	const stamp = contentFingerprint(INPUTS, { except: GENERATED, also: [base] });
	if (readStamp(`${name}.built`) === stamp && existsSync(output)) return output;
	console.log(`Building the app for ${base} …`);
	writeStamp(`${name}.built`, '');
	copyInputs(copy);
	if (!(await succeeds(process.execPath, [VITE, 'build'], { cwd: copy, env: { BASE_PATH: base } }))) {
		throw new Failure(`Building for ${base} failed, as shown above.`);
	}
	writeStamp(`${name}.built`, stamp);
	return output;
}

/** @param {string} target */
function copyInputs(target) {
	rmSync(target, { recursive: true, force: true });
	const generated = GENERATED.map((path) => join(ROOT, path));
	for (const path of INPUTS) {
		mkdirSync(dirname(join(target, path)), { recursive: true });
		cpSync(join(ROOT, path), join(target, path), {
			recursive: true,
			filter: (source) => !generated.includes(source)
		});
	}
	symlinkSync(join(ROOT, NODE_MODULES), join(target, NODE_MODULES), 'junction');
}
