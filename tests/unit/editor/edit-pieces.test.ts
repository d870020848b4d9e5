import { ChangeSet, Text } from '@codemirror/state';
import { describe, expect, it } from 'vitest';
import { inPieces } from '$lib/editor/edit-pieces.js';

const LONGEST = 65_536;

function piecesOf(before: string, ...specs: { from: number; to?: number; insert?: string }[]) {
	const edit = ChangeSet.of(specs, before.length, '\n');
	const doc = Text.of(before.split('\n'));
	const pieces = [...inPieces(edit)];
	const after = pieces.reduce((text, piece) => piece.apply(text), doc).toString();
	expect(after).toBe(edit.apply(doc).toString());
	return { edit, pieces };
}

function longestInsert(pieces: readonly ChangeSet[]): number {
	let longest = 0;
	for (const piece of pieces)
		piece.iterChanges(
			(_fromA, _toA, _fromB, _toB, { length }) => (longest = Math.max(longest, length)),
			true
		);
	return longest;
}

describe('an edit', () => {
	it('that is short, or deletes much, stays one', () => {
		const { edit, pieces } = piecesOf('one two three', { from: 0, to: 3, insert: '1' }, { from: 8, to: 13 });
		expect(pieces).toEqual([edit]);
		expect(piecesOf('x'.repeat(200_000), { from: 0, to: 200_000 }).pieces).toHaveLength(1);
	});

	it('that inserts much is several, none of which inserts more than a change of Loro’s should hold', () => {
		const long = 'a😀b\n'.repeat(40_000);
		const { pieces } = piecesOf('beginning end', { from: 10, to: 13, insert: long });
		expect(pieces).toHaveLength(Math.ceil(long.length / (LONGEST - 1)));
		expect(longestInsert(pieces)).toBeLessThanOrEqual(LONGEST);
	});

	it('that inserts much at several places, and little at others, comes to the same', () => {
		const { pieces } = piecesOf(
			'0123456789',
			{ from: 0, to: 2, insert: 'A'.repeat(150_000) },
			{ from: 4, insert: 'short' },
			{ from: 5, to: 6 },
			{ from: 7, insert: 'B'.repeat(70_000) },
			{ from: 10, insert: `${'C'.repeat(65_535)}😀D` }
		);
		expect(longestInsert(pieces)).toBeLessThanOrEqual(LONGEST);
	});
});
