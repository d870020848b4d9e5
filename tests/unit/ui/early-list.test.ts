import { expect, it } from 'vitest';
import { earlyList, keepEarlyList } from '$lib/ui/early-list.js';

function storeWith(text?: string): {
	getItem: () => string | null;
	setItem: (key: string, value: string) => void;
} {
	let kept = text ?? null;
	return { getItem: () => kept, setItem: (_, value) => void (kept = value) };
}

const summary = (id: string) => ({
	id,
	title: `Title ${id}`,
	preview: 'text',
	changedAt: 1,
	addedAt: 1,
	waiting: false,
	pinned: false,
	shared: true,
	tags: ['garden']
});

const said = ({ id }: { readonly id: string }) => ({ preview: `text of ${id}`, shared: undefined });

it('the beginning of the list is there again at the next start, and no more than that', () => {
	const store = storeWith();
	const notes = Array.from({ length: 100 }, (_, at) => summary(String(at)));
	keepEarlyList(() => store, notes, said);
	const early = earlyList(() => store);
	expect(early).toEqual(notes.slice(0, 40).map((note) => ({ ...note, said: said(note) })));
	keepEarlyList(() => store, [], said);
	expect(earlyList(() => store)).toEqual([]);
});

it.each([
	'',
	'null',
	'{}',
	'{"a":',
	'[1, null, {"id": 1}]',
	'[{"id":"a","title":"b","preview":"c","changedAt":null,"waiting":true}]',
	'[{"id":"a","title":"b","preview":"c","changedAt":1,"addedAt":1,"waiting":true,"pinned":false,"shared":false,"tags":[1]}]'
])('what is none of ours is no list: %s', (text) => expect(earlyList(() => storeWith(text))).toEqual([]));

it('a store that is shut, or not to be had at all, keeps nothing from working', () => {
	const shut = () => {
		throw new DOMException('', 'SecurityError');
	};
	expect(earlyList(() => ({ getItem: shut, setItem: shut }))).toEqual([]);
	expect(earlyList(shut)).toEqual([]);
	expect(() => keepEarlyList(() => ({ getItem: shut, setItem: shut }), [], said)).not.toThrow();
	expect(() => keepEarlyList(shut, [], said)).not.toThrow();
});
