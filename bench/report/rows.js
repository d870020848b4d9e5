import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Where the parts of a run leave their rows, each in a file of its own. */
const ROWS = fileURLToPath(new URL('../../test-results/bench/rows/', import.meta.url));

/** Each leaves a file of rows, and they are told of in this order; others would follow by their names. */
const ORDER = [
	'keystrokes',
	'wire',
	'reconnect',
	'opening',
	'storage',
	'keys',
	'memory',
	'start',
	'room',
	'library',
	'counts'
];

/**
 * Who is measured: the columns of the table.
 *
 * @typedef {'perch' | 'yjs' | 'automerge' | 'textbook' | 'floor'} Column
 */

/**
 * One figure of everybody who has it. What somebody does not do is left out.
 *
 * @typedef {object} Row
 * @property {string} what
 * @property {string} unit such as `ms`; empty for a mere number
 * @property {number | undefined} [perch]
 * @property {number | undefined} [yjs]
 * @property {number | undefined} [automerge]
 * @property {number | undefined} [textbook]
 * @property {number | undefined} [floor]
 * @property {string | undefined} [target] what Perch is to stay within, in words
 * @property {boolean | undefined} [met] whether it does
 */

/**
 * What one part of a run has measured.
 *
 * @typedef {object} Part
 * @property {string} [conditions] what has to be known of how it was measured, as sentences
 * @property {readonly Row[]} rows
 */

/** Makes the place for the rows, without those of an earlier run. */
export function clearRows(directory = ROWS) {
	rmSync(directory, { recursive: true, force: true });
	mkdirSync(directory, { recursive: true });
}

/**
 * Leaves what a part has measured for the report.
 *
 * @param {string} name of the part
 * @param {Part} part
 */
export function writeRows(name, part, directory = ROWS) {
	writeFileSync(join(directory, `${name}.json`), JSON.stringify(part, undefined, '\t'));
}

/**
 * All that the parts have left, in the order of the report. A file may also hold the rows alone.
 *
 * @returns {Part[]}
 */
export function readParts(directory = ROWS) {
	const names = readdirSync(directory)
		.filter((file) => file.endsWith('.json'))
		.map((file) => file.slice(0, -'.json'.length));
	return names.sort(byOrder).map((name) => {
		const content = /** @type {Part | readonly Row[]} */ (parsed(join(directory, `${name}.json`)));
		return isBare(content) ? { rows: content } : content;
	});
}

/**
 * @param {Part | readonly Row[]} content
 * @returns {content is readonly Row[]}
 */
function isBare(content) {
	return Array.isArray(content);
}

/**
 * Those of the parts of a whole run that have left nothing.
 *
 * @returns {string[]}
 */
export function missingParts(directory = ROWS) {
	const files = readdirSync(directory);
	return ORDER.filter((name) => !files.includes(`${name}.json`));
}

/**
 * JSON makes null of a number that is none: it is left out.
 *
 * @param {string} path
 * @returns {unknown}
 */
function parsed(path) {
	return JSON.parse(readFileSync(path, 'utf8'), (_key, /** @type {unknown} */ value) => value ?? undefined);
}

/**
 * @param {string} a
 * @param {string} b
 */
function byOrder(a, b) {
	return rank(a) - rank(b) || a.localeCompare(b, 'en');
}

/** @param {string} name */
function rank(name) {
	const place = ORDER.indexOf(name);
	return place < 0 ? ORDER.length : place;
}
