import { ChangeSet } from '@codemirror/state';
import { describe, expect, it } from 'vitest';
import { Hits } from '$lib/editor/find/hits.js';
import { isPattern, type FindQuery } from '$lib/editor/find/query.js';
import { searchText, type Found } from '$lib/editor/find/search-text.js';
import { seeded } from '../../../fuzz/random.js';

function query(text: string, options: Partial<FindQuery> = {}): FindQuery {
	return { text, caseSensitive: false, wholeWord: false, regexp: false, ...options };
}

function search(text: string, wanted: FindQuery, replacement?: string, most = 1000): Found {
	const wishes = { from: 0, to: text.length, most, ...(replacement === undefined ? {} : { replacement }) };
	const steps = searchText(text, wanted, wishes);
	for (;;) {
		const step = steps.next();
		if (step.done === true) return step.value;
	}
}

function hitsOf(text: string, wanted: FindQuery): string[] {
	const { places } = search(text, wanted);
	return Array.from({ length: places.length / 2 }, (_, index) =>
		text.slice(places[2 * index], places[2 * index + 1])
	);
}

/** What becomes of a text when all is replaced. */
function replaced(text: string, wanted: FindQuery, replacement: string): string {
	const { places, inserts } = search(text, wanted, replacement);
	const changes = inserts.map((insert, index) => ({
		from: places[2 * index] ?? 0,
		to: places[2 * index + 1] ?? 0,
		insert
	}));
	return changes.reduceRight(
		(all, { from, to, insert }) => all.slice(0, from) + insert + all.slice(to),
		text
	);
}

describe('what a query finds', () => {
	const cases: readonly (readonly [
		name: string,
		text: string,
		wanted: FindQuery,
		hits: readonly string[]
	])[] = [
		['either case', 'Pear pear PEAR', query('pear'), ['Pear', 'pear', 'PEAR']],
		['this case', 'Pear pear PEAR', query('pear', { caseSensitive: true }), ['pear']],
		['what is special in a pattern', 'a.b axb a.b', query('a.b'), ['a.b', 'a.b']],
		['a whole word', 'pear pears pearly (pear) pear_', query('pear', { wholeWord: true }), ['pear', 'pear']],
		['a whole word of another script', 'дом дома дом', query('дом', { wholeWord: true }), ['дом', 'дом']],
		['either form of an accent', 'caf\u00e9 cafe\u0301', query('café'), ['caf\u00e9', 'cafe\u0301']],
		['an emoji', 'a 🐐 b 🐐', query('🐐'), ['🐐', '🐐']],
		['lines', 'a\nb a\nb', query('a\nb'), ['a\nb', 'a\nb']],
		['a pattern', 'p1 p22 q3', query('p\\d+', { regexp: true }), ['p1', 'p22']],
		['a pattern at lines', 'ab\nac\nba', query('^a', { regexp: true }), ['a', 'a']],
		['a pattern over lines', 'a\n\nb', query('a\\s+b', { regexp: true }), ['a\n\nb']],
		['a pattern that fits nothing too', 'aab 🐐 a', query('a*', { regexp: true }), ['aa', 'a']],
		['a pattern for one character', '🐐', query('.', { regexp: true }), ['🐐']],
		['a pattern only fit without u', 'a-b', query('\\-', { regexp: true }), ['-']],
		['a pattern as a whole word', 'p1 p1a', query('p\\d', { regexp: true, wholeWord: true }), ['p1']],
		['nothing', 'a', query(''), []]
	];

	it.each(cases)('%s', (_name, text, wanted, hits) => {
		expect(hitsOf(text, wanted)).toEqual(hits);
	});

	it('is no pattern where it is none', () => {
		expect(isPattern(query('(', { regexp: true }))).toBe(false);
		expect(isPattern(query('('))).toBe(true);
		expect(isPattern(query('\\-', { regexp: true, wholeWord: true }))).toBe(false);
	});

	it('is no more than was wanted, and says so', () => {
		expect(search('aaaa', query('a'), undefined, 3)).toMatchObject({
			places: [0, 1, 1, 2, 2, 3],
			more: true
		});
		expect(search('aaa', query('a'), undefined, 3).more).toBe(false);
	});

	it('can be interrupted', () => {
		const steps = searchText('a'.repeat(2000), query('a'), { from: 0, to: 2000, most: 5000 });
		expect(steps.next()).toEqual({ done: false, value: 512 });
	});
});

describe('what is put in its place', () => {
	const cases: readonly (readonly [text: string, wanted: FindQuery, replacement: string, after: string])[] = [
		['a b a', query('a'), 'c', 'c b c'],
		['a b a', query('a'), '$& $1 \\n', '$& $1 \\n b $& $1 \\n'],
		['2026-11-29', query('(\\d+)-(\\d+)-(\\d+)', { regexp: true }), '$3.$2.$1', '29.11.2026'],
		['ab', query('(?<x>a)b', { regexp: true }), '$<x>$&$$$9', 'aab$$9'],
		['a,b', query(',', { regexp: true }), '\\n\\t\\\\', 'a\n\t\\b'],
		['aXb', query('x'), '', 'ab']
	];

	it.each(cases)('%j', (text, wanted, replacement, after) => {
		expect(replaced(text, wanted, replacement)).toBe(after);
	});
});

describe('hits', () => {
	const hits = new Hits(Uint32Array.of(2, 4, 4, 6, 10, 12));

	it('are found by place', () => {
		expect([0, 2, 3, 4, 6, 12, 20].map((place) => hits.firstBehind(place))).toEqual([0, 0, 0, 1, 2, 3, 3]);
		expect([0, 2, 3, 4, 5, 10, 11].map((place) => hits.firstFrom(place))).toEqual([0, 0, 1, 1, 2, 2, 3]);
		expect(hits.indexOf({ from: 4, to: 6 })).toBe(1);
		expect(hits.indexOf({ from: 4, to: 5 })).toBe(-1);
		expect([...hits.within({ from: 5, to: 10 })]).toEqual([{ from: 4, to: 6 }]);
	});

	it('move along with the text as each of them by itself would', () => {
		const random = seeded(7);
		for (let round = 0; round < 500; round += 1) {
			const places: number[] = [];
			for (let at = random.int(3); at < 60; at += random.int(5)) places.push(at, (at += 1 + random.int(4)));
			const changes = ChangeSet.of(
				Array.from({ length: random.int(5) }, () => {
					const from = random.int(70);
					return { from, to: Math.min(70, from + random.int(4)), insert: 'x'.repeat(random.int(3)) };
				}).filter(({ from, to, insert }) => to > from || insert !== ''),
				70
			);
			const expected: number[] = [];
			for (let at = 0; at < places.length; at += 2) {
				const [from = 0, to = 0] = places.slice(at, at + 2);
				let touching = 0;
				changes.iterChangedRanges((fromA, toA) => {
					touching += Number(fromA === toA ? fromA > from && fromA < to : fromA < to && toA > from);
				}, true);
				if (touching === 0) expected.push(changes.mapPos(from, 1), changes.mapPos(to, -1));
			}
			expect([...new Hits(Uint32Array.from(places)).through(changes).places]).toEqual(expected);
		}
	});
});
