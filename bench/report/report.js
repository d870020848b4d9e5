import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { machine, versions } from './machine.js';
import { readParts } from './rows.js';
import { reasonsOf, tableOf } from './table.js';

/** @import { Part } from './rows.js' */

const DOCUMENT = fileURLToPath(new URL('../../docs/benchmarks.md', import.meta.url));
const BEGIN = '<!-- figures -->';
const END = '<!-- /figures -->';

/** What the parts of this run have measured: one table for all, and why targets are missed. */
export function report() {
	return reportOf(readParts(), [machine(), versions()]);
}

/**
 * Puts a report where the last one stands in docs/benchmarks.md.
 *
 * @param {string} text
 */
export function writeDocument(text) {
	writeFileSync(DOCUMENT, withReport(readFileSync(DOCUMENT, 'utf8'), text));
}

/**
 * @param {readonly Part[]} parts
 * @param {readonly string[]} conditions that hold for all
 */
export function reportOf(parts, conditions) {
	const rows = parts.flatMap((part) => part.rows);
	const sentences = [...conditions, ...parts.flatMap((part) => part.conditions ?? [])];
	const reasons = reasonsOf(rows);
	const missed = reasons === '' ? [] : ['Missed, and why:', reasons];
	return [sentences.join('\n'), tableOf(rows), ...missed].join('\n\n');
}

/**
 * @param {string} document
 * @param {string} text
 * @throws Error where the document has no place for it
 */
export function withReport(document, text) {
	const [before, rest] = document.split(BEGIN);
	const after = rest?.split(END)[1];
	if (before === undefined || after === undefined) {
		throw new Error(`docs/benchmarks.md has no ${BEGIN} and ${END} for the table`);
	}
	return `${before}${BEGIN}\n\n${text}\n\n${END}${after}`;
}
