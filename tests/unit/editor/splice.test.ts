import { Text } from '@codemirror/state';
import { LoroDoc } from 'loro-crdt';
import { describe, expect, it } from 'vitest';
import { changesFromDelta, minimalSplice, spliceText } from '$lib/editor/splice.js';

function applied(text: string, ...delta: Parameters<typeof changesFromDelta>[0]): string {
	return changesFromDelta(delta, text.length)
		.apply(Text.of(text.split('\n')))
		.toString();
}

describe('a text event of Loro', () => {
	it('becomes changes at the same places, in UTF-16 units', () => {
		expect(applied('a😀bc', { retain: 3 }, { delete: 1 }, { insert: 'X\nY' })).toBe('a😀X\nYc');
		expect(applied('abc', { insert: '1' }, { insert: '2' }, { retain: 2 }, { insert: '3' })).toBe('12ab3c');
		expect(applied('abc', { insert: 'x' }, { delete: 3 })).toBe('x');
		expect(applied('abc')).toBe('abc');
	});

	it('keeps a carriage return as it is, so that the lengths stay equal', () => {
		expect(applied('', { insert: 'a\r\nb\rc' })).toBe('a\r\nb\rc');
	});

	it('that does not fit the text is refused', () => {
		expect(() => changesFromDelta([{ retain: 5 }, { delete: 1 }], 3)).toThrow(RangeError);
	});
});

describe('changes of the editor', () => {
	it('become splices of the Loro text, in old offsets, whatever their number (rule 1)', () => {
		const doc = new LoroDoc();
		const text = doc.getText('body');
		text.insert(0, 'one two three');
		doc.commit();
		const before = doc.opCount();
		spliceText(
			text,
			changesFromDelta([{ delete: 3 }, { insert: '1' }, { retain: 5 }, { delete: 5 }, { insert: '3' }], 13)
		);
		expect(text.toString()).toBe('1 two 3');
		expect(doc.opCount() - before).toBe(3 + 1 + 5 + 1);
		doc.free();
	});
});

describe('the smallest splice between two texts', () => {
	it.each([
		['', 'abc', { from: 0, to: 0, insert: 'abc' }],
		['abc', '', { from: 0, to: 3, insert: '' }],
		['one two', 'one 2 two', { from: 4, to: 4, insert: '2 ' }],
		['aaa', 'aa', { from: 2, to: 3, insert: '' }],
		['abc', 'axc', { from: 1, to: 2, insert: 'x' }]
	])('from %j to %j', (before, after, splice) => {
		expect(minimalSplice(before, after)).toEqual(splice);
	});

	it('never cuts through a surrogate pair', () => {
		expect(minimalSplice('a😀b', 'a😁b')).toEqual({ from: 1, to: 3, insert: '😁' });
		// U+1F600 and U+1F200 end with the same half.
		expect(minimalSplice('a\u{1f600}b', 'a\u{1fa00}b')).toEqual({ from: 1, to: 3, insert: '\u{1fa00}' });
	});

	it('is undefined between equal ones', () => {
		expect(minimalSplice('same', 'same')).toBeUndefined();
	});
});
