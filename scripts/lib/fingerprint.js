import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT, STATE_DIR } from './paths.js';

/**
 * @param {readonly string[]} paths files and directories below the root; those that are missing count as empty
 * @param {{ except?: readonly string[], also?: readonly unknown[] }} [options]
 * @returns {string} a hash over the names and contents of all of these files
 */
export function contentFingerprint(paths, { except = [], also = [] } = {}) {
	const hash = createHash('sha256').update(JSON.stringify(also));
	for (const path of paths.flatMap((it) => filesIn(it, except))) {
		const content = readFileSync(join(ROOT, path));
		hash.update(`\n${path}\n${content.length}\n`).update(content);
	}
	return hash.digest('hex');
}

/**
 * @param {string} directory below the root
 * @returns {string} a hash over the names, sizes and times of its files: another build, or a part of one, has another
 */
export function listingFingerprint(directory) {
	const hash = createHash('sha256');
	for (const path of filesIn(directory)) {
		const { size, mtimeMs } = statSync(join(ROOT, path));
		hash.update(`${path}\n${size}\n${mtimeMs}\n`);
	}
	return hash.digest('hex');
}

/**
 * @param {string} name
 * @returns {string | undefined} what the last {@link writeStamp} wrote
 */
export function readStamp(name) {
	const path = join(STATE_DIR, name);
	return existsSync(path) ? readFileSync(path, 'utf8') : undefined;
}

/**
 * @param {string} name
 * @param {string} stamp empty for none
 */
export function writeStamp(name, stamp) {
	mkdirSync(STATE_DIR, { recursive: true });
	writeFileSync(join(STATE_DIR, name), stamp);
}

/**
 * @param {string} path below the root
 * @param {readonly string[]} [except]
 * @returns {string[]} in an order that does not change
 */
function filesIn(path, except = []) {
	if (except.includes(path)) return [];
	const stats = statSync(join(ROOT, path), { throwIfNoEntry: false });
	if (!stats) return [];
	if (!stats.isDirectory()) return [path];
	const names = readdirSync(join(ROOT, path)).sort();
	return names.flatMap((name) => filesIn(`${path}/${name}`, except));
}
