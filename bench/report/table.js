/** @import { Row } from './rows.js' */

/** Everybody who has figures, and what the table calls them. */
const COLUMNS = /** @type {const} */ ([
	['perch', 'Perch'],
	['yjs', 'Yjs'],
	['automerge', 'Automerge'],
	['textbook', 'textbook way'],
	['floor', 'floor']
]);

/** Numbers below these are shown with so many digits after the point. */
const DIGITS = /** @type {const} */ ([
	[1, 3],
	[10, 2],
	[1_000, 1]
]);

/**
 * One Markdown table of all rows.
 *
 * @param {readonly Row[]} rows
 */
export function tableOf(rows) {
	const cells = [
		['what', ...COLUMNS.map(([, name]) => name), 'target for Perch', ''],
		...rows.map((row) => [
			row.unit === '' ? row.what : `${row.what} (${row.unit})`,
			...COLUMNS.map(([column]) => shown(row[column])),
			row.target ?? '',
			verdict(row)
		])
	];
	const widths = cells[0]?.map((_, column) => Math.max(3, ...cells.map((row) => row[column]?.length ?? 0)));
	const lines = cells.map((row) => line(row.map((cell, column) => cell.padEnd(widths?.[column] ?? 0))));
	const rule = line((widths ?? []).map((width) => '-'.repeat(width)));
	return [lines[0], rule, ...lines.slice(1)].join('\n');
}

/** @param {readonly string[]} cells */
function line(cells) {
	return `| ${cells.join(' | ')} |`;
}

/** @param {Row} row */
function verdict({ met }) {
	if (met === undefined) return '';
	return met ? 'met' : 'missed';
}

/** @param {number | undefined} value */
function shown(value) {
	if (value === undefined) return '–';
	const [, digits] = DIGITS.find(([below]) => value < below) ?? [0, 0];
	return value.toLocaleString('en', { maximumFractionDigits: digits });
}
