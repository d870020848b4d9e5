import { describe, expect, it } from 'vitest';
import { insertionsForUnion } from '$lib/note/text-union.js';
import { seeded, type Random } from '../../fuzz/random.js';
import { sampleOrFull } from '../../support/long.js';

function union(kept: string, added: string): string {
	let text = kept;
	for (const insertion of insertionsForUnion(kept, added).reverse()) {
		text = text.slice(0, insertion.at) + insertion.text + text.slice(insertion.at);
	}
	return text;
}

function wordsOf(text: string): string[] {
	return text.match(/\S+/g) ?? [];
}

function isSubsequence(part: string, whole: string): boolean {
	let at = 0;
	for (const unit of whole) if (at < part.length && part.startsWith(unit, at)) at += unit.length;
	return at === part.length;
}

/** Lines of a few different words, so that many lines are alike. */
function randomLines(random: Random): string {
	const line = () => Array.from({ length: random.int(4) }, () => random.word('ab').slice(0, 2)).join(' ');
	return Array.from({ length: random.int(12) }, line).join('\n');
}

function edited(text: string, random: Random): string {
	const lines = text.split('\n');
	for (let edit = random.int(5); edit > 0; edit -= 1) {
		const at = random.int(lines.length);
		if (random.chance(0.3)) lines.splice(at, 1);
		else if (random.chance(0.5)) lines.splice(at, 0, random.word());
		else lines[at] = `${lines[at] ?? ''} ${random.word()}`;
	}
	return lines.join('\n');
}

describe('the union of two texts', () => {
	it.each([
		['the same', 'a\nb', 'a\nb', 'a\nb'],
		['nothing kept', '', 'a\nb', 'a\nb'],
		['nothing added', 'a\nb', '', 'a\nb'],
		['a line at the end', 'a', 'a\nb', 'a\nb'],
		['a line at the start', 'b', 'a\nb', 'a\nb'],
		['a line in the middle', 'a\nc', 'a\nb\nc', 'a\nb\nc'],
		['a line on each side', 'a\nb\nx', 'y\na\nb', 'y\na\nb\nx'],
		['a line that one continued', 'The cat\nend', 'The cat sat\nend', 'The cat sat\nend'],
		['a line that the other continued', 'The cat sat\nend', 'The cat\nend', 'The cat sat\nend'],
		['words within a line', 'The cat sat', 'The big cat sat', 'The big cat sat'],
		['a line that both changed', 'one\nThe cat\ntwo', 'one\nThe dog\ntwo', 'one\nThe cat\nThe dog\ntwo'],
		['a word that became another', 'The cat', 'The cats', 'The cat\nThe cats'],
		['a paragraph, with empty lines as they were', 'a\n\nb\n\nd', 'a\n\nb\n\nc\n\nd', 'a\n\nb\n\nc\n\nd'],
		['only empty lines', 'a\nb', 'a\n\n\nb', 'a\nb'],
		['lines in another order', 'a\nb\nc', 'c\na\nb', 'c\na\nb\nc'],
		['pairs of surrogates', 'a 😀', 'a 😀 😁', 'a 😀 😁']
	])('%s', (_, kept, added, expected) => {
		expect(union(kept, added)).toBe(expected);
	});

	it('takes nothing away and has every word of both, for random texts', () => {
		for (let seed = 1; seed <= sampleOrFull(1_000, 3_000); seed += 1) {
			const random = seeded(seed);
			const base = randomLines(random);
			const [kept, added] = random.chance(0.8)
				? [edited(base, random), edited(base, random)]
				: [base, randomLines(random)];
			const both = union(kept, added);
			const words = new Set(wordsOf(both));
			expect(isSubsequence(kept, both), `seed ${seed}`).toBe(true);
			for (const word of [...wordsOf(kept), ...wordsOf(added)]) {
				expect(words, `seed ${seed}`).toContain(word);
			}
			expect(union(both, both), `seed ${seed}`).toBe(both);
		}
	});

	it('takes no long time for large texts, alike or not', () => {
		const lines = (prefix: string, count: number) =>
			Array.from({ length: count }, (_, index) => `${prefix} line ${index}`).join('\n');
		for (const [kept, added] of [
			[lines('the', 100_000), `first\n${lines('the', 100_000)}\nlast`],
			[lines('this', 100_000), lines('that', 100_000)],
			['a\n'.repeat(250_000), 'b\na\n'.repeat(150_000)],
			['a '.repeat(1_000_000), 'b '.repeat(1_000_000)]
		] as const) {
			const start = performance.now();
			insertionsForUnion(kept, added);
			expect(performance.now() - start).toBeLessThan(10_000);
		}
	});
});
