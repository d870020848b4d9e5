import { encodeInvite } from '../crypto/invite.js';
import { deriveNoteKeys } from '../crypto/keys.js';
import { toStableCaret, type Caret } from '../note/caret.js';
import type { LibraryEntry } from '../note/library-replica.js';
import { Note } from '../note/note.js';
import type { MeetingConfig, Room } from '../transport/room.js';
import { TrysteroRoom } from '../transport/trystero-room.js';
import type { CancelTimer } from '../util/clock.js';
import type { Unsubscribe } from '../util/emitter.js';
import { KeptReplica, type Keeping } from './kept-replica.js';
import { caretsHere, peopleHere } from './people.js';
import type { Profile } from './profile.svelte.js';
import { Steady } from './steady.js';
import { sameStatus, syncStatus, type StatusFacts } from './sync-status.js';
import type { OpenNote, Person, RemoteCaret, SyncStatus } from './types.js';

/** Good news has to last this long, in milliseconds, before it is shown. */
const LASTING_MS = 300;

/** So long after an edit, in milliseconds, peers may take to say that they stored it before it counts as trouble. */
const RECEIPT_PATIENCE_MS = 2_000;

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
	/** Told when the note is about to be closed; its document is still there. */
	closing(noteId: string): void;
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
	#kept: KeptReplica<Note>;
	#room: Room | undefined;
	#shared: boolean;
	#metNewer = false;
	#caret: Caret | undefined;
	#changedAt = Number.NEGATIVE_INFINITY;
	#cancelPatience: CancelTimer = () => undefined;
	#authorRecorded = false;
	#caretsShown = false;
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
		if (entry.shared) session.#join();
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

	async share(): Promise<string> {
		if (!this.#shared) {
			this.#shared = true;
			this.#context.markShared(this.id);
			this.#join();
			this.#refreshStatus();
		}
		const invite = await encodeInvite({ kind: 'edit', seed: this.#entry.seed });
		return `${this.#context.joinUrl}#${invite}`;
	}

	/** Saves at once what is unsaved. @throws StorageError */
	async flush(): Promise<void> {
		await this.#kept.saver.flush();
	}

	/** Tries at once to reach relays that are waited for, and looks anew whether there is a network. */
	retryNow(): void {
		this.#room?.retryNow();
		this.#refreshStatus();
	}

	close(): Promise<void> {
		this.#closing ??= this.#close();
		return this.#closing;
	}

	async #close(): Promise<void> {
		this.#unsubscribeProfile();
		this.#steadyStatus.stop();
		this.#cancelPatience();
		const room = this.#room;
		this.#room = undefined;
		this.#context.closing(this.id);
		try {
			await this.#kept.close();
		} finally {
			await room?.leave();
		}
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
			this.#reopen().catch((failure: unknown) => {
				console.error('the note could not be opened again', failure);
			});
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
		const kept = await KeptReplica.open(this.id, () => Note.empty(), this.#context, dead.unsavedEdits);
		if (this.#closing !== undefined) return;
		this.#kept = kept;
		this.#attach(kept);
		const room = this.#room;
		this.#room = undefined;
		await room?.leave();
		if (this.#shared) this.#join();
	}

	#join(): void {
		if (typeof RTCPeerConnection === 'undefined') return;
		this.#meet().catch((failure: unknown) => {
			console.error('the room could not be joined', failure);
		});
	}

	async #meet(): Promise<void> {
		const [keys, config] = await Promise.all([deriveNoteKeys(this.#entry.seed), this.#context.meetingConfig]);
		if (this.#closing !== undefined || this.#room !== undefined) return;
		const room = new TrysteroRoom(keys, config, this.#context.clock);
		this.#room = room;
		room.onStateChange(() => this.#refreshStatus());
		room.onChannel((channel) => this.#kept.synchroniser.addChannel(channel));
		this.#refreshStatus();
	}

	#showNote(): void {
		this.#title = this.#note.title;
		this.#waiting = this.#note.isEmpty;
	}

	#changed(local: boolean): void {
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
		const { person, name, colour } = this.#context.profile;
		const caret = this.#caret && toStableCaret(this.#note, this.#caret);
		this.#kept.synchroniser.setPresence({ type: 'presence', person, name, colour, caret });
	}

	#refreshPeers(): void {
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
		if (this.#closing !== undefined) return;
		this.#steadyStatus.set(syncStatus(this.#facts()));
	}

	#facts(): StatusFacts {
		return {
			isEmpty: this.#note.isEmpty,
			saveState: this.#kept.saver.state,
			peers: this.#kept.synchroniser.peers,
			shared: this.#shared,
			roomState: this.#room?.state,
			hasWebRtc: typeof RTCPeerConnection !== 'undefined',
			online: navigator.onLine,
			metNewer: this.#metNewer,
			justChanged: this.#context.clock.now() - this.#changedAt < RECEIPT_PATIENCE_MS
		};
	}
}
