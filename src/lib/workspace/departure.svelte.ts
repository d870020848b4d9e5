import { createInvite, decodeInvite, encodeInvite, InviteError, type Invite } from '../crypto/invite.js';
import { deriveNoteKeys, viewInviteOf } from '../crypto/keys.js';
import { StorageError } from '../storage/chunk-store.js';
import type { PeerView } from '../sync/views.js';
import type { Clock } from '../util/clock.js';
import { endMove, markMoved, takeUp } from './move-note.js';
import type { NoteShelf } from './note-shelf.js';
import type { NoteRight } from './rights.js';
import type { Departure } from './types.js';

/** How long a page stays with a note that it has moved, in milliseconds, so that everybody hears of it. */
const LINGER_MS = 3_000;

/** How long storage is left alone, in milliseconds, before an invite that came is stored once more. */
const RETRY_MS = 2_000;

/** What of an open note its moving needs. */
export interface MovingNote {
	/** Who has it open now. */
	peers(): readonly PeerView[];
	/** Saves what is unsaved. @throws StorageError */
	flush(): Promise<void>;
	/** Sends each page named its invite's text, and all others the notice that there is none for them. */
	tell(invites: ReadonlyMap<string, string>): void;
}

/** Whether an open note is to be left for another, and why: because of this page, a peer, or what the library says. */
export class NoteDeparture {
	#current: Departure | undefined = $state.raw();
	/** Who moved the note, if it was a peer. */
	#movedBy: string | undefined;
	#movedTo: string | undefined;
	#isTaking = false;
	#lingerUntil = Number.NEGATIVE_INFINITY;

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

	/** Takes what the library says of the note now; it may have changed in another tab. */
	libraryChanged(): void {
		const next = this.#told();
		if (JSON.stringify(next) !== JSON.stringify(this.#current)) this.#current = next;
	}

	/**
	 * Moves the note to a new invite and tells all peers. Those chosen get it, each with the right that it has proven; so do
	 * the tabs of this browser.
	 *
	 * @returns the new note's id. @throws StorageError, BackupNoteError, NotePoisonedError; then nobody was told.
	 */
	async startOver(note: MovingNote, chosen: ReadonlySet<string>): Promise<string> {
		const invite = createInvite();
		const viewInvite = viewInviteOf(await deriveNoteKeys(invite));
		const [edit, view] = await Promise.all([encodeInvite(invite), encodeInvite(viewInvite)]);
		await note.flush();
		const to = await takeUp(this.shelf, this.noteId, invite);
		const invited = note.peers().filter(({ id, kind }) => kind === 'tab' || chosen.has(id));
		note.tell(new Map(invited.map(({ id, role }) => [id, role === 'writer' ? edit : view])));
		this.#movedTo = to;
		this.#lingerUntil = this.clock.now() + LINGER_MS;
		await markMoved(this.shelf, this.noteId, to);
		return to;
	}

	/** A proven writer started over. `text`: the invite that this page gets. Only the first is taken. Never rejects. */
	async heard(name: string, text: string | undefined): Promise<void> {
		if (this.#isTaking || this.#current?.kind === 'moved') return;
		if (text === undefined && this.#current !== undefined) return;
		this.#isTaking = true;
		try {
			if (text === undefined) await this.#beLeft(name);
			else await this.#follow(name, text);
		} catch (failure) {
			console.error('a note that was moved could not be followed', failure);
		} finally {
			this.#isTaking = false;
		}
	}

	/** Settles once everybody can be expected to have heard that this page moved the note; at once if it did not. */
	async linger(flush: () => Promise<void>): Promise<void> {
		const to = this.#movedTo;
		if (to === undefined) return;
		try {
			await flush();
			await endMove(this.shelf, this.noteId, to);
		} catch (failure) {
			// It is done once more when the note is closed, and at the next start.
			console.warn('what was written last is not in the new note yet', failure);
		}
		await this.#pause(Math.max(0, this.#lingerUntil - this.clock.now()));
	}

	/** Whether this page moved the note, and stays with it for a while. */
	get lingers(): boolean {
		return this.#movedTo !== undefined;
	}

	#told(): Departure | undefined {
		const entry = this.shelf.entry(this.noteId);
		const to = entry?.movedTo;
		if (to !== undefined && this.shelf.entry(to) !== undefined)
			return { kind: 'moved', to, name: this.#movedBy };
		if (this.right === 'view' && entry?.invite.kind === 'edit') return { kind: 'reopen' };
		return entry?.leftBy === undefined ? undefined : { kind: 'left', name: entry.leftBy };
	}

	async #beLeft(name: string): Promise<void> {
		const entry = this.shelf.entry(this.noteId);
		if (entry !== undefined) await this.shelf.put({ ...entry, leftBy: name }).catch(warnUnstored);
	}

	async #follow(name: string, text: string): Promise<void> {
		const invite = await this.#readInvite(text);
		if (invite === undefined) return;
		this.#movedBy = name;
		for (;;) {
			try {
				const to = await takeUp(this.shelf, this.noteId, invite);
				await markMoved(this.shelf, this.noteId, to);
				this.libraryChanged();
				return;
			} catch (failure) {
				if (!(failure instanceof StorageError)) throw failure;
				warnUnstored(failure);
				await this.#pause(RETRY_MS);
			}
		}
	}

	/** The invite, unless it is none or leads back here. */
	async #readInvite(text: string): Promise<Invite | undefined> {
		try {
			const invite = await decodeInvite(text);
			const { noteId } = await deriveNoteKeys(invite);
			return noteId === this.noteId ? undefined : invite;
		} catch (failure) {
			if (!(failure instanceof InviteError)) throw failure;
			console.warn('an invite of a peer was passed over', failure.reason);
			return undefined;
		}
	}

	#pause(milliseconds: number): Promise<void> {
		return new Promise((resolve) => void this.clock.after(milliseconds, resolve));
	}
}

function warnUnstored(failure: unknown): void {
	if (!(failure instanceof StorageError)) throw failure;
	console.warn('the library could not be stored yet', failure.reason);
}
