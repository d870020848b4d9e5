import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './paths.js';

/**
 * @param {string} path below the root
 * @returns {unknown}
 */
export function readJson(path) {
	return JSON.parse(readFileSync(join(ROOT, path), 'utf8'));
}
