import { fromStableCaret } from '../note/caret.js';
import type { Note } from '../note/note.js';
import type { PeerView } from '../sync/views.js';
import type { ColourOf } from './person-colours.js';
import { shownName } from './person-name.js';
import { rightOfRole, type NoteRight } from './rights.js';
import type { Person, PresentPage, RemoteCaret } from './types.js';

function personId(person: string, right: NoteRight): string {
	return `${person} ${right}`;
}

/**
 * Oneself, and each person who has the note open elsewhere: once, however many pages that person has. Who a page says
 * that it is nobody has proven, so two pages with different rights are never taken for one person.
 */
export function peopleHere(self: Person, peers: readonly PeerView[], colourOf: ColourOf): Person[] {
	const people = new Map<string, Person>([[self.id, self]]);
	for (const { kind, presence, role } of peers) {
		// One's own id is only a word too, when it comes from elsewhere.
		if (presence === undefined || kind === 'tab') continue;
		const right = rightOfRole(role);
		const { person, name } = presence;
		const id = personId(person, right);
		if (people.has(id)) continue;
		people.set(id, {
			id,
			name: shownName(name),
			colour: colourOf({ person, right }),
			isSelf: false,
			right
		});
	}
	return [...people.values()];
}

/** Each page of the network that has the note open and has said who it is. The tabs of this browser are oneself. */
export function pagesHere(peers: readonly PeerView[], colourOf: ColourOf): PresentPage[] {
	return peers.flatMap(({ id, kind, presence, role }) => {
		if (kind === 'tab' || presence === undefined) return [];
		const { person, name } = presence;
		const right = rightOfRole(role);
		return [{ id, name: shownName(name), colour: colourOf({ person, right }), right }];
	});
}

/** Where the carets of the others are in the note as it stands now; those that point nowhere are left out. Other tabs may do what this page may. */
export function caretsHere(
	note: Note,
	peers: readonly PeerView[],
	colourOf: ColourOf,
	ownRight: NoteRight
): RemoteCaret[] {
	return peers.flatMap(({ id, kind, presence, role }) => {
		if (presence?.caret === undefined) return [];
		const caret = fromStableCaret(note, presence.caret);
		if (caret === undefined) return [];
		const { person, name } = presence;
		const right = kind === 'tab' ? ownRight : rightOfRole(role);
		return [
			{
				key: id,
				person: personId(person, right),
				name: shownName(name),
				colour: colourOf({ person, right }),
				...caret,
				word: presence.caret
			}
		];
	});
}
