import { fromStableCaret, toStableCaret, type Caret } from '../note/caret.js';
import type { Note } from '../note/note.js';
import type { Presence } from '../protocol/messages.js';
import type { PeerView } from '../sync/views.js';
import type { KeptReplica } from './kept-replica.js';
import { caretsHere, pagesHere, peopleHere } from './people.js';
import { agreedColours, wishesOf, type ColourOf } from './person-colours.js';
import { shownName } from './person-name.js';
import type { Profile } from './profile.svelte.js';
import type { NoteRight } from './rights.js';
import type { Person, PresentPage, RemoteCaret } from './types.js';

/** Where the told caret stands is asked of the document: the bytes of a cursor also hold an offset, which typing before it changes. */
function isTold(
	told: Presence,
	now: Omit<Presence, 'type' | 'caret'>,
	caret: Caret | undefined,
	note: Note
): boolean {
	if (told.person !== now.person || told.name !== now.name || told.colour !== now.colour) return false;
	if (told.caret === undefined || caret === undefined) return told.caret === caret;
	const stands = fromStableCaret(note, told.caret);
	return stands?.anchor === caret.anchor && stands.head === caret.head;
}

/** Who has a note open, and where their carets are; and what they are told of this page. */
export class Company {
	readonly #profile: Profile;
	readonly #right: NoteRight;
	#caret: Caret | undefined;
	#caretsShown = false;
	#colourOf: ColourOf = agreedColours([]);
	#told: { readonly by: unknown; readonly presence: Presence } | undefined;
	/** What `people` and `pages` follow from, as a text. */
	#facts = '';
	/** What `carets` follow from: the document, and what each peer said last. */
	#words: readonly unknown[] = [];
	#people: readonly Person[] = $state.raw([]);
	#pages: readonly PresentPage[] = $state.raw([]);
	#carets: readonly RemoteCaret[] = $state.raw([]);
	/** An edit made here has moved the carets since they were looked for. */
	#areMoved = false;

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

	/** The carets of others as they were looked for last. An edit made here is no news of them: an editor moves them along. */
	get carets(): readonly RemoteCaret[] {
		return this.#carets;
	}

	/** The same, where they are now; whoever reads it depends on `carets`. */
	caretsNow(kept: KeptReplica<Note>): readonly RemoteCaret[] {
		const carets = this.#carets;
		return this.#areMoved ? this.#caretsIn(kept) : carets;
	}

	/** An edit was made here. */
	edited(): void {
		this.#areMoved = true;
	}

	/** Which colour each of them has (docs/protocol.md, P33). */
	get colourOf(): ColourOf {
		return this.#colourOf;
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
		// Typing of others moves the caret, and yet it stands at the same character: in a large room all would tell all, at each key.
		if (
			this.#told?.by === synchroniser &&
			isTold(this.#told.presence, { person, name, colour }, this.#caret, replica)
		)
			return;
		const caret = this.#caret && toStableCaret(replica, this.#caret);
		const presence: Presence = { type: 'presence', person, name, colour, caret };
		this.#told = { by: synchroniser, presence };
		synchroniser.setPresence(presence);
	}

	/** Looks anew who is here. What is as it was stays the very same: a screen draws anew what is another. */
	refresh(kept: KeptReplica<Note>): void {
		const { person, name, colour } = this.#profile;
		const { peers } = kept.synchroniser;
		const facts = JSON.stringify([person, name, colour, peers.map(factsOf)]);
		if (facts !== this.#facts) {
			this.#facts = facts;
			const self = { person, right: this.#right };
			this.#colourOf = agreedColours([{ ...self, colour }, ...wishesOf(peers, this.#right)]);
			const own = { id: person, name, colour: this.#colourOf(self), isSelf: true, right: this.#right };
			this.#people = peopleHere(own, peers, this.#colourOf);
			this.#pages = pagesHere(peers, this.#colourOf);
			this.#words = [];
		}
		const words = wordsOf(kept, peers);
		const isNews = words.length !== this.#words.length || words.some((word, at) => word !== this.#words[at]);
		if (isNews) this.refreshCarets(kept);
	}

	/** Looks anew where the carets are: the text has changed. */
	refreshCarets(kept: KeptReplica<Note>): void {
		this.#words = wordsOf(kept, kept.synchroniser.peers);
		this.#areMoved = false;
		const carets = this.#caretsIn(kept);
		if (carets.length > 0 || this.#caretsShown) this.#carets = carets;
		this.#caretsShown = carets.length > 0;
	}

	#caretsIn({ replica, synchroniser }: KeptReplica<Note>): readonly RemoteCaret[] {
		return caretsHere(replica, synchroniser.peers, this.#colourOf, this.#right);
	}
}

/** All of a peer that decides how it is shown among the people. */
function factsOf({ id, kind, role, presence }: PeerView): readonly unknown[] {
	return [id, kind, role, presence?.person, presence?.name, presence?.colour];
}

function wordsOf({ replica }: KeptReplica<Note>, peers: readonly PeerView[]): readonly unknown[] {
	return [replica, ...peers.map(({ presence }) => presence)];
}
