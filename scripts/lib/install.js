import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { Failure } from '../../server/failure.js';
import { npmSucceeds } from './command.js';
import { contentFingerprint, readStamp, writeStamp } from './fingerprint.js';
import { readJson } from './json.js';
import { ROOT } from './paths.js';

/** @import { LockFile, LockedPackage } from './lock-file.js' */

const STAMP = 'installed';
const LOCK = 'package-lock.json';
const MANIFEST = 'package.json';

/** npm writes this one last, so an install that was cut short has none. */
const INSTALLED_LOCK = 'node_modules/.package-lock.json';

/** What packages with native parts depend on. */
const RUNTIME = `${process.platform} ${process.arch} ${process.version}`;

/** Installs the dependencies by the lock file, unless that is done already. */
export async function ensureInstalled() {
	const previous = readStamp(STAMP);
	if (previous === currentStamp()) return;
	const isSameRuntime = previous === undefined || previous.startsWith(`${RUNTIME}\n`);
	if (!isSameRuntime || !isInstalledAsLocked()) {
		console.log('Installing the dependencies …');
		writeStamp(STAMP, '');
		// Whatever NODE_ENV says: the build needs the development dependencies.
		if (!(await npmSucceeds(['ci', '--include=dev']))) {
			throw new Failure(
				'Installing failed, as shown above: see to it (is there a network?), then try again.'
			);
		}
	}
	writeStamp(STAMP, currentStamp());
}

function currentStamp() {
	return `${RUNTIME}\n${contentFingerprint([LOCK, MANIFEST, INSTALLED_LOCK])}`;
}

/** Whether what is installed, perhaps by hand, is just what the lock file and package.json say. */
function isInstalledAsLocked() {
	if (!existsSync(join(ROOT, INSTALLED_LOCK))) return false;
	const manifest = /** @type {LockedPackage} */ (readJson(MANIFEST));
	const { '': project, ...locked } = packagesIn(LOCK);
	const installed = packagesIn(INSTALLED_LOCK);
	return (
		isDeepStrictEqual(manifest.dependencies, project?.dependencies) &&
		isDeepStrictEqual(manifest.devDependencies, project?.devDependencies) &&
		Object.entries(locked).every(([path, { version, integrity, optional }]) => {
			const found = installed[path];
			// Optional packages are those for other platforms.
			return found ? found.version === version && found.integrity === integrity : optional;
		})
	);
}

/** @param {string} lockFile */
function packagesIn(lockFile) {
	return /** @type {LockFile} */ (readJson(lockFile)).packages;
}
