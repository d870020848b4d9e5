/**
 * `node scripts/complete-lock.js`, to be run after dependencies were changed where the registry lacks packages for other
 * platforms: npm then leaves them out of the lock file, and `npm ci` refuses that file everywhere (npm/cli#9846). This adds
 * what the lock file itself says of them; their hashes are not known there.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readJson } from './lib/json.js';
import { missingFromLock } from './lib/lock-file.js';
import { ROOT } from './lib/paths.js';

/** @import { LockFile, LockedPackage } from './lib/lock-file.js' */

const LOCK_FILE = 'package-lock.json';
const SYSTEMS = ['android', 'darwin', 'freebsd', 'linux', 'netbsd', 'openbsd', 'openharmony', 'win32'];
const PROCESSORS = ['arm', 'arm64', 'ia32', 'loong64', 'ppc64', 'riscv64', 's390x', 'x64'];

const lock = /** @type {LockFile} */ (readJson(LOCK_FILE));
const entries = Object.entries(lock.packages);
for (const { name, version, parent } of missingFromLock(lock)) {
	const path = `node_modules/${name}`;
	const next = entries.findIndex(([other]) => other !== '' && other.localeCompare(path, 'en') > 0);
	entries.splice(next === -1 ? entries.length : next, 0, [path, placeholder(name, version, parent)]);
	console.log(`Added ${name}@${version}`);
}
writeFileSync(
	join(ROOT, LOCK_FILE),
	`${JSON.stringify({ ...lock, packages: Object.fromEntries(entries) }, null, '\t')}\n`
);

/**
 * @param {string} name
 * @param {string} version
 * @param {LockedPackage} parent
 * @returns {LockedPackage}
 */
function placeholder(name, version, parent) {
	const words = name.split(/[/-]/);
	const isLinux = words.includes('linux');
	return {
		version,
		cpu: PROCESSORS.filter((it) => words.includes(it)),
		...(parent.dev ? { dev: true } : {}),
		...(isLinux && words.some((it) => it.startsWith('gnu')) ? { libc: ['glibc'] } : {}),
		...(isLinux && words.some((it) => it.startsWith('musl')) ? { libc: ['musl'] } : {}),
		optional: true,
		os: SYSTEMS.filter((it) => words.includes(it))
	};
}
