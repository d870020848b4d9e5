import { describe, expect, it } from 'vitest';
import type { Action, ActionGroup } from '$lib/ui/actions/action.js';
import { ActionRegistry } from '$lib/ui/actions/action-registry.js';
import { findActions, parts } from '$lib/ui/actions/find-actions.js';

function action(group: ActionGroup, label: string, words?: string): Action {
	return { id: label, group, label, run: () => undefined, ...(words === undefined ? {} : { words }) };
}

const ACTIONS: readonly Action[] = [
	action('app', 'New note'),
	action('app', 'Settings', 'name backup relays'),
	action('app', 'Join a note', 'invite link'),
	action('page', 'Find and replace'),
	action('page', 'Page look'),
	action('text', 'Bold'),
	action('text', 'Link'),
	...Array.from({ length: 20 }, (_, index) => action('notes', `Harvest ${index}`)),
	action('notes', 'Café in Zürich'),
	action('notes', '買い物リスト'),
	action('notes', 'Заметка о птицах')
];

/** Of processor time. Some 15 ms are taken; a machine that is busy with other things is slower at everything. */
const MAX_MS_A_KEY = 150;

const labels = (query: string): readonly (readonly [ActionGroup, readonly string[]])[] =>
	findActions(ACTIONS, query).map(({ group, found }) => [group, found.map((it) => it.action.label)]);

describe('what a query means', () => {
	it.each([
		['new', 'New note'],
		['nn', 'New note'],
		['replace find', 'Find and replace'],
		['bld', 'Bold'],
		['backup', 'Settings'],
		['cafe', 'Café in Zürich'],
		['zürich', 'Café in Zürich'],
		['物リ', '買い物リスト'],
		['птиц', 'Заметка о птицах']
	])('“%s” is “%s”', (query, label) => {
		expect(labels(query)[0]?.[1][0]).toBe(label);
	});

	it('a name comes before another word', () => {
		expect(labels('link')[0]).toEqual(['text', ['Link']]);
		expect(labels('link')[1]).toEqual(['app', ['Join a note']]);
	});

	it('of many notes only some are told, and nothing of what nobody meant', () => {
		expect(labels('harvest')).toEqual([['notes', expect.any(Array)]]);
		expect(labels('harvest')[0]?.[1]).toHaveLength(8);
		expect(labels('qqq')).toEqual([]);
	});

	it('unasked, all is told, with the notes that were changed last before', () => {
		const [notes, ...rest] = labels('  ');
		expect(notes).toEqual(['notes', [0, 1, 2, 3, 4].map((index) => `Harvest ${index}`)]);
		expect(rest.map(([group]) => group)).toEqual(['page', 'app', 'text']);
		expect(rest.flatMap(([, found]) => found)).toHaveLength(7);
	});

	it('the letters that were asked for are marked, also beyond the first plane', () => {
		const [group] = findActions([action('app', '🐦 Join')], 'join');
		expect(group?.found[0]?.name).toEqual([
			{ text: '🐦 ', hit: false },
			{ text: 'Join', hit: true }
		]);
		expect(parts('abc', [1])).toEqual([
			{ text: 'a', hit: false },
			{ text: 'b', hit: true },
			{ text: 'c', hit: false }
		]);
	});

	it('5,000 notes take no key its time', () => {
		const many = Array.from({ length: 5_000 }, (_, index) =>
			action('notes', `Note of the harvest, ${index}`)
		);
		findActions(many, 'h');
		const before = process.cpuUsage();
		for (const query of ['ha', 'har', 'harv', 'harvest 4', 'harvest 49']) findActions(many, query);
		const { user } = process.cpuUsage(before);
		expect(user / 1000 / 5).toBeLessThan(MAX_MS_A_KEY);
	});
});

describe('the registry', () => {
	it('has what is offered for as long as it is; a page may do better what the app can', () => {
		const registry = new ActionRegistry();
		const app = { ...action('app', 'Scan'), id: 'scan' };
		const page = { ...action('page', 'Scan here'), id: 'scan' };
		registry.offer(() => [app]);
		const takeBack = registry.offer(() => [page]);
		expect(registry.all()).toEqual([page]);
		takeBack();
		expect(registry.find('scan')).toBe(app);
		expect(registry.find('other')).toBeUndefined();
	});
});
