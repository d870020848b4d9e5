import { encodeInvite } from '../crypto/invite.js';
import { toStableCaret, type Caret } from '../note/caret.js';
import type { LibraryEntry } from '../note/library-replica.js';
import type { Note } from '../note/note.js';
import { EMPTY_VERSION } from '../note/version.js';
import type { StorageFailure } from '../storage/chunk-store.js';
import type { KeyValueStore } from '../storage/key-value.js';
import type { DropReason } from '../sync/connection.js';
import type { Difference } from '../sync/views.js';
import type { MeetingConfig } from '../transport/room.js';
import type { CancelTimer } from '../util/clock.js';
import type { Unsubscribe } from '../util/emitter.js';
import type { Keeping, KeptReplica } from './kept-replica.js';
import { Meeting, type MeetingMaker } from './meeting.js';
import { NoteKeeper } from './note-keeper.js';
import { hasWebRtc, NoteRoom } from './note-room.js';
import { caretsHere, peopleHere } from './people.js';
import type { Profile } from './profile.svelte.js';
import { Receipts, receiptsOf } from './receipts.js';
import { Steady } from './steady.js';
import { sameStatus, syncStatus, type StatusFacts } from './sync-status.js';
import type { DeviceCopy, OpenNote, Person, RemoteCaret, SyncStatus } from './types.js';

/** Good news has to last this long, in milliseconds, before it is shown. */
const LASTING_MS = 300;

/** So long after an edit, in milliseconds, peers may take to say that they stored it before it counts as trouble. */
const RECEIPT_PATIENCE_MS = 2_000;

/** What an open note needs from the workspace. */
export interface OpenNoteContext extends Keeping, MeetingMaker {
	/** Where what peers have receipted is kept. */
	readonly local: KeyValueStore;
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
	readonly #meeting: Meeting;
	readonly #keeper: NoteKeeper;
	readonly #receipts: Receipts;
	readonly #room: NoteRoom;
	readonly #steadyStatus: Steady<SyncStatus>;
	readonly #unsubscribeProfile: Unsubscribe;
	#shared: boolean;
	#met: StatusFacts['met'] = 'nobody-else';
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
	#copies: readonly DeviceCopy[] = $state.raw([]);
	#mended = $state(false);
	#reloading = $state(false);

	private constructor(
		entry: LibraryEntry,
		context: OpenNoteContext,
		meeting: Meeting,
		keeper: NoteKeeper,
		receipts: Receipts
	) {
		this.#entry = entry;
		this.#context = context;
		this.#meeting = meeting;
		this.#keeper = keeper;
		this.#receipts = receipts;
		this.#shared = entry.shared;
		const steadiness = { isGood: isGoodNews, same: sameStatus, lastingMs: LASTING_MS };
		this.#steadyStatus = new Steady(this.#status, steadiness, context.clock, (status) => {
			this.#status = status;
		});
		this.#room = new NoteRoom(entry.seed, context.meetingConfig, context.clock, {
			channel: (channel) => meeting.connections.add(channel),
			stateChanged: () => this.#refreshStatus()
		});
		this.#unsubscribeProfile = context.profile.onChange(() => {
			this.#authorRecorded = false;
			this.#tellPresence();
			this.#refreshPeers();
		});
		meeting.connections.onDropped((reason) => this.#peerDropped(reason));
		keeper.listener = {
			replaced: (kept) => this.#attach(kept),
			died: () => (this.#reloading = true),
			cannotReopen: (reason) => this.#steadyStatus.set({ kind: 'not-saved', reason }),
			cannotClose: (reason) => context.notSaved(this, reason),
			differs: (difference) => this.#differs(difference)
		};
		this.#attach(keeper.kept);
	}

	/** Opens a note that the library holds. @throws StorageError */
	static async open(entry: LibraryEntry, context: OpenNoteContext): Promise<OpenNoteSession> {
		const receipts = await Receipts.load(entry.noteId, context.local, context.clock);
		const meeting = new Meeting(entry.noteId, context);
		try {
			const keeper = await NoteKeeper.open(entry.noteId, context, meeting.connections);
			const session = new OpenNoteSession(entry, context, meeting, keeper, receipts);
			if (entry.shared) session.#room.join();
			return session;
		} catch (failure) {
			meeting.end();
			throw failure;
		}
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

	get copies(): readonly DeviceCopy[] {
		return this.#copies;
	}

	get reloading(): boolean {
		return this.#reloading;
	}

	get mended(): boolean {
		return this.#mended;
	}

	get damagedChunks(): number {
		return this.#keeper.kept.damagedChunks;
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
		await this.#keeper.kept.saver.flush();
	}

	/** Whether the page is in sight: only then does anybody mind that a peer is silent. */
	set watching(watching: boolean) {
		this.#meeting.connections.watching = watching;
	}

	/** Looks at once which peers still answer and which relays can be reached: the page woke, or its network changed. */
	wake(): void {
		this.#meeting.connections.probe();
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
		this.#receipts.close();
		const saved = this.#keeper.close();
		this.#context.closing(this, saved, this.#keeper.isDead ? undefined : this.#note);
		await Promise.all([saved, this.#room.leave()]);
		this.#meeting.end();
	}

	#attach(kept: KeptReplica<Note>): void {
		const { replica, saver, synchroniser } = kept;
		this.#note = replica;
		this.#authorRecorded = false;
		this.#reloading = false;
		// Where a note was mended, what only this side had was written anew.
		if (replica.version().has(replica.peerId)) this.#receipts.writesAs(replica.peerId);
		replica.onChange(({ localUpdate }) => this.#changed(localUpdate !== undefined));
		saver.onState(() => this.#refreshStatus());
		synchroniser.onPeersChanged(() => this.#refreshPeers());
		this.#tellPresence();
		this.#showNote();
		this.#refreshPeers();
		this.#refreshCopies();
		this.#context.noteOpened(this.id, replica);
	}

	#peerDropped(reason: DropReason): void {
		if (reason === 'newer' || reason === 'older') this.#met = reason;
		if (reason !== 'redundant' && reason !== 'replaced') console.warn('a peer was dropped', reason);
		this.#refreshStatus();
	}

	#differs({ session, version, peerVersion }: Difference): void {
		console.error('a note differs on two devices', session, [...version], [...peerVersion]);
		this.#mended = true;
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
		this.#cancelPatience = this.#context.clock.after(RECEIPT_PATIENCE_MS, () => this.#refreshCopies());
		// An edit moves the others' carets in the editor by itself; only an import may bring what they point to.
		if (!local) this.#refreshCarets();
		if (local && !this.#authorRecorded) this.#recordAuthor();
		this.#outdateCopies(local);
		this.#refreshStatus();
		this.#context.noteChanged(this.id, this.#note);
	}

	/** In a microtask: Loro takes no commit from within one that it tells of. */
	#recordAuthor(): void {
		this.#authorRecorded = true;
		const note = this.#note;
		this.#receipts.writesAs(note.peerId);
		queueMicrotask(() => {
			if (this.#closing !== undefined || note !== this.#note) return;
			const { person, name } = this.#context.profile;
			note.recordAuthor({ person, name });
		});
	}

	#tellPresence(): void {
		if (this.#keeper.isDead) return;
		const { person, name, colour } = this.#context.profile;
		const caret = this.#caret && toStableCaret(this.#note, this.#caret);
		this.#keeper.kept.synchroniser.setPresence({ type: 'presence', person, name, colour, caret });
	}

	#refreshPeers(): void {
		if (this.#keeper.isDead) return;
		const { person, name, colour } = this.#context.profile;
		const self = { id: person, name, colour, isSelf: true };
		const { peers } = this.#keeper.kept.synchroniser;
		this.#people = peopleHere(self, peers);
		this.#refreshCarets();
		const receipts = receiptsOf(peers, person);
		const version = receipts.length > 0 ? this.#note.version() : EMPTY_VERSION;
		const isNews = receipts.map((receipt) => this.#receipts.heard(receipt, version));
		if (isNews.includes(true)) this.#refreshCopies();
		else this.#refreshStatus();
	}

	#refreshCarets(): void {
		const carets = caretsHere(this.#note, this.#keeper.kept.synchroniser.peers);
		if (carets.length > 0 || this.#caretsShown) this.#carets = carets;
		this.#caretsShown = carets.length > 0;
	}

	get #hasOtherTabs(): boolean {
		return this.#keeper.kept.synchroniser.peers.some(({ kind }) => kind === 'tab');
	}

	/** What has just been written is on no other device before that says so. */
	#outdateCopies(local: boolean): void {
		if (!this.#copies.some(({ hasAll, hasLastEdit }) => hasAll || hasLastEdit)) return;
		// What came in may have been written here, in another tab.
		const isOwn = local || this.#hasOtherTabs;
		if (!isOwn && !this.#copies.some(({ hasAll }) => hasAll)) return;
		this.#copies = this.#copies.map((copy) => ({
			...copy,
			hasAll: false,
			hasLastEdit: copy.hasLastEdit && !isOwn
		}));
	}

	#refreshCopies(): void {
		if (this.#closing !== undefined || this.#keeper.isDead) return;
		const recorded = this.#note.loroPeersOf(this.#context.profile.person);
		this.#copies = this.#receipts.copies(this.#note.version(), recorded);
		this.#refreshStatus();
	}

	#refreshStatus(): void {
		if (this.#closing !== undefined || this.#keeper.isDead) return;
		this.#steadyStatus.set(syncStatus(this.#facts()));
	}

	#facts(): StatusFacts {
		const { saver, synchroniser } = this.#keeper.kept;
		return {
			isEmpty: this.#note.isEmpty,
			saveState: saver.state,
			peers: synchroniser.peers,
			shared: this.#shared,
			roomState: this.#room.state,
			hasWebRtc: hasWebRtc(),
			online: navigator.onLine,
			met: this.#met,
			copies: this.#copies.filter(({ hasLastEdit }) => hasLastEdit).length,
			justChanged: this.#context.clock.now() - this.#changedAt < RECEIPT_PATIENCE_MS
		};
	}
}
