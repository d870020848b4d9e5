import { EditorState, Text, type TransactionSpec } from '@codemirror/state';
import { describe, expect, it } from 'vitest';
import { paragraphAt } from '$lib/editor/comfort/paragraph.js';
import { typewriter } from '$lib/editor/comfort/typewriter.js';

describe('the paragraph of the caret', () => {
	const text = 'one\ntwo\n\nthree\n  \nfour\nfive';
	const doc = Text.of(text.split('\n'));
	const lines = (at: number, within = { from: 0, to: doc.length }): string => {
		const { from, to } = paragraphAt(doc, at, within);
		return doc.sliceString(from, to);
	};

	it('goes from one empty line to the next', () => {
		expect(lines(0)).toBe('one\ntwo');
		expect(lines(7)).toBe('one\ntwo');
		expect(lines(text.indexOf('three') + 2)).toBe('three');
		expect(lines(doc.length)).toBe('four\nfive');
	});

	it('is an empty line alone', () => {
		expect(lines(8)).toBe('');
		expect(lines(text.indexOf('  '))).toBe('  ');
	});

	it('is looked for where it can be seen only', () => {
		const long = Text.of(Array.from({ length: 1000 }, () => 'line'));
		const { from, to } = paragraphAt(long, 2500, { from: 2400, to: 2600 });
		expect([from, to]).toEqual([2400, 2604]);
		expect(paragraphAt(long, 10, { from: 2400, to: 2600 }).from).toBeLessThanOrEqual(10);
	});
});

describe('typewriter mode', () => {
	const state = EditorState.create({ doc: 'some text', extensions: typewriter });
	const centres = (spec: TransactionSpec): boolean =>
		state.update(spec).effects.some(({ value }) => (value as { y?: string }).y === 'center');

	it('goes with what is done by keys', () => {
		const changes = { from: 0, insert: 'a' };
		expect(centres({ changes, userEvent: 'input.type' })).toBe(true);
		expect(centres({ changes, userEvent: 'input.type.compose' })).toBe(true);
		expect(centres({ changes: { from: 0, to: 1 }, userEvent: 'delete.backward' })).toBe(true);
		expect(centres({ selection: { anchor: 3 }, userEvent: 'select' })).toBe(true);
		expect(centres({ changes, userEvent: 'undo' })).toBe(true);
	});

	it('stays where it is at a press, and when others write', () => {
		const changes = { from: 0, insert: 'a' };
		expect(centres({ selection: { anchor: 3 }, userEvent: 'select.pointer' })).toBe(false);
		expect(centres({ changes, userEvent: 'input.drop' })).toBe(false);
		expect(centres({ changes })).toBe(false);
	});
});
