import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { machine, versions } from './machine.js';
import { readParts } from './rows.js';
import { tableOf } from './table.js';

/** @import { Part, Row } from './rows.js' */

const DOCUMENT = fileURLToPath(new URL('../../docs/benchmarks.md', import.meta.url));
const BEGIN = '<!-- figures -->';
const END = '<!-- /figures -->';

/** What the parts of this run have measured: one table for all, and what has to be known of it. */
export function report(conditions = /** @type {readonly string[]} */ ([])) {
	return reportOf(readParts(), [machine(), versions(), ...conditions]);
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
	const list = sentences.map((sentence) => `- ${sentence}`).join('\n');
	return [list, tableOf(rows), tallyOf(rows)].join('\n\n');
}

/** @param {readonly Row[]} rows */
function tallyOf(rows) {
	const targets = rows.filter(({ met }) => met !== undefined);
	const met = targets.filter((row) => row.met === true);
	return `${met.length} of ${targets.length} targets are met.`;
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
