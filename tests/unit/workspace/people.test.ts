import { expect, it } from 'vitest';
import type { PeerView } from '$lib/sync/views.js';
import { pagesHere, peopleHere } from '$lib/workspace/people.js';
import type { Person } from '$lib/workspace/types.js';

const SELF: Person = { id: 'me', name: 'Me', colour: 1, isSelf: true, right: 'edit' };

const colourOf = () => 0;

function peer(id: string, person: string, facts: Partial<PeerView> = {}): PeerView {
	return {
		id,
		session: id,
		kind: 'network',
		role: 'writer',
		presence: { type: 'presence', person, name: person, colour: 0, caret: undefined },
		inSync: true,
		stored: undefined,
		isQuiet: false,
		...facts
	};
}

it('P26: nobody hides as oneself, nor as somebody with another right', () => {
	const peers = [
		peer('1', 'ada'),
		peer('2', 'ada', { role: 'viewer' }),
		peer('3', 'me', { role: 'viewer' }),
		peer('4', 'me', { kind: 'tab' }),
		peer('5', 'ada')
	];
	const people = peopleHere(SELF, peers, colourOf).map(({ name, right, isSelf }) => [name, right, isSelf]);
	expect(people).toEqual([
		['Me', 'edit', true],
		['ada', 'edit', false],
		['ada', 'view', false],
		['me', 'view', false]
	]);
	expect(pagesHere(peers, colourOf).map(({ id, right }) => [id, right])).toEqual([
		['1', 'edit'],
		['2', 'view'],
		['3', 'view'],
		['5', 'edit']
	]);
});
