import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { ROOT } from './paths.js';

/**
 * @param {string} path absolute, or below the root
 * @returns {unknown}
 */
export function readJson(path) {
	return JSON.parse(readFileSync(resolve(ROOT, path), 'utf8'));
}
