import { NotePoisonedError, type ImportOutcome } from '../note/guarded-import.js';
import { covers, EMPTY_VERSION, mergeVersions, versionBeyond, type Version } from '../note/version.js';
import { DecodeError } from '../protocol/codec.js';
import { PROTOCOL_VERSION } from '../protocol/limits.js';
import { decodeMessage, encodeMessage } from '../protocol/message-codec.js';
import type { Hello, Presence } from '../protocol/messages.js';
import { ChannelClosedError, type Channel, type ChannelKind } from '../transport/channel.js';
import type { CancelTimer, Clock } from '../util/clock.js';
import { Emitter } from '../util/emitter.js';
import { Paced } from '../util/paced.js';
import { nextMessage, type LocalState } from './evaluate.js';
import { FreshOperations } from './fresh-operations.js';
import {
	DUPLICATE_TIMEOUT_MS,
	FORWARD_DELAY_MS,
	GREETING_ATTEMPTS,
	HELLO_REPEAT_MS,
	PRESENCE_INTERVAL_MS,
	REPAIR_DELAY_MS
} from './limits.js';
import { Peer } from './peer.js';

/** The note as its synchroniser sees it; class Note is one. */
export interface Replica {
	version(): Version;
	exportFrom(from: Version): Uint8Array;
	/** @throws NotePoisonedError */
	import(bytes: Uint8Array): ImportOutcome;
}

/**
 * Why a peer was dropped. `older`, `newer`: its protocol version, seen from here; `redundant`: the same page is
 * reached in a better way; `silent`: no hello came.
 */
export type DropReason =
	'protocol' | 'damaged-update' | 'silent' | 'older' | 'newer' | 'poisoned' | 'redundant';

/** What the rest of Perch sees of a peer. */
export interface PeerView {
	readonly session: string;
	readonly kind: ChannelKind;
	readonly presence: Presence | undefined;
	/** It has stored everything that is here, and everything that it is known to have is here and stored. */
	readonly inSync: boolean;
}

/** The room's own note. Other numbers are kept for channels that carry several notes. */
const ROOM_NOTE = 0;

/**
 * Keeps one note equal with its peers. It knows channels, not how they come about, and all that it sends follows
 * from the state (`nextMessage`). The caller tells it of each growth of the note and of each commit.
 */
export class Synchroniser {
	readonly #peers = new Set<Peer>();
	readonly #peersChanged = new Emitter<undefined>();
	readonly #dropped = new Emitter<DropReason>();
	readonly #poisoned = new Emitter<NotePoisonedError>();
	readonly #timers = new Set<CancelTimer>();
	readonly #fresh = new FreshOperations();
	readonly #pacedPresence: Paced<Presence>;
	#version: Version;
	#stored: Version = EMPTY_VERSION;
	#presence: LocalState['presence'];
	#importing = false;

	/** `session`: this page's random id, SESSION_BYTES in base64url. */
	constructor(
		private readonly replica: Replica,
		private readonly session: string,
		private readonly clock: Clock
	) {
		this.#version = replica.version();
		this.#pacedPresence = new Paced(clock, PRESENCE_INTERVAL_MS, (message) => {
			this.#presence = { number: (this.#presence?.number ?? 0) + 1, message };
			this.#evaluateAll();
		});
	}

	/** Tells of every change of `peers`. */
	readonly onPeersChanged = this.#peersChanged.on.bind(this.#peersChanged);
	/** Tells why a peer was dropped. */
	readonly onDropped = this.#dropped.on.bind(this.#dropped);
	/** Tells that the document died while importing; a new synchroniser with a new document has to take over. */
	readonly onPoisoned = this.#poisoned.on.bind(this.#poisoned);

	/** Everyone who was greeted. */
	get peers(): readonly PeerView[] {
		const greeted: PeerView[] = [];
		for (const { session, channel, presence, versionHeard, stored, known } of this.#peers) {
			if (session === undefined) continue;
			const version = this.#version;
			const ownStored = covers(this.#stored, version);
			const inSync = versionHeard && ownStored && covers(stored, version) && covers(version, known);
			greeted.push({ session, kind: channel.kind, presence, inSync });
		}
		return greeted;
	}

	/** Takes up a new channel: greets, exchanges versions, and keeps the peer up to date until the channel ends. */
	addChannel(channel: Channel): void {
		const peer = new Peer(channel);
		this.#peers.add(peer);
		channel.onMessage((frame) => this.#guard(peer, () => this.#receive(peer, frame)));
		channel.onWritable(() => this.#evaluate(peer));
		channel.onClose(() => this.#forget(peer));
		this.#greet(peer, GREETING_ATTEMPTS);
	}

	/** Says that the note has grown, by an edit or by an import. */
	noteChanged(): void {
		if (this.#importing) return;
		this.#version = this.replica.version();
		this.#evaluateAll();
		this.#peersChanged.emit(undefined);
	}

	/**
	 * Says what is in committed transactions. Only now are peers told so; and if it is less than before, because the
	 * store was lost, they are told that too.
	 */
	noteStored(stored: Version): void {
		if (stored === this.#stored) return;
		if (!covers(stored, this.#stored)) for (const peer of this.#peers) peer.versionDue = true;
		this.#stored = stored;
		this.#evaluateAll();
		this.#peersChanged.emit(undefined);
	}

	/** Says who is here and where the caret is. Peers hear of the latest, not of each. */
	setPresence(presence: Presence): void {
		this.#pacedPresence.offer(presence);
	}

	/** Ends all channels and timers. */
	close(): void {
		this.#pacedPresence.stop();
		for (const cancel of this.#timers) cancel();
		this.#timers.clear();
		for (const { channel } of [...this.#peers]) channel.close();
	}

	#evaluateAll(): void {
		for (const peer of [...this.#peers]) this.#evaluate(peer);
	}

	/** Hands the channel what it has room for, unless that is being done: then the loop that runs sees the new state. */
	#evaluate(peer: Peer): void {
		if (peer.evaluating) return;
		peer.evaluating = true;
		try {
			this.#guard(peer, () => this.#sendAllThereIs(peer));
		} finally {
			peer.evaluating = false;
		}
	}

	/** A hello that is due goes before all else. */
	#sendAllThereIs(peer: Peer): void {
		peer.outbox.pump();
		while (peer.outbox.idle) {
			const message = peer.helloDue ? this.#hello(peer) : nextMessage(peer, this.#localState());
			if (message === undefined) return;
			peer.outbox.send(encodeMessage({ note: ROOM_NOTE, message }));
		}
	}

	#localState(): LocalState {
		return {
			version: this.#version,
			stored: this.#stored,
			fresh: this.#fresh.begin,
			presence: this.#presence,
			exportFrom: (from) => this.replica.exportFrom(from)
		};
	}

	#hello(peer: Peer): Hello {
		peer.helloDue = false;
		const heard = peer.session !== undefined;
		return { type: 'hello', protocolVersion: PROTOCOL_VERSION, session: this.session, heard };
	}

	/** Attempts are counted, not time: after a phone's sleep the time is over before the hello that waits is read. */
	#greet(peer: Peer, attemptsLeft: number): void {
		if (peer.session !== undefined || !this.#peers.has(peer)) return;
		if (attemptsLeft === 0) {
			this.#drop(peer, 'silent');
			return;
		}
		peer.helloDue = true;
		this.#evaluate(peer);
		this.#after(HELLO_REPEAT_MS, () => this.#greet(peer, attemptsLeft - 1));
	}

	#receive(peer: Peer, frame: Uint8Array): void {
		// A channel that was closed here may still have something to hand over.
		if (!this.#peers.has(peer)) return;
		const bytes = peer.assembler.push(frame);
		if (bytes === undefined) return;
		const { note, message } = decodeMessage(bytes, PROTOCOL_VERSION);
		if (note !== ROOM_NOTE) throw new DecodeError('unknown note number');
		if (message.type !== 'hello' && peer.session === undefined) throw new DecodeError('no hello');
		switch (message.type) {
			case 'hello':
				this.#receiveHello(peer, message);
				return;
			case 'version':
				peer.heardVersion(message.version, message.stored);
				break;
			case 'update':
				this.#receiveUpdate(peer, message.bytes);
				return;
			case 'receipt':
				peer.stored = mergeVersions(peer.stored, message.stored);
				peer.has(message.stored);
				break;
			case 'presence':
				peer.presence = message;
				break;
		}
		this.#evaluate(peer);
		this.#peersChanged.emit(undefined);
	}

	#receiveHello(peer: Peer, hello: Hello): void {
		if (hello.protocolVersion !== PROTOCOL_VERSION) {
			// The first hello may have been lost, and the other side is to know the reason as well.
			peer.helloDue = true;
			this.#evaluate(peer);
			this.#drop(peer, hello.protocolVersion > PROTOCOL_VERSION ? 'newer' : 'older');
			return;
		}
		if (peer.session === undefined) {
			peer.session = hello.session;
			if (!this.#settleDuplicates(peer, hello.session)) return;
		}
		if (!hello.heard) peer.helloDue = true;
		this.#evaluate(peer);
		this.#peersChanged.emit(undefined);
	}

	/**
	 * One page is talked to on one channel: a tab's own rather than the network's, the newer of two alike. What is
	 * newer may look different from the other side, so that for a while only the lesser session decides: else
	 * each side could end the channel that the other keeps. Whether this channel stays.
	 */
	#settleDuplicates(peer: Peer, session: string): boolean {
		if (session === this.session) {
			this.#drop(peer, 'redundant');
			return false;
		}
		for (const other of [...this.#peers]) {
			if (other === peer || other.session !== session) continue;
			if (other.channel.kind !== peer.channel.kind) {
				const worse = other.channel.kind === 'network' ? other : peer;
				this.#drop(worse, 'redundant');
				if (worse === peer) return false;
			} else if (this.session < session) this.#drop(other, 'redundant');
			else this.#after(DUPLICATE_TIMEOUT_MS, () => this.#dropIfBothAreThere(other, peer));
		}
		return true;
	}

	#dropIfBothAreThere(older: Peer, newer: Peer): void {
		if (this.#peers.has(older) && this.#peers.has(newer)) this.#drop(older, 'redundant');
	}

	#receiveUpdate(peer: Peer, bytes: Uint8Array): void {
		const before = this.#version;
		this.#importing = true;
		try {
			const outcome = this.replica.import(bytes);
			if (outcome.kind === 'refused') {
				this.#drop(peer, 'damaged-update');
				return;
			}
			peer.has(outcome.contains);
			if (outcome.pending) this.#askAgainLater(peer);
		} finally {
			this.#importing = false;
		}
		this.#forwardLater(before);
		this.noteChanged();
	}

	/** Leaves what has come in beyond a version to its sender for now. No times are compared: timers may run early. */
	#forwardLater(before: Version): void {
		const arrived = [...versionBeyond(this.replica.version(), before).keys()];
		if (arrived.length === 0) return;
		const forget = this.#fresh.add(new Map(arrived.map((loroPeer) => [loroPeer, before.get(loroPeer) ?? 0])));
		this.#after(FORWARD_DELAY_MS, () => {
			forget();
			this.#evaluateAll();
		});
	}

	/** What an update waits for is mostly on its way from another peer; if it is not, this one is asked for it. */
	#askAgainLater(peer: Peer): void {
		if (peer.repairDue) return;
		peer.repairDue = true;
		this.#after(REPAIR_DELAY_MS, () => {
			peer.repairDue = false;
			if (covers(this.#version, peer.known)) return;
			peer.versionDue = true;
			this.#evaluate(peer);
		});
	}

	/** Runs what concerns one peer, so that what goes wrong with it ends its channel and nothing else. */
	#guard(peer: Peer, task: () => void): void {
		try {
			task();
		} catch (failure) {
			if (failure instanceof DecodeError) this.#drop(peer, 'protocol');
			else if (failure instanceof ChannelClosedError) this.#forget(peer);
			else if (failure instanceof NotePoisonedError) {
				// First of all: dropping the peer makes others look at the note, which must know by then that it is dead.
				this.#poisoned.emit(failure);
				this.#drop(peer, 'poisoned');
			} else throw failure;
		}
	}

	#drop(peer: Peer, reason: DropReason): void {
		if (reason === 'silent') peer.channel.giveUp();
		else peer.channel.close();
		this.#forget(peer);
		this.#dropped.emit(reason);
	}

	#forget(peer: Peer): void {
		if (this.#peers.delete(peer)) this.#peersChanged.emit(undefined);
	}

	#after(delayMs: number, task: () => void): void {
		const cancel = this.clock.after(delayMs, () => {
			this.#timers.delete(cancel);
			task();
		});
		this.#timers.add(cancel);
	}
}
