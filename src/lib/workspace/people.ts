import { fromStableCaret } from '../note/caret.js';
import type { Note } from '../note/note.js';
import type { PeerView } from '../sync/views.js';
import { shownName } from './person-name.js';
import { PERSON_COLOURS, type Person, type RemoteCaret } from './types.js';

/** Oneself, and each person who has the note open elsewhere: once, however many pages that person has. */
export function peopleHere(self: Person, peers: readonly PeerView[]): Person[] {
	const people = new Map<string, Person>([[self.id, self]]);
	for (const { presence } of peers) {
		if (presence === undefined || people.has(presence.person)) continue;
		people.set(presence.person, {
			id: presence.person,
			name: shownName(presence.name),
			colour: presence.colour % PERSON_COLOURS,
			isSelf: false
		});
	}
	return [...people.values()];
}

/** Where the carets of the others are in the note as it stands now; those that point nowhere are left out. */
export function caretsHere(note: Note, peers: readonly PeerView[]): RemoteCaret[] {
	return peers.flatMap(({ session, presence }) => {
		if (presence?.caret === undefined) return [];
		const caret = fromStableCaret(note, presence.caret);
		if (caret === undefined) return [];
		const { name, colour } = presence;
		return [{ key: session, name: shownName(name), colour: colour % PERSON_COLOURS, ...caret }];
	});
}
