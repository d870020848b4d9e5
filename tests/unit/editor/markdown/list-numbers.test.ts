import { ensureSyntaxTree } from '@codemirror/language';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { decorate } from '$lib/editor/markdown/decorate.js';
import { LinkDefinitions } from '$lib/editor/markdown/link-definitions.js';
import { MAX_COUNTED_LENGTH, SECTION_LENGTH } from '$lib/editor/markdown/limits.js';
import { Marks } from '$lib/editor/markdown/marks.js';
import { seen, stateOf } from './support.js';

afterEach(() => vi.restoreAllMocks());

const WORDS = 'words '.repeat(15);
const LABELS = { task: 'Task', table: 'Table', code: 'Code', openLink: 'Open link' };

/** A numbered list with an empty line between its items, the second of which has the number of the first. */
function looseList(length: number, delimiter = '.'): string {
	let text = '';
	for (let number = 1; text.length < length; number += 1) {
		text += `${Math.max(1, number - 1)}${delimiter} ${WORDS}\n\n`;
	}
	return text;
}

function numbersIn(text: string): number[] {
	return [...text.matchAll(/^(\d+)[.)]/gm)].map(([, digits]) => Number(digits));
}

function countedOn(numbers: readonly number[]): number[] {
	return numbers.map((_, index) => index + 1);
}

describe('a list that is cut by the borders of sections', () => {
	const list = looseList(3 * SECTION_LENGTH);

	it.each([
		['the beginning', ''],
		['another place', `${WORDS.repeat(40)}\n\n`],
		['behind a list of another kind', looseList(SECTION_LENGTH, ')')]
	])('is counted on as one: %s', (_where, before) => {
		const numbers = numbersIn(seen(before + list)).slice(numbersIn(before).length);
		expect(numbers).toEqual(countedOn(numbers));
	});

	it('is another list where something stands between', () => {
		const numbers = numbersIn(seen(`${list}${WORDS}\n\n${list}`));
		expect(numbers).toEqual([...countedOn(numbersIn(list)), ...countedOn(numbersIn(list))]);
	});
});

describe('a list that is longer than what is counted', () => {
	it.each([
		['loose', looseList(2 * MAX_COUNTED_LENGTH)],
		['tight', looseList(2 * MAX_COUNTED_LENGTH).replaceAll('\n\n', '\n')]
	])('is shown as it is written from there on, wherever sections end: %s', (_kind, list) => {
		const written = numbersIn(list);
		const counted = numbersIn(list.slice(0, MAX_COUNTED_LENGTH)).length;
		const expected = written.map((number, index) => (index < counted ? index + 1 : number));
		expect(numbersIn(seen(list))).toEqual(expected);
		expect(numbersIn(seen(`${WORDS.repeat(40)}\n\n${list}`))).toEqual(expected);
	});

	it('is not read from its beginning at each look', () => {
		const state = stateOf('1. a\n'.repeat(12_000));
		const tree = ensureSyntaxTree(state, state.doc.length, 60_000);
		if (tree === null) throw new Error('not parsed in time');
		const { from, to } = state.doc.line(5_000);
		const looks = { touched: [], labels: LABELS, definitions: new LinkDefinitions(state.doc, tree) };
		const first = decorate(state, tree, { from, to }, looks);
		expect(first.marks.size).toBeGreaterThan(0);
		const text = vi.spyOn(Marks.prototype, 'text');
		decorate(state, tree, { from, to }, looks);
		expect(text.mock.calls.length).toBeLessThan(20);
	});
});
