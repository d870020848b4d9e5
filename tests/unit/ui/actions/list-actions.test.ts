import { expect, it } from 'vitest';
import { listActions, type ListCommands } from '$lib/ui/actions/list-actions.js';
import { LibraryChoice } from '$lib/ui/library-choice.svelte.js';
import type { ListedNote } from '$lib/workspace/types.js';

const done: string[] = [];
const commands: ListCommands = {
	search: () => void done.push('search'),
	backUp: () => Promise.resolve(void done.push('back up')),
	install: () => void done.push('install')
};

function note(id: string, ...tags: readonly string[]): ListedNote {
	return {
		...{ id, title: id, preview: '', changedAt: 0, addedAt: 0, waiting: false },
		...{ pinned: false, shared: false, tags }
	};
}

function choice(): LibraryChoice {
	return new LibraryChoice(() => ({ getItem: () => null, setItem: () => undefined }));
}

const labels = (...given: Parameters<typeof listActions>) => listActions(...given).map(({ label }) => label);

it('the list is searched, sorted, narrowed, backed up and installed by name', async () => {
	const chosen = choice();
	const notes = [note('a', 'garden'), note('b')];
	expect(labels(notes, chosen, commands)).toEqual([
		'Search notes',
		'Sort by: Title',
		'Sort by: Date added',
		'Show only #garden',
		'Back up all notes',
		'Install Perch'
	]);
	for (const { run } of listActions(notes, chosen, commands)) await run();
	expect(done).toEqual(['search', 'back up', 'install']);
	expect(chosen).toMatchObject({ sort: 'added', tag: 'garden' });
	expect(labels(notes, chosen, commands).slice(1, 4)).toEqual([
		'Sort by: Last changed',
		'Sort by: Title',
		'Show all, not only #garden'
	]);
});

it('what cannot be done here and now is not offered', () => {
	expect(labels([], choice(), { ...commands, install: undefined })).toEqual([]);
	expect(labels([note('a')], choice(), { ...commands, backUp: undefined, install: undefined })).toEqual([
		'Search notes'
	]);
});

it('of many tags those of most notes are offered, and the one that is chosen', () => {
	const chosen = choice();
	const notes = Array.from({ length: 20 }, (_, at) => note(`n${at}`, `tag${String(at).padStart(2, '0')}`));
	chosen.toggle('tag19');
	const tags = labels(notes, chosen, commands).filter((label) => label.includes('#'));
	expect(tags).toHaveLength(11);
	expect(tags.at(-1)).toBe('Show all, not only #tag19');
});
