import { encodeInvite } from '../crypto/invite.js';
import { toStableCaret, type Caret } from '../note/caret.js';
import type { LibraryEntry } from '../note/library-replica.js';
import { Note } from '../note/note.js';
import { StorageError, type StorageFailure } from '../storage/chunk-store.js';
import type { MeetingConfig } from '../transport/room.js';
import type { CancelTimer } from '../util/clock.js';
import type { Unsubscribe } from '../util/emitter.js';
import { KeptReplica, type Keeping } from './kept-replica.js';
import { hasWebRtc, NoteRoom } from './note-room.js';
import { caretsHere, peopleHere } from './people.js';
import type { Profile } from './profile.svelte.js';
import { Steady } from './steady.js';
import { sameStatus, syncStatus, type StatusFacts } from './sync-status.js';
import type { OpenNote, Person, RemoteCaret, SyncStatus } from './types.js';

/** Good news has to last this long, in milliseconds, before it is shown. */
const LASTING_MS = 300;

/** So long after an edit, in milliseconds, peers may take to say that they stored it before it counts as trouble. */
const RECEIPT_PATIENCE_MS = 2_000;

/** How long storage is left alone, in milliseconds, before a note is opened or closed once more. */
const RETRY_MS = 2_000;

/** What an open note needs from the workspace. */
export interface OpenNoteContext extends Keeping {
	readonly profile: Profile;
	/** Where peers are met; settles when config.json was read. */
	readonly meetingConfig: Promise<MeetingConfig>;
	/** The address of the join page, without fragment. */
	readonly joinUrl: string;
	/** Notes in the library that the note is shared. */
	markShared(noteId: string): void;
	/** Told when the document is there, and after each change of it, to keep what the library shows. */
	noteOpened(noteId: string, note: Note): void;
	noteChanged(noteId: string, note: Note): void;
	/**
	 * Told when the note is about to be closed. `saved` settles when everything is; `note`: its document, still there,
	 * unless it trapped.
	 */
	closing(session: OpenNoteSession, saved: Promise<void>, note: Note | undefined): void;
	/** Told each time that a note that is left could not be saved; that is tried again. */
	notSaved(session: OpenNoteSession, reason: StorageFailure): void;
}

function isGoodNews(status: SyncStatus): boolean {
	return status.kind === 'saved' || status.kind === 'synced' || status.kind === 'connecting';
}

/** A note that is open: its document, storage, peers and what the screen shows of them. */
export class OpenNoteSession implements OpenNote {
	readonly #entry: LibraryEntry;
	readonly #context: OpenNoteContext;
	readonly #steadyStatus: Steady<SyncStatus>;
	readonly #unsubscribeProfile: Unsubscribe;
	readonly #room: NoteRoom;
	#kept: KeptReplica<Note>;
	/** The document trapped, and no new one is there yet: nothing may look at it. */
	#isDead = false;
	#shared: boolean;
	#metNewer = false;
	#caret: Caret | undefined;
	#changedAt = Number.NEGATIVE_INFINITY;
	#cancelPatience: CancelTimer = () => undefined;
	#authorRecorded = false;
	#caretsShown = false;
	#reopening: Promise<void> = Promise.resolve();
	#closing: Promise<void> | undefined;

	#note: Note = $state.raw() as Note;
	#title = $state('');
	#waiting = $state(false);
	#status: SyncStatus = $state.raw({ kind: 'saving' });
	#people: readonly Person[] = $state.raw([]);
	#carets: readonly RemoteCaret[] = $state.raw([]);

	private constructor(entry: LibraryEntry, context: OpenNoteContext, kept: KeptReplica<Note>) {
		this.#entry = entry;
		this.#context = context;
		this.#shared = entry.shared;
		this.#kept = kept;
		const steadiness = { isGood: isGoodNews, same: sameStatus, lastingMs: LASTING_MS };
		this.#steadyStatus = new Steady(this.#status, steadiness, context.clock, (status) => {
			this.#status = status;
		});
		this.#room = new NoteRoom(entry.seed, context.meetingConfig, context.clock, {
			channel: (channel) => this.#kept.synchroniser.addChannel(channel),
			stateChanged: () => this.#refreshStatus()
		});
		this.#unsubscribeProfile = context.profile.onChange(() => {
			this.#authorRecorded = false;
			this.#tellPresence();
			this.#refreshPeers();
		});
		this.#attach(kept);
	}

	/** Opens a note that the library holds. @throws StorageError */
	static async open(entry: LibraryEntry, context: OpenNoteContext): Promise<OpenNoteSession> {
		const kept = await KeptReplica.open(entry.noteId, () => Note.empty(), context);
		const session = new OpenNoteSession(entry, context, kept);
		if (entry.shared) session.#room.join();
		return session;
	}

	get id(): string {
		return this.#entry.noteId;
	}

	get note(): Note {
		return this.#note;
	}

	get title(): string {
		return this.#title;
	}

	get waiting(): boolean {
		return this.#waiting;
	}

	get status(): SyncStatus {
		return this.#status;
	}

	get people(): readonly Person[] {
		return this.#people;
	}

	get carets(): readonly RemoteCaret[] {
		return this.#carets;
	}

	get damagedChunks(): number {
		return this.#kept.damagedChunks;
	}

	setTitle(title: string): void {
		this.#note.setTitle(title);
	}

	setCaret(caret: Caret | undefined): void {
		this.#caret = caret;
		this.#tellPresence();
	}

	/** The note has peers to be met from now on: it was shared here, or in another tab. */
	becomeShared(): void {
		if (this.#shared || this.#closing !== undefined) return;
		this.#shared = true;
		this.#room.join();
		this.#refreshStatus();
	}

	async share(): Promise<string> {
		this.#context.markShared(this.id);
		this.becomeShared();
		const invite = await encodeInvite({ kind: 'edit', seed: this.#entry.seed });
		return `${this.#context.joinUrl}#${invite}`;
	}

	/** Saves at once what is unsaved. @throws StorageError */
	async flush(): Promise<void> {
		await this.#kept.saver.flush();
	}

	/** Tries at once to reach relays that are waited for, and looks anew whether there is a network. */
	retryNow(): void {
		this.#room.retryNow();
		this.#refreshStatus();
	}

	/** Joins the room anew, for a page that left it and came back. */
	rejoin(): void {
		if (this.#shared && this.#closing === undefined) this.#room.rejoin();
	}

	close(): Promise<void> {
		this.#closing ??= this.#close();
		return this.#closing;
	}

	async #close(): Promise<void> {
		this.#unsubscribeProfile();
		this.#steadyStatus.stop();
		this.#cancelPatience();
		const saved = this.#reopening.then(() => this.#keptClosed());
		this.#context.closing(this, saved, this.#isDead ? undefined : this.#note);
		await Promise.all([saved, this.#room.leave()]);
	}

	/** Settles when everything is saved, however long that takes: what cannot be saved now is tried again until it is. */
	async #keptClosed(): Promise<void> {
		for (;;) {
			try {
				await this.#kept.close();
				return;
			} catch (failure) {
				if (!(failure instanceof StorageError)) throw failure;
				this.#context.notSaved(this, failure.reason);
				await this.#pause(RETRY_MS);
			}
		}
	}

	#pause(milliseconds: number): Promise<void> {
		return new Promise((resolve) => void this.#context.clock.after(milliseconds, resolve));
	}

	#attach(kept: KeptReplica<Note>): void {
		const { replica, saver, synchroniser } = kept;
		this.#note = replica;
		replica.onChange(({ localUpdate }) => this.#changed(localUpdate !== undefined));
		saver.onState(() => this.#refreshStatus());
		synchroniser.onPeersChanged(() => this.#refreshPeers());
		synchroniser.onDropped((reason) => {
			if (reason === 'newer') this.#metNewer = true;
			if (reason !== 'redundant') console.warn('a peer was dropped', reason);
			this.#refreshStatus();
		});
		synchroniser.onPoisoned(() => {
			this.#isDead = true;
			this.#reopening = this.#reopen();
		});
		this.#tellPresence();
		this.#showNote();
		this.#refreshPeers();
		this.#context.noteOpened(this.id, replica);
	}

	/** The document trapped in WASM: a new one is loaded from storage, and what was not saved yet goes on top. */
	async #reopen(): Promise<void> {
		const dead = this.#kept;
		dead.abandon();
		this.#kept = await this.#openedAgain(dead.unsavedUpdates);
		this.#isDead = false;
		this.#authorRecorded = false;
		if (this.#closing !== undefined) return;
		this.#attach(this.#kept);
		this.rejoin();
	}

	async #openedAgain(unsavedUpdates: readonly Uint8Array[]): Promise<KeptReplica<Note>> {
		for (;;) {
			try {
				return await KeptReplica.open(this.id, () => Note.empty(), this.#context, unsavedUpdates);
			} catch (failure) {
				if (!(failure instanceof StorageError)) throw failure;
				this.#steadyStatus.set({ kind: 'not-saved', reason: failure.reason });
				await this.#pause(RETRY_MS);
			}
		}
	}

	#showNote(): void {
		this.#title = this.#note.title;
		this.#waiting = this.#note.isEmpty;
	}

	#changed(local: boolean): void {
		if (this.#closing !== undefined) return;
		this.#showNote();
		this.#changedAt = this.#context.clock.now();
		this.#cancelPatience();
		this.#cancelPatience = this.#context.clock.after(RECEIPT_PATIENCE_MS, () => this.#refreshStatus());
		// An edit moves the others' carets in the editor by itself; only an import may bring what they point to.
		if (!local) this.#refreshCarets();
		if (local && !this.#authorRecorded) this.#recordAuthor();
		this.#refreshStatus();
		this.#context.noteChanged(this.id, this.#note);
	}

	/** In a microtask: Loro takes no commit from within one that it tells of. */
	#recordAuthor(): void {
		this.#authorRecorded = true;
		const note = this.#note;
		queueMicrotask(() => {
			if (this.#closing !== undefined || note !== this.#note) return;
			const { person, name } = this.#context.profile;
			note.recordAuthor({ person, name });
		});
	}

	#tellPresence(): void {
		if (this.#isDead) return;
		const { person, name, colour } = this.#context.profile;
		const caret = this.#caret && toStableCaret(this.#note, this.#caret);
		this.#kept.synchroniser.setPresence({ type: 'presence', person, name, colour, caret });
	}

	#refreshPeers(): void {
		if (this.#isDead) return;
		const { person, name, colour } = this.#context.profile;
		const self = { id: person, name, colour, isSelf: true };
		this.#people = peopleHere(self, this.#kept.synchroniser.peers);
		this.#refreshCarets();
		this.#refreshStatus();
	}

	#refreshCarets(): void {
		const carets = caretsHere(this.#note, this.#kept.synchroniser.peers);
		if (carets.length > 0 || this.#caretsShown) this.#carets = carets;
		this.#caretsShown = carets.length > 0;
	}

	#refreshStatus(): void {
		if (this.#closing !== undefined || this.#isDead) return;
		this.#steadyStatus.set(syncStatus(this.#facts()));
	}

	#facts(): StatusFacts {
		return {
			isEmpty: this.#note.isEmpty,
			saveState: this.#kept.saver.state,
			peers: this.#kept.synchroniser.peers,
			shared: this.#shared,
			roomState: this.#room.state,
			hasWebRtc: hasWebRtc(),
			online: navigator.onLine,
			metNewer: this.#metNewer,
			justChanged: this.#context.clock.now() - this.#changedAt < RECEIPT_PATIENCE_MS
		};
	}
}
