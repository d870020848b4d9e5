import { EditorState, Transaction } from '@codemirror/state';
import { describe, expect, it } from 'vitest';
import { caretClass } from '$lib/editor/caret-layers.js';
import { areShown, pointOutCaret, remoteCaretsField, setRemoteCarets } from '$lib/editor/remote-carets.js';
import type { RemoteCaret } from '$lib/workspace/types.js';

function caret(key: string, anchor: number, head = anchor): RemoteCaret {
	return { key, person: key, name: `Name of ${key}`, colour: 1, anchor, head, word: {} };
}

function withCarets(doc: string, ...carets: RemoteCaret[]): EditorState {
	const state = EditorState.create({ doc, extensions: remoteCaretsField });
	return state.update({ effects: setRemoteCarets.of(carets) }).state;
}

function places(state: EditorState): [string, number, number][] {
	return state.field(remoteCaretsField).map(({ key, anchor, head }) => [key, anchor, head]);
}

describe('carets of others', () => {
	it('stand where they were set, in the order of their keys', () => {
		expect(places(withCarets('some text', caret('b', 2, 5), caret('a', 1)))).toEqual([
			['a', 1, 1],
			['b', 2, 5]
		]);
	});

	it('stand at the end if the text behind has not arrived', () => {
		expect(places(withCarets('short', caret('a', 3, 99)))).toEqual([['a', 3, 5]]);
	});

	it('are replaced as a whole', () => {
		const state = withCarets('some text', caret('a', 1), caret('b', 2));
		expect(places(state.update({ effects: setRemoteCarets.of([caret('c', 3)]) }).state)).toEqual([
			['c', 3, 3]
		]);
		expect(places(state.update({ effects: setRemoteCarets.of([]) }).state)).toEqual([]);
	});

	it('need not be set once more where they stand already, and nothing new was said of them', () => {
		const [a, b] = [caret('a', 1), caret('b', 2, 4)];
		const state = withCarets('some text', a, b).update({
			changes: { from: 0, insert: 'x' },
			annotations: Transaction.remote.of(true)
		}).state;
		const moved = [
			{ ...b, anchor: 3, head: 5 },
			{ ...a, anchor: 2, head: 2 }
		];
		expect(areShown(state, moved)).toBe(true);
		expect(areShown(state, [a, b])).toBe(false);
		expect(areShown(state, moved.slice(1))).toBe(false);
		for (const other of [{ word: {} }, { name: 'Bo' }, { colour: 3 }, { person: 'bo' }, { key: 'c' }])
			expect(
				areShown(state, [
					{ ...b, anchor: 3, head: 5 },
					{ ...a, anchor: 2, head: 2, ...other }
				])
			).toBe(false);
	});

	it('that are set together with a change stand in the text after it', () => {
		const state = withCarets('ab');
		const set = state.update({
			changes: { from: 2, insert: 'cd' },
			effects: setRemoteCarets.of([caret('a', 4)])
		});
		expect(places(set.state)).toEqual([['a', 4, 4]]);
	});

	it('move along with the text', () => {
		const state = withCarets('some text', caret('a', 5, 9));
		expect(places(state.update({ changes: { from: 0, to: 4, insert: 'x' } }).state)).toEqual([['a', 2, 6]]);
	});

	it('stay before what is typed here at their place, and behind what comes from others', () => {
		const state = withCarets('ab', caret('a', 1));
		const changes = { from: 1, insert: 'xy' };
		expect(places(state.update({ changes }).state)).toEqual([['a', 1, 1]]);
		const remote = state.update({ changes, annotations: Transaction.remote.of(true) });
		expect(places(remote.state)).toEqual([['a', 3, 3]]);
	});

	it('count only the moves that their owner made', () => {
		const moves = (state: EditorState): number | undefined => state.field(remoteCaretsField)[0]?.moves;
		const first = caret('a', 5);
		let { state } = withCarets('some text', first).update({ changes: { from: 0, insert: 'x' } });
		state = state.update({ effects: setRemoteCarets.of([{ ...first, anchor: 6, head: 6 }]) }).state;
		expect(moves(state)).toBe(0);
		state = state.update({ effects: setRemoteCarets.of([caret('a', 7)]) }).state;
		expect(moves(state)).toBe(1);
	});

	it('count it as a move when they are pointed out, and when their owner types', () => {
		let state = withCarets('some text', caret('a', 5), caret('b', 1));
		state = state.update({ effects: pointOutCaret.of('a') }).state;
		const typed = { changes: { from: 5, insert: 'x' }, annotations: Transaction.remote.of(true) };
		state = state.update(typed).state;
		state = state.update({ effects: setRemoteCarets.of([caret('a', 6), caret('b', 1)]) }).state;
		expect(state.field(remoteCaretsField).map(({ moves }) => moves)).toEqual([2, 1]);
	});

	it('have one of eight colours, whatever number comes', () => {
		expect([0, 7, 8, -1, 2.5].map(caretClass)).toEqual([
			'pc-caret-0',
			'pc-caret-7',
			'pc-caret-0',
			'pc-caret-1',
			'pc-caret-2'
		]);
	});
});
