import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { reportOf, withReport } from '../../../bench/report/report.js';
import { clearRows, missingParts, readParts, writeRows, type Row } from '../../../bench/report/rows.js';

const ROW: Row = {
	what: 'a key',
	unit: 'ms',
	perch: 2.345,
	yjs: 3,
	floor: 0.3512,
	target: '0.9 x Yjs',
	met: true
};

let directory = '';
beforeEach(() => {
	directory = mkdtempSync(join(tmpdir(), 'perch-rows-'));
});
afterEach(() => {
	rmSync(directory, { recursive: true });
});

describe('the rows of the parts', () => {
	test('are read back, what was not measured as undefined', () => {
		writeRows(
			'room',
			{ conditions: 'By werift.', rows: [{ ...ROW, automerge: undefined, textbook: NaN }] },
			directory
		);
		expect(readParts(directory)).toEqual([{ conditions: 'By werift.', rows: [ROW] }]);
	});

	test('come in the order of the report, others by name', () => {
		for (const what of ['pears', 'apples', 'counts', 'keystrokes'])
			writeRows(what, { rows: [{ what, unit: '' }] }, directory);
		const names = readParts(directory).flatMap(({ rows }) => rows.map(({ what }) => what));
		expect(names).toEqual(['keystrokes', 'counts', 'apples', 'pears']);
	});

	test('are missed where a part of a whole run has left none', () => {
		expect(missingParts(directory)).toEqual(expect.arrayContaining(['keystrokes', 'library']));
		writeRows('keystrokes', { rows: [] }, directory);
		expect(missingParts(directory)).not.toContain('keystrokes');
		expect(missingParts(directory)).toContain('library');
	});

	test('may stand in a file alone', () => {
		writeFileSync(join(directory, 'room.json'), JSON.stringify([ROW]));
		expect(readParts(directory)).toEqual([{ rows: [ROW] }]);
	});

	test('of an earlier run are forgotten', () => {
		writeRows('room', { rows: [ROW] }, directory);
		clearRows(directory);
		writeRows('counts', { rows: [] }, directory);
		expect(readParts(directory)).toEqual([{ rows: [] }]);
	});
});

describe('the report', () => {
	const missed: Row = { what: 'memory', unit: 'MB', perch: 1_234.5, target: '0.5 x Yjs', met: false };

	test('is one table, which says of each target whether it is met', () => {
		const lines = reportOf([{ rows: [ROW] }, { rows: [missed] }], ['A machine.']).split('\n');
		expect(lines[0]).toBe('- A machine.');
		expect(cellsOf(lines[2])).toEqual([
			'what',
			'Perch',
			'Yjs',
			'Automerge',
			'textbook way',
			'floor',
			'target for Perch',
			''
		]);
		expect(cellsOf(lines[4])).toEqual(['a key (ms)', '2.35', '3', '–', '–', '0.351', '0.9 x Yjs', 'met']);
		expect(cellsOf(lines[5])).toEqual(['memory (MB)', '1,235', '–', '–', '–', '–', '0.5 x Yjs', 'missed']);
	});

	test('says how many of the targets are met', () => {
		const withoutTarget: Row = { what: 'messages', unit: '', perch: 2 };
		expect(reportOf([{ rows: [ROW, missed, withoutTarget] }], [])).toMatch(/\n1 of 2 targets are met\.$/);
	});

	test('takes the place of the one before', () => {
		const document = 'Words.\n\n<!-- figures -->\n\nold\n\n<!-- /figures -->\n\nMore words.\n';
		const once = withReport(document, 'new');
		expect(once).toBe('Words.\n\n<!-- figures -->\n\nnew\n\n<!-- /figures -->\n\nMore words.\n');
		expect(withReport(once, 'new')).toBe(once);
		expect(() => withReport('Words.', 'new')).toThrow('no <!-- figures -->');
	});
});

function cellsOf(line = ''): string[] {
	return line
		.split('|')
		.slice(1, -1)
		.map((cell) => cell.trim());
}
