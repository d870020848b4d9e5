import { beforeEach, expect, it } from 'vitest';
import { countTags, LibraryChoice, type SortStore } from '$lib/ui/library-choice.svelte.js';
import type { ListedNote } from '$lib/workspace/types.js';

let kept: Map<string, string>;
let store: SortStore;

beforeEach(() => {
	kept = new Map();
	store = { getItem: (key) => kept.get(key) ?? null, setItem: (key, value) => void kept.set(key, value) };
});

function note(id: string, facts: Partial<ListedNote> = {}): ListedNote {
	return {
		...{ id, title: id, preview: '', changedAt: 0, addedAt: 0, waiting: false },
		...{ pinned: false, shared: false, ...facts }
	};
}

function ids(notes: readonly ListedNote[]): string {
	return notes.map(({ id }) => id).join(' ');
}

it('sorts by the last change, the title or when they were added; pinned notes come first', () => {
	const notes = [
		note('a10', { changedAt: 1, addedAt: 3 }),
		note('b', { changedAt: 4, addedAt: 1 }),
		note('a2', { changedAt: 2, addedAt: 4 }),
		note('none', { title: ' ', changedAt: 5, addedAt: 2 }),
		note('Äpfel', { changedAt: 3, addedAt: 5, pinned: true })
	];
	const choice = new LibraryChoice(() => store);
	expect(ids(choice.sorted(notes))).toBe('Äpfel none b a2 a10');
	choice.sort = 'title';
	expect(ids(choice.sorted(notes))).toBe('Äpfel a2 a10 b none');
	choice.sort = 'added';
	expect(ids(choice.sorted(notes))).toBe('Äpfel a2 a10 none b');
	expect(new LibraryChoice(() => store).sort).toBe('added');
});

it('does without a store, and with what it does not know', () => {
	kept.set('perch:library-sort', 'by-colour');
	expect(new LibraryChoice(() => store).sort).toBe('changed');
	const choice = new LibraryChoice(() => {
		throw new Error('no storage');
	});
	choice.sort = 'title';
	expect(choice.sort).toBe('title');
});

it('S39 narrows to a tag, however it is written, and no more once no note has it', () => {
	const notes = [
		note('a', { tags: ['Garden'] }),
		note('b', { tags: ['work'] }),
		note('c', { tags: ['garden', 'work'] })
	];
	const choice = new LibraryChoice(() => store);
	choice.toggle('garden');
	expect(ids(choice.narrowed(notes))).toBe('a c');
	expect(ids(choice.narrowed([note('b')]))).toBe('b');
	expect(ids(choice.sorted(notes))).toBe('a b c');
	choice.toggle('garden');
	expect(ids(choice.narrowed(notes))).toBe('a b c');
});

it('S39 counts tags, those of most notes first', () => {
	const notes = [note('a', { tags: ['Garden', 'x'] }), note('b', { tags: ['garden'] }), note('c')];
	expect(countTags(notes)).toEqual([
		{ key: 'garden', tag: 'Garden', count: 2 },
		{ key: 'x', tag: 'x', count: 1 }
	]);
});
