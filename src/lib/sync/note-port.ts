import type { Role } from '../crypto/channel-proof.js';
import type { NoteMessage } from '../protocol/messages.js';
import type { DropReason } from './connection.js';
import type { Act, FloodGuard } from './flood-guard.js';

/** What may be told to and asked from whoever keeps the note equal. */
export interface NotePortOwner {
	/** The next message to the peer, or undefined if there is none. Asked only while the channel has room. */
	nextMessage(): NoteMessage | undefined;
	receive(message: NoteMessage): void;
	/** The peer has opened the note, for the first time or anew: it knows nothing of what is here. */
	opened(): void;
	/** The peer is heard again after some seconds of silence. */
	resumed(): void;
}

/** What a port needs of the connection that it is a part of. */
export interface PortConnection {
	/** Names it on this page. */
	readonly id: string;
	readonly session: string;
	/** What the peer has proven that it may do. */
	readonly role: Role;
	readonly kind: 'network' | 'tab';
	readonly isQuiet: boolean;
	/** Whether it counts as gone until it is heard again. */
	readonly isSilent: boolean;
	/** Counts what has arrived of updates, be it a frame: it moves while a long one is under way. */
	readonly updateFrames: number;
	evaluate(): void;
	drop(reason: DropReason): void;
}

/** One note on one connection. */
export class NotePort {
	/** Whether the peer is still to be told that the note is carried here, or carried anew. */
	openDue = true;
	/** Whether the peer carries the note too. */
	isOpen = false;
	updatesSent = 0;
	updatesHeard = 0;
	#owner: NotePortOwner | undefined;

	constructor(
		readonly connection: PortConnection,
		readonly noteId: string,
		/** The number that this side's messages about the note bear. */
		readonly number: number,
		private readonly floodGuard: FloodGuard
	) {}

	/**
	 * Whether the peer may do this about the note; it counts from then on, by its weight. The tabs of one browser are
	 * one's own, and may have much to say after a sleep.
	 */
	admits(act: Act, weight = 1): boolean {
		return this.connection.kind === 'tab' || this.floodGuard.admits(act, weight);
	}

	/** Gives the port to an owner, whose talk with the peer begins anew. */
	use(owner: NotePortOwner): void {
		this.#owner = owner;
		this.openDue = true;
		if (this.isOpen) owner.opened();
		this.connection.evaluate();
	}

	/** Takes the port from its owner; what still comes is not looked at. */
	release(owner: NotePortOwner): void {
		if (this.#owner === owner) this.#owner = undefined;
	}

	/** The next message about the note, or undefined. */
	next(): NoteMessage | undefined {
		if (this.#owner === undefined) return undefined;
		if (this.openDue) {
			this.openDue = false;
			return { type: 'open', noteId: this.noteId };
		}
		const message = this.isOpen ? this.#owner.nextMessage() : undefined;
		if (message?.type === 'update') this.updatesSent += 1;
		return message;
	}

	/** The peer carries the note. */
	open(): void {
		if (this.isOpen && !this.admits('reopen')) {
			this.connection.drop('reopening');
			return;
		}
		this.isOpen = true;
		this.#owner?.opened();
	}

	/** Something is heard again after a gap. */
	resume(): void {
		if (this.isOpen) this.#owner?.resumed();
	}

	receive(message: NoteMessage): void {
		if (message.type === 'update') this.updatesHeard += 1;
		this.#owner?.receive(message);
	}
}
