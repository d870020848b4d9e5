import {
	HeldBackError,
	NotePoisonedError,
	PoisonousUpdateError,
	type ImportOutcome
} from '../note/guarded-import.js';
import { MAX_PART_OPERATIONS } from '../note/schema.js';
import type { Role } from '../crypto/channel-proof.js';
import { covers, EMPTY_VERSION, mergeVersions, sameVersion, type Version } from '../note/version.js';
import { DecodeError } from '../protocol/codec.js';
import { MAX_NEIGHBOURS, MAX_VERSION_ENTRIES } from '../protocol/limits.js';
import type { Digest, Neighbours, NoteMessage, Presence } from '../protocol/messages.js';
import type { Clock } from '../util/clock.js';
import { Emitter } from '../util/emitter.js';
import { Paced } from '../util/paced.js';
import { Timers } from '../util/timers.js';
import type { Connection } from './connection.js';
import type { Connections } from './connections.js';
import { ContentCheck } from './content-check.js';
import { nextMessage, type LocalState } from './evaluate.js';
import { EditBurst } from './edit-burst.js';
import { Forwarding } from './forwarding.js';
import {
	MAX_RECEIPT_INTERVAL_MS,
	NEIGHBOURS_INTERVAL_MS,
	PRESENCE_INTERVAL_MS,
	RECEIPT_INTERVAL_PER_PEER_MS
} from './limits.js';
import type { NotePortOwner } from './note-port.js';
import { Outstanding } from './outstanding.js';
import { Peer, type OwnState } from './peer.js';
import { SharedPart } from './shared-part.js';
import type { Difference, Moved, PeerHistory, PeerView, Replica } from './views.js';

/** What only those who may write may say. */
const OF_WRITERS: ReadonlySet<NoteMessage['type']> = new Set(['update', 'history', 'moved']);

const NOBODY: ReadonlySet<string> = new Set();

/** So many entries of a receipt weigh as much as a receipt. */
const ENTRIES_PER_RECEIPT = 64;

/** What a synchroniser can be told. */
export interface SynchroniserOptions {
	/** What this page may do; it writes if not given. */
	readonly ownRole?: Role;
}

/**
 * Keeps one note equal with its peers. It knows connections, not how they come about, and all that it sends follows
 * from the state (`nextMessage`). The caller tells it of each growth of the note and of each commit.
 */
export class Synchroniser {
	readonly #peers = new Map<Connection, { readonly peer: Peer; readonly owner: NotePortOwner }>();
	readonly #peersChanged = new Emitter<undefined>();
	readonly #poisoned = new Emitter<NotePoisonedError>();
	readonly #differs = new Emitter<Difference>();
	readonly #history = new Emitter<PeerHistory>();
	readonly #moved = new Emitter<Moved>();
	readonly #timers: Timers;
	readonly #outstanding: Outstanding;
	readonly #forwarding: Forwarding;
	readonly #unsubscribe: readonly (() => void)[];
	readonly #pacedPresence: Paced<Presence>;
	readonly #pacedNeighbours: Paced<undefined>;
	readonly #pacedReceipts: Paced<undefined>;
	readonly #content: ContentCheck;
	readonly #part: SharedPart;
	readonly #burst: EditBurst;
	#version: Version;
	#stored: Version = EMPTY_VERSION;
	/** What of that everybody is told by now. */
	#receipted: Version = EMPTY_VERSION;
	#presence: LocalState['presence'];
	#neighbours: LocalState['neighbours'];
	#move: LocalState['move'];
	readonly #ownRole: Role;
	#importing = false;
	#dead = false;

	constructor(
		private readonly replica: Replica,
		private readonly noteId: string,
		connections: Connections,
		clock: Clock,
		options: SynchroniserOptions = {}
	) {
		this.#ownRole = options.ownRole ?? 'writer';
		this.#version = replica.version();
		this.#part = new SharedPart((from) => replica.exportPart(from, MAX_PART_OPERATIONS));
		this.#timers = new Timers(clock);
		this.#burst = new EditBurst(clock, () => this.#evaluateAll());
		this.#outstanding = new Outstanding(
			() => ({ ...this.#own, peers: this.#open }),
			this.#timers,
			() => this.#die(new NotePoisonedError('full of updates that wait for others'))
		);
		this.#forwarding = new Forwarding(
			this.#timers,
			() => this.receiptsTakeMs,
			() => this.#evaluateAll()
		);
		this.#pacedReceipts = new Paced(
			clock,
			() => this.receiptsTakeMs,
			() => {
				this.#receipted = this.#stored;
				this.#evaluateAll();
			}
		);
		this.#content = new ContentCheck(replica, clock, () => this.#alive(() => this.#tellDigest()));
		this.#pacedPresence = new Paced(clock, PRESENCE_INTERVAL_MS, (message) => {
			this.#presence = { number: (this.#presence?.number ?? 0) + 1, message };
			this.#evaluateAll();
		});
		this.#pacedNeighbours = new Paced(clock, NEIGHBOURS_INTERVAL_MS, () => this.#tellNeighbours());
		this.#unsubscribe = [
			connections.onAdmitted((connection) => this.#meet(connection)),
			connections.onEnded((connection) => this.#forget(connection)),
			connections.onSilenceChange(() => this.#peersChanged.emit(undefined))
		];
		for (const connection of connections.admitted) this.#meet(connection);
	}

	/** Tells of every change of `peers`. */
	readonly onPeersChanged = this.#peersChanged.on.bind(this.#peersChanged);
	/** Tells that the document died; a new synchroniser with a new document has to take over. */
	readonly onPoisoned = this.#poisoned.on.bind(this.#poisoned);
	/** Tells that a peer's content differs at the same version. */
	readonly onDifference = this.#differs.on.bind(this.#differs);
	/** Tells the history of a peer whose content differs, as a snapshot of unknown origin, to be mended by. */
	readonly onHistory = this.#history.on.bind(this.#history);

	/** Tells that a peer has moved the note. */
	readonly onMoved = this.#moved.on.bind(this.#moved);

	/** Everyone who has the note open; without those of whom nothing is heard. */
	get peers(): readonly PeerView[] {
		const heard = this.#open.filter(({ port }) => !port.connection.isSilent);
		return heard.map((peer) => ({
			id: peer.id,
			session: peer.session,
			kind: peer.port.connection.kind,
			role: peer.role,
			presence: peer.presence,
			// A dead document grows without this side's knowledge.
			inSync: !this.#dead && peer.isInSync(this.#own),
			hasMore: peer.versionHeard ? peer.hasMoreToSend(this.#version) : undefined,
			stored: peer.versionHeard ? peer.stored : undefined,
			isQuiet: peer.port.connection.isQuiet
		}));
	}

	/** How long a peer may keep to itself that it stored what did not come from here, in milliseconds: longer in a large room. */
	get receiptsTakeMs(): number {
		const further = Math.max(0, this.#open.length - 1);
		return Math.min(MAX_RECEIPT_INTERVAL_MS, further * RECEIPT_INTERVAL_PER_PEER_MS);
	}

	/** Says that the note has grown, by an edit or by an import from elsewhere than a peer. */
	noteChanged(): void {
		if (this.#importing || this.#dead) return;
		this.#burst.edited();
		this.#grown();
	}

	/** Lets what waits for more go out at once: the page may be gone soon. */
	flush(): void {
		if (this.#dead) return;
		this.#pacedReceipts.flush();
		if (!this.#burst.isHeld) return;
		this.#burst.end();
		this.#evaluateAll();
	}

	#grown(): void {
		this.#version = this.replica.version();
		this.#part.forget();
		this.#content.noteChanged();
		this.#evaluateAll();
		this.#peersChanged.emit(undefined);
	}

	/**
	 * Says what is in committed transactions. Only now are peers told so; and if it is less than before, because the
	 * store was lost, they are told that too.
	 */
	noteStored(stored: Version): void {
		if (stored === this.#stored) return;
		if (!covers(stored, this.#stored)) {
			this.#receipted = stored;
			for (const peer of this.#open) peer.versionDue = true;
		}
		this.#stored = stored;
		const before = this.#receipted;
		this.#pacedReceipts.offer(undefined);
		// Those who sent it do not wait.
		if (this.#receipted === before) this.#evaluateAll();
		this.#peersChanged.emit(undefined);
	}

	/** Says who is here and where the caret is. Peers hear of the latest, not of each. */
	setPresence(presence: Presence): void {
		this.#pacedPresence.offer(presence);
	}

	/**
	 * Tells all who are here, and whoever opens the note later on, that it has moved: those whose id has an invite, its
	 * text, and all others that they stay behind.
	 */
	move(invites: ReadonlyMap<string, string>): void {
		this.#move = { invites, told: new Set() };
		this.#evaluateAll();
	}

	/** The ids of those whose channel was handed that the note has moved, be they gone since. */
	get toldOfMove(): ReadonlySet<string> {
		return this.#move?.told ?? NOBODY;
	}

	/** Lets go of the note; the connections stay. */
	close(): void {
		this.#dead = true;
		for (const unsubscribe of this.#unsubscribe) unsubscribe();
		this.#pacedPresence.stop();
		this.#pacedNeighbours.stop();
		this.#pacedReceipts.stop();
		this.#content.stop();
		this.#burst.end();
		this.#timers.cancelAll();
		for (const { peer, owner } of this.#peers.values()) peer.port.release(owner);
		this.#peers.clear();
	}

	get #own(): OwnState {
		return { version: this.#version, stored: this.#stored, ownRole: this.#ownRole };
	}

	/** Those who have opened the note too. */
	get #open(): Peer[] {
		return [...this.#peers.values()].filter(({ peer }) => peer.port.isOpen).map(({ peer }) => peer);
	}

	#meet(connection: Connection): void {
		const port = connection.port(this.noteId);
		const peer = new Peer(port);
		const owner: NotePortOwner = {
			nextMessage: () => this.#next(peer),
			receive: (message) => {
				// In this order: dropping the peer makes others look at the note, which must know by then that it is dead.
				const end = this.#alive(() => this.#receive(peer, message));
				if (end === 'poisoned') connection.drop('poisoned');
				else if (end === 'held-back') this.#blameWhoWasHeldBack(peer);
			},
			opened: () => {
				peer.reset();
				this.#content.waitForQuiet();
				this.#outstanding.watch();
				this.#pacedNeighbours.offer(undefined);
				this.#peersChanged.emit(undefined);
			},
			resumed: () => (peer.versionDue = true)
		};
		this.#peers.set(connection, { peer, owner });
		port.use(owner);
	}

	#forget(connection: Connection): void {
		if (!this.#peers.delete(connection)) return;
		this.#pacedNeighbours.offer(undefined);
		this.#peersChanged.emit(undefined);
	}

	#evaluateAll(): void {
		for (const connection of [...this.#peers.keys()]) connection.evaluate();
	}

	#next(peer: Peer): NoteMessage | undefined {
		let message: NoteMessage | undefined;
		this.#alive(() => (message = nextMessage(peer, this.#local())));
		return message;
	}

	readonly #exportPart = (from: Version) => this.#part.of(this.#version, from);
	readonly #exportSnapshot = () => this.replica.exportSnapshot();

	/** Made for each message that might be sent: spread out, and with functions of its own, it took a tenth of what a key costs a room. */
	#local(): LocalState {
		return {
			version: this.#version,
			stored: this.#stored,
			ownRole: this.#ownRole,
			receipted: this.#receipted,
			presence: this.#presence,
			neighbours: this.#neighbours,
			digest: this.#content.current,
			move: this.#move,
			isBurst: this.#burst.isHeld,
			exportPart: this.#exportPart,
			exportSnapshot: this.#exportSnapshot
		};
	}

	#receive(peer: Peer, message: NoteMessage): void {
		if (message.type !== 'update' && !peer.port.admits(message.type, weightOf(message))) {
			// Carets are dispensable, and come in a heap from a page that was held up.
			if (message.type !== 'presence') peer.port.connection.drop('flood');
			return;
		}
		if (peer.role === 'viewer' && OF_WRITERS.has(message.type)) {
			peer.port.connection.drop('not-allowed');
			return;
		}
		switch (message.type) {
			case 'open':
				return;
			case 'version':
				peer.heardVersion(message);
				peer.versionDue ||= message.answer;
				this.#content.waitForQuiet();
				break;
			case 'update':
				this.#receiveUpdate(peer, message.bytes);
				return;
			case 'receipt':
				peer.stored = mergeVersions(peer.stored, message.stored);
				peer.has(message.stored);
				this.#content.waitForQuiet();
				break;
			case 'presence':
				// A device is one person's; who claims to be many is none.
				if ((peer.presence?.person ?? message.person) !== message.person)
					throw new DecodeError('another person');
				peer.presence = message;
				break;
			case 'neighbours':
				peer.neighbours = new Set(message.sessions);
				return;
			case 'digest':
				this.#compare(peer, message);
				break;
			case 'moved':
				this.#moved.emit({ peer: peer.id, invite: message.invite });
				return;
			case 'history':
				if (peer.differsAt !== undefined) {
					this.#history.emit({ snapshot: message.snapshot, version: peer.differingVersion });
				}
				return;
		}
		if (peer.known.size > MAX_VERSION_ENTRIES) peer.port.connection.drop('flood');
		this.#peersChanged.emit(undefined);
	}

	#receiveUpdate(peer: Peer, bytes: Uint8Array): void {
		const { connection } = peer.port;
		const before = this.#version;
		const outcome = this.#import(peer, bytes);
		if (outcome.kind === 'refused') {
			connection.drop(outcome.reason === 'too-large' ? 'too-large' : 'damaged-update');
			return;
		}
		peer.has(outcome.contains);
		peer.gave = mergeVersions(peer.gave, outcome.contains);
		peer.hasHeldBack ||= outcome.pending;
		if (outcome.pending) this.#outstanding.updateWaits(peer, bytes.length);
		else if (!outcome.changed && !peer.port.admits('stale-update')) connection.drop('flood');
		this.#forwarding.leaveToSender(peer, before, this.replica.version(), this.#open);
		this.#burst.end();
		this.#grown();
	}

	/**
	 * The document died of an update beside what was held back in it. The sender of the update is not to blame before it
	 * fails in a document in which nothing is: else whoever sends what waits for an honest peer could cut that one off.
	 */
	#blameWhoWasHeldBack(sender: Peer): void {
		const suspects = [...this.#peers.values()].map(({ peer }) => peer).filter((peer) => peer.hasHeldBack);
		// What waits may come from the disk, where something is missing.
		if (suspects.length === 0) suspects.push(sender);
		for (const { port } of suspects) if (!port.admits('death')) port.connection.drop('flood');
	}

	/** What the tabs of one browser say comes from the same disk: it was vetted there. */
	#import({ port }: Peer, bytes: Uint8Array): ImportOutcome {
		this.#importing = true;
		try {
			return port.connection.kind === 'tab' ? this.replica.import(bytes) : this.replica.importFromPeer(bytes);
		} finally {
			this.#importing = false;
		}
	}

	#compare(peer: Peer, digest: Digest): void {
		const difference = this.#content.compare(peer, digest);
		if (difference !== undefined) this.#differs.emit(difference);
	}

	#tellNeighbours(): void {
		const sessions = this.#open.map(({ session }) => session).slice(0, MAX_NEIGHBOURS);
		const message: Neighbours = { type: 'neighbours', sessions };
		this.#neighbours = { number: (this.#neighbours?.number ?? 0) + 1, message };
		this.#evaluateAll();
	}

	/** Runs what uses the document, unless it is dead; it may die of that, and says if the task brought what it died of. */
	#alive(task: () => void): 'poisoned' | 'held-back' | undefined {
		if (this.#dead) return undefined;
		try {
			task();
			return undefined;
		} catch (failure) {
			if (!(failure instanceof NotePoisonedError)) throw failure;
			this.#die(failure);
			if (failure instanceof HeldBackError) return 'held-back';
			return failure instanceof PoisonousUpdateError ? 'poisoned' : undefined;
		}
	}

	#die(failure: NotePoisonedError): void {
		this.#dead = true;
		this.#poisoned.emit(failure);
	}

	#tellDigest(): void {
		if (!this.#open.some(({ known }) => sameVersion(known, this.#version))) return;
		this.#content.make();
		this.#evaluateAll();
	}
}

/** A receipt names what is new; one that names thousands of Loro peers counts as many. */
function weightOf(message: NoteMessage): number {
	return message.type === 'receipt' ? 1 + message.stored.size / ENTRIES_PER_RECEIPT : 1;
}
