import type { PeerView } from '../sync/views.js';
import type { Clock } from '../util/clock.js';
import { Turns } from '../util/turns.js';
import { Farewell, LONGEST_STAY_MS, type MovingNote } from './farewell.js';
import { invitesFor, newInvite, readInvite } from './move-invites.js';
import type { HeardInvite, HeardMove, NewInvite } from './move-invites.js';
import { bringOver, giveWay, markMoved, MoveRefusedError, takeUp, withdraw } from './move-note.js';
import type { NoteShelf } from './note-shelf.js';
import type { NoteRight } from './rights.js';
import { successorOf } from './succession.js';
import type { Departure } from './types.js';
import { pause, untilStored, warnUnstored } from './until-stored.js';

/** Whether an open note is to be left for another, and why: because of this page, a peer, or what the library says. */
export class NoteDeparture {
	#current: Departure | undefined = $state.raw();
	/** Who moved the note, if it was a peer. */
	#movedBy: string | undefined;
	/** What this page moves the note to; kept for the next time if that fails, so that no try leaves another note. */
	#own: NewInvite | undefined;
	/** Once everybody was told; and who may not have come along. */
	#farewell: Farewell | undefined;
	/** The page was left, and does not wait any longer for a move that is being made. */
	#isLeft = false;
	#missed: readonly string[] | undefined;
	#starting = 0;
	readonly #heard: HeardMove[] = [];
	/** One thing at a time: what is heard waits while the note is being moved. */
	readonly #turns = new Turns();

	constructor(
		private readonly noteId: string,
		private readonly right: NoteRight,
		private readonly shelf: NoteShelf,
		private readonly clock: Clock
	) {
		this.libraryChanged();
	}

	get current(): Departure | undefined {
		return this.#current;
	}

	/** What this page told, to be told by a new document of the note as well. */
	get invites(): ReadonlyMap<string, string> | undefined {
		return this.#farewell?.invites;
	}

	/** Takes what the library says of the note now; it may have changed in another tab. */
	libraryChanged(): void {
		const next = this.#told();
		if (JSON.stringify(next) !== JSON.stringify(this.#current)) this.#current = next;
	}

	/**
	 * Moves the note to a new invite and tells all peers. Those chosen get it, each with the right that it has proven; so do
	 * the tabs of this browser. If another moved it before anybody was told, that one is followed.
	 *
	 * @returns the new note's id.
	 * @throws StorageError, BackupNoteError, NotePoisonedError; then nobody was told, and nothing has changed.
	 */
	async startOver(note: MovingNote, chosen: ReadonlySet<string>): Promise<string> {
		// Whoever comes from now on was not chosen.
		const companions = note.peers().filter(({ id, kind }) => kind === 'tab' || chosen.has(id));
		this.#starting += 1;
		try {
			return await this.#turns.take(() => this.#startOver(note, companions));
		} finally {
			this.#starting -= 1;
		}
	}

	/** A proven writer started over. Never rejects. */
	async heard(move: HeardMove): Promise<void> {
		this.#heard.push(move);
		await this.#turns.take(() => this.#hearAll());
	}

	/**
	 * Settles once everybody can be expected to have heard that this page moved the note; at once if it did not.
	 *
	 * @returns the names of those chosen who may not have got the invite
	 */
	async linger(flush: () => Promise<void>): Promise<readonly string[]> {
		this.#isLeft = !(await Promise.race([
			this.#turns.over.then(() => true),
			pause(this.clock, LONGEST_STAY_MS).then(() => false)
		]));
		const to = this.#place;
		if (this.#farewell === undefined || to === undefined) return [];
		try {
			await flush();
			// Not the end yet: until the note is closed it takes in more, and the page may be killed meanwhile.
			await bringOver(this.shelf, this.noteId, to);
		} catch (failure) {
			// It is done once more when the note is closed, and at the next start.
			console.warn('what was written last is not in the new note yet', failure);
		}
		await this.#farewell.stay();
		return this.#missed ?? this.#farewell.missed;
	}

	/** Whether this page moves the note, or did and stays with it for a while. */
	get lingers(): boolean {
		return this.#starting > 0 || this.#farewell !== undefined;
	}

	/** Where the note went, as far as this page knows. */
	get #place(): string | undefined {
		const to = this.shelf.entry(this.noteId)?.movedTo;
		if (to !== undefined && this.shelf.entry(to) !== undefined) return to;
		return this.#farewell === undefined ? undefined : this.#own?.noteId;
	}

	#told(): Departure | undefined {
		const entry = this.shelf.entry(this.noteId);
		const to = successorOf(this.shelf, this.noteId);
		if (to !== undefined) return { kind: 'moved', to, name: this.#movedBy };
		if (this.right === 'view' && entry?.invite.kind === 'edit') return { kind: 'reopen' };
		return entry?.leftBy === undefined ? undefined : { kind: 'left', name: entry.leftBy };
	}

	async #startOver(note: MovingNote, companions: readonly PeerView[]): Promise<string> {
		const before = this.#place;
		if (before !== undefined) return before;
		const own = (this.#own ??= await newInvite());
		try {
			await note.flush();
			await takeUp(this.shelf, this.noteId, own.invite);
		} catch (failure) {
			await withdraw(this.shelf, this.noteId, own.noteId).catch(warnUnstored);
			throw failure;
		}
		await this.#hearAll();
		const other = this.#place;
		// Another tab that starts now ends the move itself, as one that was cut short: then it goes to the very same note.
		if (other !== undefined && other !== own.noteId) {
			this.#own = undefined;
			await giveWay(this.shelf, own.noteId, other).catch((failure: unknown) => {
				console.warn('a note that came to nothing may still be listed', failure);
			});
			return other;
		}
		if (this.#isLeft) {
			await withdraw(this.shelf, this.noteId, own.noteId).catch(warnUnstored);
			throw new Error('the page was left before anybody could be told');
		}
		// From here on others act on it: it is not taken back.
		const invites = invitesFor(companions, note.peers(), own);
		this.#farewell = new Farewell(note, companions, invites, this.clock);
		note.tell(invites);
		await untilStored(this.clock, () => markMoved(this.shelf, this.noteId, own.noteId));
		this.libraryChanged();
		return own.noteId;
	}

	async #hearAll(): Promise<void> {
		for (let move = this.#heard.shift(); move !== undefined; move = this.#heard.shift()) {
			try {
				await this.#hear(move);
			} catch (failure) {
				console.error('a note that was moved could not be followed', failure);
			}
		}
	}

	async #hear(move: HeardMove): Promise<void> {
		if (move.invite === undefined) {
			if (this.#place === undefined && this.#current?.kind !== 'left') await this.#beLeft(move.name);
			return;
		}
		const heard = await readInvite(move.invite, this.noteId);
		if (heard !== undefined && this.#isToFollow(move.peer, heard)) await this.#follow(move, heard);
	}

	/**
	 * The first invite is. Of two pages that moved the note at the same time, the one whose note id is greater follows the
	 * other; but nobody whom it left out, who could draw ids until one is less.
	 */
	#isToFollow(peer: string, { noteId }: HeardInvite): boolean {
		const place = this.#place;
		return place === undefined || (this.#farewell?.chose(peer) === true && noteId < place);
	}

	async #follow({ peer, name }: HeardMove, { noteId, invite }: HeardInvite): Promise<void> {
		const place = this.#place;
		try {
			await untilStored(this.clock, async () => {
				await takeUp(this.shelf, this.noteId, invite);
				if (place !== undefined) await giveWay(this.shelf, place, noteId);
				// The screen leaves as soon as the library says it, and is to say who it was.
				this.#movedBy = name;
				await markMoved(this.shelf, this.noteId, noteId);
			});
		} catch (failure) {
			if (!(failure instanceof MoveRefusedError)) throw failure;
			console.warn('an invite of a peer was passed over: it leads to a note that is here already');
			if (place === undefined) await this.#beLeft(name);
			return;
		}
		this.#missed = this.#farewell?.allBut(peer);
		this.libraryChanged();
	}

	async #beLeft(name: string): Promise<void> {
		const entry = this.shelf.entry(this.noteId);
		if (entry !== undefined) await this.shelf.put({ ...entry, leftBy: name }).catch(warnUnstored);
	}
}
