import { toStableCaret, type Caret } from '../note/caret.js';
import type { Note } from '../note/note.js';
import type { PeerView } from '../sync/views.js';
import type { KeptReplica } from './kept-replica.js';
import { caretsHere, pagesHere, peopleHere } from './people.js';
import { shownName } from './person-name.js';
import type { Profile } from './profile.svelte.js';
import type { NoteRight } from './rights.js';
import type { Person, PresentPage, RemoteCaret } from './types.js';

/** Who has a note open, and where their carets are; and what they are told of this page. */
export class Company {
	readonly #profile: Profile;
	readonly #right: NoteRight;
	#caret: Caret | undefined;
	#caretsShown = false;
	#people: readonly Person[] = $state.raw([]);
	#pages: readonly PresentPage[] = $state.raw([]);
	#carets: readonly RemoteCaret[] = $state.raw([]);

	constructor(profile: Profile, right: NoteRight) {
		this.#profile = profile;
		this.#right = right;
	}

	/** Who is here, oneself first. */
	get people(): readonly Person[] {
		return this.#people;
	}

	/** The pages of others, each by itself. */
	get pages(): readonly PresentPage[] {
		return this.#pages;
	}

	get carets(): readonly RemoteCaret[] {
		return this.#carets;
	}

	/** What whoever is at a page calls themselves; never empty. */
	nameOf(id: string, peers: readonly PeerView[]): string {
		return shownName(peers.find((peer) => peer.id === id)?.presence?.name ?? '');
	}

	/** Whether other tabs of this browser have the note open. */
	hasOtherTabs({ synchroniser }: KeptReplica<Note>): boolean {
		return synchroniser.peers.some(({ kind }) => kind === 'tab');
	}

	/** Notes where one's own caret is. */
	setCaret(caret: Caret | undefined): void {
		this.#caret = caret;
	}

	/** Tells the others who and where one is. */
	tell({ replica, synchroniser }: KeptReplica<Note>): void {
		const { person, name, colour } = this.#profile;
		const caret = this.#caret && toStableCaret(replica, this.#caret);
		synchroniser.setPresence({ type: 'presence', person, name, colour, caret });
	}

	/** Looks anew who is here. */
	refresh(kept: KeptReplica<Note>): void {
		const { person, name, colour } = this.#profile;
		const { peers } = kept.synchroniser;
		this.#people = peopleHere({ id: person, name, colour, isSelf: true, right: this.#right }, peers);
		this.#pages = pagesHere(peers);
		this.refreshCarets(kept);
	}

	/** Looks anew where the carets are. */
	refreshCarets({ replica, synchroniser }: KeptReplica<Note>): void {
		const carets = caretsHere(replica, synchroniser.peers);
		if (carets.length > 0 || this.#caretsShown) this.#carets = carets;
		this.#caretsShown = carets.length > 0;
	}
}
