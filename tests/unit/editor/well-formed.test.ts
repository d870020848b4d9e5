import { Annotation, EditorSelection, EditorState, StateEffect, Transaction } from '@codemirror/state';
import type { ChangeSpec, TransactionSpec } from '@codemirror/state';
import { describe, expect, it } from 'vitest';
import { wellFormedInput, wellFormedText } from '$lib/editor/well-formed.js';

const marked = Annotation.define<string>();
const placed = StateEffect.define<number>({ map: (at, changes) => changes.mapPos(at) });

function edit(doc: string, spec: TransactionSpec): Transaction {
	return EditorState.create({ doc, extensions: wellFormedInput() }).update(spec);
}

function changed(doc: string, ...changes: ChangeSpec[]): string {
	return edit(doc, { changes }).newDoc.toString();
}

describe('a change that cuts through a surrogate pair', () => {
	it('is widened to the whole pair', () => {
		expect(changed('a😀b', { from: 2, to: 3 })).toBe('ab');
		expect(changed('a😀b', { from: 1, to: 2 })).toBe('ab');
		expect(changed('a😀b', { from: 2, insert: 'x' })).toBe('axb');
		expect(changed('😀😁', { from: 1, to: 3 })).toBe('');
		expect(changed('😀😁', { from: 1, to: 3, insert: 'x' })).toBe('x');
		expect(changed('😀 😁', { from: 1, insert: '1' }, { from: 4, insert: '2' })).toBe('1 2');
	});

	it('keeps a new pair that it makes with a half of the old one, as browsers replace one emoji by another', () => {
		expect(changed('a😀b', { from: 2, to: 3, insert: '😁'.charAt(1) })).toBe('a😁b');
		expect(changed('a😀b', { from: 1, to: 2, insert: '\ud83e' })).toBe('a\u{1fa00}b');
	});

	it('removes the pair in one piece, also if it is made of two changes, so that a history keeps it whole', () => {
		for (const changes of [
			[
				{ from: 1, to: 2, insert: 'x' },
				{ from: 2, to: 3 }
			],
			[{ from: 2, insert: 'x' }],
			[
				{ from: 0, to: 2 },
				{ from: 2, insert: 'x' }
			]
		]) {
			const { changes: made, startState } = edit('a😀b', { changes });
			const back = made.invert(startState.doc);
			const inserted: string[] = [];
			back.iterChanges((_fromA, _toA, _fromB, _toB, text) => inserted.push(text.toString()), true);
			expect(inserted.every((text) => text.isWellFormed())).toBe(true);
			expect(back.apply(made.apply(startState.doc)).toString()).toBe('a😀b');
		}
	});
});

describe('text that comes in', () => {
	it('has whole code points: other lone surrogates become U+FFFD', () => {
		expect(changed('ab', { from: 1, insert: '\ud83d' })).toBe('a\ufffdb');
		expect(changed('ab', { from: 1, insert: '\ude00\ud83d' })).toBe('a\ufffd\ufffdb');
		expect(changed('ab', { from: 1, insert: '😀' })).toBe('a😀b');
	});

	it('has \\n line ends (rule 1)', () => {
		expect(changed('', { from: 0, insert: '1\r\n2\r3\n4\r\r\n5' })).toBe('1\n2\n3\n4\n\n5');
		expect(wellFormedText('1\r\n2\r3\n4\ud83d')).toBe('1\n2\n3\n4\ufffd');
	});

	it('is one line to the editor where it has a carriage return and nothing filters it', () => {
		expect(EditorState.create({ doc: 'a\rb', extensions: wellFormedInput() }).doc.length).toBe(3);
		expect(edit('', { changes: { from: 0, insert: 'a\rb' }, filter: false }).newDoc.lines).toBe(1);
	});
});

describe('what a transaction has besides its changes', () => {
	it('stays, and positions are mapped to what became of the text', () => {
		const transaction = edit('😀 end', {
			changes: { from: 1, insert: '1\r\n2\r\n' },
			selection: EditorSelection.range(4, 7),
			effects: placed.of(7),
			annotations: marked.of('mine'),
			userEvent: 'input.paste',
			scrollIntoView: true
		});
		expect(transaction.newDoc.toString()).toBe('1\n2\n end');
		expect(transaction.newSelection.main.toJSON()).toEqual({ anchor: 2, head: 4 });
		expect(transaction.effects.map((effect) => effect.is(placed) && effect.value)).toEqual([4]);
		expect(transaction.annotation(marked)).toBe('mine');
		expect(transaction.isUserEvent('input.paste')).toBe(true);
		expect(transaction.annotation(Transaction.time)).toBeTypeOf('number');
		expect(transaction.scrollIntoView).toBe(true);
	});

	it('leaves the caret behind what was inserted', () => {
		const { newDoc, newSelection } = edit('a😀b', {
			changes: { from: 2, to: 3, insert: '😁'.charAt(1) },
			selection: { anchor: 3 }
		});
		expect(newDoc.toString()).toBe('a😁b');
		expect(newSelection.main.head).toBe(3);
	});

	it('maps a selection that the transaction does not set', () => {
		const state = EditorState.create({
			doc: 'ab😀',
			selection: { anchor: 2 },
			extensions: wellFormedInput()
		});
		expect(state.update({ changes: { from: 0, insert: '\r\n' } }).newSelection.main.head).toBe(3);
	});
});
