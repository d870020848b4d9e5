import { Note } from '$lib/note/note.js';
import { EMPTY_VERSION, mergeVersions, type LoroPeerId, type Version } from '$lib/note/version.js';
import { SESSION_BYTES } from '$lib/protocol/limits.js';
import type { Role } from '$lib/crypto/channel-proof.js';
import type { Admission } from '$lib/sync/admission.js';
import type { DropReason } from '$lib/sync/connection.js';
import { Connections } from '$lib/sync/connections.js';
import { Synchroniser } from '$lib/sync/synchroniser.js';
import type { Difference } from '$lib/sync/views.js';
import type { Channel } from '$lib/transport/channel.js';
import { toBase64Url } from '$lib/util/bytes.js';
import type { ManualClock } from './manual-clock.js';
import { Link, type LinkOptions } from './simulated-link.js';
import { trustingAdmission } from './trusting-admission.js';

/** How long a commit takes if nothing else is said, in milliseconds. */
export const COMMIT_MS = 50;

let lastId = 0;

/** A session id as a page draws it, here by counting. */
export function nextSession(): string {
	lastId += 1;
	const bytes = new Uint8Array(SESSION_BYTES);
	const view = new DataView(bytes.buffer);
	view.setUint32(0, lastId);
	// A bit that flips must not make it another one's.
	view.setUint32(4, Math.imul(lastId, 0x9e37_79b1));
	return toBase64Url(bytes);
}

/** Stores updates in transactions, one at a time, that commit later. What has not committed at a crash is lost. */
class TinyStore {
	readonly chunks: Uint8Array[] = [];
	committed: Version = EMPTY_VERSION;
	#writing = false;
	#run = 0;

	constructor(
		private readonly clock: ManualClock,
		private readonly commitMs: () => number
	) {}

	save(note: Note, onStored: (stored: Version) => void): void {
		const version = note.version();
		if (this.#writing) return;
		this.#writing = true;
		const run = this.#run;
		const chunk = note.exportFrom(this.committed);
		this.clock.after(this.commitMs(), () => {
			if (run !== this.#run) return;
			this.#writing = false;
			this.chunks.push(chunk);
			this.committed = mergeVersions(this.committed, version);
			onStored(this.committed);
			this.#saveWhatCameMeanwhile(note, onStored);
		});
	}

	crash(): void {
		this.#run += 1;
		this.#writing = false;
	}

	/** Loses all that was stored, as when the browser deletes its data. */
	lose(): void {
		this.crash();
		this.chunks.length = 0;
		this.committed = EMPTY_VERSION;
	}

	#saveWhatCameMeanwhile(note: Note, onStored: (stored: Version) => void): void {
		for (const [peer, counter] of note.version()) {
			if ((this.committed.get(peer) ?? 0) >= counter) continue;
			this.save(note, onStored);
			return;
		}
	}
}

export interface PeerOptions {
	/** How long the next commit takes, in milliseconds. */
	readonly commitMs?: () => number;
	/** Draws the Loro peer id of each run; random ones if not given. */
	readonly loroPeerId?: () => LoroPeerId;
	readonly session?: string;
	/** What it proves that it may do, a writer's rights if not given; and what its own code takes it for. */
	readonly role?: Role;
	readonly ownRole?: Role;
	/** Proves and believes what there is to be; without it everything is believed. */
	readonly admission?: Admission;
}

/** The note that all simulated peers have open. */
export const NOTE_ID = 'note';

/** A page with a note open: the note, its synchroniser, and a store that commits later. */
export class SimulatedPeer {
	readonly store: TinyStore;
	readonly dropped: DropReason[] = [];
	readonly differences: Difference[] = [];
	connections!: Connections;
	note!: Note;
	synchroniser!: Synchroniser;
	session!: string;

	constructor(
		readonly clock: ManualClock,
		private readonly options: PeerOptions = {}
	) {
		this.store = new TinyStore(clock, options.commitMs ?? (() => COMMIT_MS));
		this.#start(options.session ?? nextSession());
	}

	get text(): string {
		return this.note.body.toString();
	}

	/** Whether all who were greeted are in sync, and there are so many of them. */
	inSyncWith(count: number): boolean {
		const { peers } = this.synchroniser;
		return peers.length === count && peers.every(({ inSync }) => inSync);
	}

	/** Types at the end of the note, or at an offset. */
	type(text: string, at = this.note.body.length): void {
		this.note.body.insert(at, text);
		this.note.doc.commit();
	}

	/** Ends as a killed browser does, and starts again from what was committed, as another session. */
	crash(): void {
		this.store.crash();
		const { note, synchroniser, connections } = this;
		this.#start(nextSession());
		synchroniser.close();
		connections.close();
		note.close();
	}

	/** Loses what was stored, while the page stays; `save` stores it anew. */
	loseStore(): void {
		this.store.lose();
		this.synchroniser.noteStored(EMPTY_VERSION);
	}

	/** Stores what is not stored. */
	save(): void {
		const { store, note, synchroniser } = this;
		store.save(note, (stored) => synchroniser.noteStored(stored));
	}

	/** Ends for good. */
	close(): void {
		this.store.crash();
		this.synchroniser.close();
		this.connections.close();
		this.note.close();
	}

	/** Opens the note anew from the store as after a trap of its document; the connections stay. */
	reopen(): void {
		this.store.crash();
		const { note, synchroniser } = this;
		synchroniser.close();
		note.close();
		this.#openNote();
	}

	/** Puts another document in the place of the note's, and stores it in the place of what was stored. */
	replaceNote(note: Note): void {
		this.store.lose();
		const old = this.note;
		this.synchroniser.close();
		this.#use(note);
		this.save();
		old.close();
	}

	#start(session: string): void {
		this.session = session;
		this.connections = new Connections(
			session,
			this.clock,
			this.options.admission ?? trustingAdmission(this.options.role)
		);
		this.connections.onDropped((reason) => this.dropped.push(reason));
		this.#openNote();
	}

	#openNote(): void {
		const { options } = this;
		const note = Note.empty();
		if (options.loroPeerId !== undefined) note.doc.setPeerId(options.loroPeerId());
		for (const chunk of this.store.chunks) note.import(chunk);
		this.#use(note);
	}

	#use(note: Note): void {
		this.note = note;
		const { connections } = this;
		const { role = 'writer', ownRole = role } = this.options;
		const synchroniser = new Synchroniser(note, NOTE_ID, connections, this.clock, { ownRole });
		this.synchroniser = synchroniser;
		synchroniser.noteStored(this.store.committed);
		synchroniser.onDifference((difference) => this.differences.push(difference));
		note.onChange(() => {
			this.save();
			synchroniser.noteChanged();
		});
	}
}

/** Connects two peers by a link whose end `a` is the first one's. */
export function connect(a: SimulatedPeer, b: SimulatedPeer, options: LinkOptions = {}): Link {
	const link = new Link(a.clock, options);
	a.connections.add(link.a);
	b.connections.add(link.b);
	return link;
}

/** Opens a channel to a peer for a test that speaks the protocol itself, at the end that is given back. */
export function connectByHand(peer: SimulatedPeer, options: LinkOptions = {}): Channel & Link['b'] {
	const link = new Link(peer.clock, options);
	peer.connections.add(link.a);
	return link.b;
}
