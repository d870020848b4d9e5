import { untrack } from 'svelte';
import type { Caret } from '../note/caret.js';
import type { LibraryEntry } from '../note/library-entry.js';
import type { Note } from '../note/note.js';
import type { LoroPeerId, Version } from '../note/version.js';
import type { DropReason } from '../sync/connection.js';
import type { Difference } from '../sync/views.js';
import { Coalesced } from '../util/coalesced.js';
import type { Unsubscribe } from '../util/emitter.js';
import { Attendance } from './attendance.js';
import { Company } from './company.svelte.js';
import { Copies } from './copies.svelte.js';
import { NoteDeparture } from './departure.svelte.js';
import type { KeptReplica } from './kept-replica.js';
import { Meeting } from './meeting.js';
import { NoteConnections } from './note-connections.svelte.js';
import { NoteKeeper } from './note-keeper.js';
import { LazyNoteKeys, NoteAdmission } from './note-keys.js';
import { NotePairings } from './note-pairings.js';
import { NoteRoom } from './note-room.js';
import { NoteStatus } from './note-status.svelte.js';
import type { AwaitedSession } from './awaited-notes.js';
import type { OpenNoteContext } from './open-note-context.js';
import { Receipts } from './receipts.js';
import { roleOfInvite, type NoteRight } from './rights.js';
import { shareLink } from './share-link.js';
import { successorOf } from './succession.js';
import { restoreFromTrash } from './trash.js';
import { Unseen } from './unseen.svelte.js';
import type {
	ConnectionState,
	ConnectionsView,
	DeviceCopy,
	Departure,
	OpenNote,
	Person,
	PresentPage,
	RemoteCaret,
	SyncStatus
} from './types.js';

/** The library keeps so many names of those who have a note. */
const MAX_NAMES_KEPT = 8;

/** A note that is open: its document, storage, peers and what the screen shows of them. */
export class OpenNoteSession implements OpenNote, AwaitedSession {
	readonly #entry: LibraryEntry;
	readonly #context: OpenNoteContext<OpenNoteSession>;
	readonly #meeting: Meeting;
	readonly #keeper: NoteKeeper;
	readonly #keys: LazyNoteKeys;
	readonly #room: NoteRoom;
	readonly pairings: NotePairings;
	readonly #attendance: Attendance;
	readonly #company: Company;
	readonly #copies: Copies;
	readonly #departure: NoteDeparture;
	readonly #status: NoteStatus;
	readonly #unsubscribeProfile: Unsubscribe;
	readonly connections: ConnectionsView;
	readonly unseen: Unseen;
	/** In a room each says of each edit that it has stored it, and all that is known of all is looked at for it. */
	readonly #peersNews: Coalesced;
	#shared: boolean;
	#trashed: boolean = $state(false);
	/** The library is not told of content that is not stored. */
	#isContentStored: boolean;
	/** The Loro peer under which is recorded who writes here. */
	#authorRecordedFor: LoroPeerId | undefined;
	#closing: Promise<void> | undefined;

	#note: Note = $state.raw() as Note;
	#title = $state('');
	#waiting = $state(false);
	#mended = $state(false);
	#reloading = $state(false);

	private constructor(
		entry: LibraryEntry,
		context: OpenNoteContext<OpenNoteSession>,
		keys: LazyNoteKeys,
		meeting: Meeting,
		keeper: NoteKeeper,
		receipts: Receipts
	) {
		this.#entry = entry;
		this.#context = context;
		this.#keys = keys;
		this.#meeting = meeting;
		this.#keeper = keeper;
		this.#shared = entry.shared;
		this.#trashed = entry.trashedAt !== undefined;
		this.#isContentStored = !keeper.kept.replica.isEmpty;
		this.#company = new Company(context.profile, this.right);
		this.#copies = new Copies(receipts);
		this.#departure = new NoteDeparture(entry.noteId, this.right, context.shelf, context.clock);
		this.#status = new NoteStatus(context.clock);
		this.#peersNews = new Coalesced(context.clock, 0, () => this.#refreshPeers());
		this.unseen = new Unseen(
			{
				id: entry.noteId,
				note: () => (keeper.isDead ? undefined : keeper.kept.replica),
				own: () => this.#copies.writers()
			},
			context.seen,
			context.clock
		);
		this.#room = new NoteRoom(keys, () => context.meetingConfig(), context.clock, {
			channel: (channel) => meeting.connections.add(channel),
			doubt: (channel) => meeting.connections.probeChannel(channel),
			stateChanged: () => this.#refreshStatus()
		});
		this.pairings = new NotePairings(
			keys,
			() => context.meetingConfig(),
			context.clock,
			(channel) => meeting.connections.add(channel)
		);
		this.connections = new NoteConnections(
			{
				relays: () => this.#room.relays,
				peers: () => (keeper.isDead ? [] : keeper.kept.synchroniser.peers),
				connections: () => meeting.connections.admitted,
				copies: () => this.copies,
				colourOf: (person) => this.#company.colourOf(person)
			},
			context.clock
		);
		this.#attendance = new Attendance(this.#room, meeting.connections, context.clock);
		this.#unsubscribeProfile = context.profile.onChange(() => {
			this.#authorRecordedFor = undefined;
			this.#tellPresence();
			this.#refreshPeers();
		});
		meeting.connections.onDropped((reason) => this.#peerDropped(reason));
		keeper.listener = {
			replaced: (kept) => {
				this.#attach(kept);
				this.unseen.documentReplaced();
			},
			died: () => (this.#reloading = true),
			cannotReopen: (reason) => this.#status.fail(reason),
			cannotClose: (reason) => context.notSaved(this, reason),
			differs: (difference) => this.#differs(difference)
		};
		this.#attach(keeper.kept);
		void this.unseen.start();
	}

	/** Opens a note that the library holds. @throws StorageError */
	static async open(
		entry: LibraryEntry,
		context: OpenNoteContext<OpenNoteSession>
	): Promise<OpenNoteSession> {
		const receipts = await Receipts.load(entry.noteId, context.local, context.clock);
		const keys = new LazyNoteKeys(entry.invite);
		const meeting = new Meeting(entry.noteId, context, new NoteAdmission(keys));
		try {
			const keeping = { ...context, ownRole: roleOfInvite(entry.invite) };
			const keeper = await NoteKeeper.open(entry.noteId, keeping, meeting.connections);
			const session = new OpenNoteSession(entry, context, keys, meeting, keeper, receipts);
			session.inSight = document.visibilityState === 'visible';
			if (session.#isMet) session.#attendance.begin();
			return session;
		} catch (failure) {
			meeting.end();
			throw failure;
		}
	}

	get id(): string {
		return this.#entry.noteId;
	}

	get right(): NoteRight {
		return this.#entry.invite.kind;
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
		return this.#status.current;
	}

	get connectionState(): ConnectionState {
		return this.#status.connection;
	}

	/** Tells of each change of `status`. */
	onStatusChange(listener: () => void): Unsubscribe {
		return this.#status.onChange(listener);
	}

	get people(): readonly Person[] {
		return this.#company.people;
	}

	get pages(): readonly PresentPage[] {
		return this.#company.pages;
	}

	get carets(): readonly RemoteCaret[] {
		const isGone = this.#closing !== undefined || this.#keeper.isDead;
		return isGone ? this.#company.carets : this.#company.caretsNow(this.#keeper.kept);
	}

	get copies(): readonly DeviceCopy[] {
		return this.#copies.all;
	}

	get departure(): Departure | undefined {
		return this.#departure.current;
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

	get trashed(): boolean {
		return this.#trashed;
	}

	// Commands read state, and yet an effect that calls one does not depend on it: hence `untrack` around each.

	setTitle(title: string): void {
		untrack(() => {
			if (!this.#trashed) this.#note.setTitle(title);
		});
	}

	setCaret(caret: Caret | undefined): void {
		this.#company.setCaret(caret);
		untrack(() => this.#tellPresence());
	}

	/** The library's entry of the note may be another: it was shared, upgraded, moved or trashed, here or in another tab. */
	libraryChanged(): void {
		untrack(() => this.#followLibrary());
	}

	#followLibrary(): void {
		if (this.#closing !== undefined) return;
		this.#departure.libraryChanged();
		const entry = this.#context.shelf.entry(this.id);
		const wasMet = this.#isMet;
		this.#shared ||= entry?.shared === true;
		// Without an entry it was deleted for good at the very moment that it was opened here.
		this.#trashed = entry === undefined || entry.trashedAt !== undefined;
		if (this.#isMet && !wasMet) this.#attendance.begin();
		if (!this.#isMet && wasMet) this.#meetNobody();
		this.#refreshStatus();
	}

	async restore(): Promise<void> {
		await untrack(() => restoreFromTrash(this.#context.shelf, this.id, this.#entry));
		this.libraryChanged();
	}

	async share(right: NoteRight): Promise<string> {
		untrack(() => this.#context.markShared(this.id));
		this.libraryChanged();
		return await untrack(() => shareLink(this.#context.joinUrl, this.#entry.invite, this.#keys, right));
	}

	async startOver(chosen: ReadonlySet<string>): Promise<string> {
		return await untrack(() => this.#startOver(chosen));
	}

	async #startOver(chosen: ReadonlySet<string>): Promise<string> {
		return await this.#departure.startOver(
			{
				peers: () => this.#keeper.kept.synchroniser.peers,
				flush: () => this.flush(),
				tell: (invites) => this.#keeper.kept.synchroniser.move(invites),
				told: () => this.#keeper.kept.synchroniser.toldOfMove
			},
			chosen
		);
	}

	/** Saves at once what is unsaved. @throws StorageError */
	async flush(): Promise<void> {
		// First of all what was typed: to compare takes time, and the page may end any moment.
		const saved = this.#keeper.kept.flush();
		this.unseen.flush();
		await saved;
	}

	/** Whether the page is in sight. */
	set inSight(inSight: boolean) {
		this.#attendance.inSight = inSight;
	}

	/** Looks at once which peers still answer and which relays can be reached: the page woke. */
	wake(): void {
		this.#attendance.wake();
		this.#refreshStatus();
	}

	/** This device is in another network, or has one again. */
	networkChanged(): void {
		this.#attendance.networkChanged();
		this.#refreshStatus();
	}

	/** Peers are to be met by other servers. */
	serversChanged(): void {
		this.#attendance.serversChanged();
		void this.pairings.serversChanged();
	}

	/** Joins the room anew, for a page that left it and came back. */
	restored(): void {
		this.#attendance.restored();
	}

	close(): Promise<void> {
		this.#closing ??= untrack(() => this.#close());
		return this.#closing;
	}

	async #close(): Promise<void> {
		this.#peersNews.settle();
		this.#unsubscribeProfile();
		this.pairings.close();
		this.unseen.close();
		this.#status.stop();
		this.#copies.close();
		const told = this.#departure.lingers ? this.#linger() : undefined;
		const saved = told === undefined ? this.#letGo() : told.then(() => this.#letGo());
		this.#context.closing(this, saved, this.#keeper.isDead ? undefined : this.#note);
		await told;
		await Promise.all([saved, this.#attendance.end()]);
		this.#meeting.end();
	}

	/** Saves the document and frees it. */
	async #letGo(): Promise<void> {
		await this.#keeper.close();
		this.#peersNews.stop();
	}

	/** Whether others are met. */
	get #isMet(): boolean {
		return this.#shared && !this.#trashed;
	}

	/** Lets go of all others until the note is out of the trash. */
	#meetNobody(): void {
		this.pairings.giveUp();
		void this.#attendance.end();
	}

	/** Stays until everybody was told that the note has moved. */
	async #linger(): Promise<void> {
		const missed = await this.#departure.linger(() => this.flush());
		const to = successorOf(this.#context.shelf, this.id);
		if (to !== undefined && missed.length > 0) this.#context.notReached(to, missed);
	}

	#attach(kept: KeptReplica<Note>): void {
		const { replica, saver, synchroniser } = kept;
		this.#note = replica;
		this.#authorRecordedFor = undefined;
		this.#reloading = false;
		// Where a note was mended, what only this side had was written anew.
		if (replica.version().has(replica.peerId)) this.#copies.writesIn(replica);
		replica.onChange(({ localUpdate }) => this.#changed(localUpdate !== undefined));
		saver.onState(() => this.#refreshStatus());
		saver.onStored((version) => this.#stored(replica, version));
		synchroniser.onPeersChanged(() => this.#peersNews.changed());
		synchroniser.onMoved(({ peer, invite }) => {
			// Who leaves goes where the page went, unless it stays because it moved the note itself.
			if (this.#closing !== undefined && !this.#departure.lingers) return;
			void this.#departure.heard({ peer, name: this.#company.nameOf(peer, synchroniser.peers), invite });
		});
		if (this.#departure.invites !== undefined) synchroniser.move(this.#departure.invites);
		this.#tellPresence();
		this.#showNote();
		this.#refreshPeers();
		this.#refreshCopies();
		if (this.#isContentStored || replica.isEmpty) this.#context.noteOpened(this.id, replica);
	}

	/** Also while the note is being closed: what came last is stored then. */
	#stored(note: Note, version: Version): void {
		if (this.#isContentStored || version.size === 0) return;
		this.#isContentStored = true;
		this.#context.contentStored(this.id, note);
	}

	#peerDropped(reason: DropReason): void {
		this.#status.peerDropped(reason);
		if (reason !== 'redundant') console.warn('a peer was dropped', reason);
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
		this.#status.changed(this.#keeper.kept.synchroniser.receiptsTakeMs, () => {
			this.#refreshCopies();
			this.#refreshCarets();
		});
		// An edit moves the others' carets in the editor by itself; only an import may bring what they point to.
		if (local) this.#company.edited();
		else this.#refreshCarets();
		if (local && this.#authorRecordedFor !== this.#note.peerId) this.#recordAuthor();
		this.unseen.changed(local);
		this.#copies.outdate(local, () => this.#company.hasOtherTabs(this.#keeper.kept));
		this.#refreshStatus();
		if (this.#isContentStored) this.#context.noteChanged(this.id, this.#note);
	}

	/** In a microtask: Loro takes no commit from within one that it tells of. */
	#recordAuthor(): void {
		const note = this.#note;
		const { peerId } = note;
		this.#authorRecordedFor = peerId;
		this.#copies.writesIn(note);
		queueMicrotask(() => {
			if (this.#closing !== undefined || note !== this.#note) return;
			const { person, name } = this.#context.profile;
			note.recordAuthor({ person, name }, peerId);
		});
	}

	#tellPresence(): void {
		if (!this.#keeper.isDead) this.#company.tell(this.#keeper.kept);
	}

	#refreshPeers(): void {
		if (this.#keeper.isDead) return;
		const { kept } = this.#keeper;
		this.#company.refresh(kept);
		this.unseen.peersChanged(kept.synchroniser.peers);
		const isNews = this.#copies.heard(this.#note, kept.synchroniser.peers, this.#context.profile.person);
		if (isNews) this.#refreshCopies();
		else this.#refreshStatus();
	}

	#refreshCarets(): void {
		if (this.#closing === undefined && !this.#keeper.isDead) this.#company.refreshCarets(this.#keeper.kept);
	}

	#refreshCopies(): void {
		if (this.#closing !== undefined || this.#keeper.isDead) return;
		this.#copies.refresh(this.#note, this.#context.profile.person);
		const names = [...new Set(this.#copies.all.map(({ name }) => name))].slice(0, MAX_NAMES_KEPT);
		if (this.#isContentStored && names.length > 0) this.#context.knownTo(this.id, names);
		this.#refreshStatus();
	}

	#refreshStatus(): void {
		if (this.#closing !== undefined || this.#keeper.isDead) return;
		const { saver, synchroniser } = this.#keeper.kept;
		this.#status.take({
			right: this.right,
			isEmpty: this.#note.isEmpty,
			saveState: saver.state,
			peers: synchroniser.peers,
			shared: this.#shared,
			trashed: this.#trashed,
			roomState: this.#room.state,
			copies: this.#copies.ofLastEdit
		});
	}
}
