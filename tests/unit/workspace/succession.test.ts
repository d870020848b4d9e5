import { describe, expect, it } from 'vitest';
import type { LibraryEntry } from '$lib/note/library-entry.js';
import { leadsTo, listed, successorOf, type Entries } from '$lib/workspace/succession.js';

/** Notes, each named with where it was moved. */
function entries(moves: Readonly<Record<string, string | undefined>>): LibraryEntry[] {
	const invite = { kind: 'edit', seed: new Uint8Array(32) } as const;
	return Object.entries(moves).map(([noteId, movedTo]) => ({
		noteId,
		invite,
		addedAt: 0,
		shared: true,
		movedTo
	}));
}

function library(moves: Readonly<Record<string, string | undefined>>): Entries {
	const all = entries(moves);
	return { entry: (noteId) => all.find((entry) => entry.noteId === noteId) };
}

describe('S33 where a note went', () => {
	it('is where the last of its moves led', () => {
		const moved = library({ a: 'b', b: 'c', c: undefined });
		expect(['a', 'b', 'c', 'd'].map((id) => successorOf(moved, id))).toEqual([
			'c',
			'c',
			undefined,
			undefined
		]);
		expect(leadsTo(moved, 'a', 'c')).toBe(true);
		expect(leadsTo(moved, 'c', 'a')).toBe(false);
	});

	it('is nowhere if the note that took its place is not here', () => {
		expect(successorOf(library({ a: 'gone' }), 'a')).toBeUndefined();
		expect(successorOf(library({ a: 'b', b: 'gone' }), 'a')).toBe('b');
	});

	it('is nowhere if its moves lead round in a circle, and all that lead there stay listed', () => {
		const moves = { a: 'b', b: 'a', c: 'b', self: 'self' };
		const round = library(moves);
		for (const id of ['a', 'b', 'c', 'self']) expect(successorOf(round, id)).toBeUndefined();
		expect(leadsTo(round, 'c', 'd')).toBe(false);
		expect(listed(entries(moves)).map(({ noteId }) => noteId)).toEqual(['a', 'b', 'c', 'self']);
	});
});
