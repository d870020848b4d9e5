import { fromStableCaret } from '../note/caret.js';
import type { Note } from '../note/note.js';
import type { PeerView } from '../sync/views.js';
import { shownName } from './person-name.js';
import { rightOfRole } from './rights.js';
import { PERSON_COLOURS, type Person, type PresentPage, type RemoteCaret } from './types.js';

/**
 * Oneself, and each person who has the note open elsewhere: once, however many pages that person has. Who a page says
 * that it is nobody has proven, so two pages with different rights are never taken for one person.
 */
export function peopleHere(self: Person, peers: readonly PeerView[]): Person[] {
	const people = new Map<string, Person>([[self.id, self]]);
	for (const { kind, presence, role } of peers) {
		// One's own id is only a word too, when it comes from elsewhere.
		if (presence === undefined || kind === 'tab') continue;
		const right = rightOfRole(role);
		const id = `${presence.person} ${right}`;
		if (people.has(id)) continue;
		const { name, colour } = presence;
		people.set(id, {
			id,
			name: shownName(name),
			colour: colour % PERSON_COLOURS,
			isSelf: false,
			right
		});
	}
	return [...people.values()];
}

/** Each page of the network that has the note open and has said who it is. The tabs of this browser are oneself. */
export function pagesHere(peers: readonly PeerView[]): PresentPage[] {
	return peers.flatMap(({ id, kind, presence, role }) => {
		if (kind === 'tab' || presence === undefined) return [];
		const { name, colour } = presence;
		return [{ id, name: shownName(name), colour: colour % PERSON_COLOURS, right: rightOfRole(role) }];
	});
}

/** Where the carets of the others are in the note as it stands now; those that point nowhere are left out. */
export function caretsHere(note: Note, peers: readonly PeerView[]): RemoteCaret[] {
	return peers.flatMap(({ id, presence }) => {
		if (presence?.caret === undefined) return [];
		const caret = fromStableCaret(note, presence.caret);
		if (caret === undefined) return [];
		const { name, colour } = presence;
		return [{ key: id, name: shownName(name), colour: colour % PERSON_COLOURS, ...caret }];
	});
}
