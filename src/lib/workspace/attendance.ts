import type { DropReason } from '../sync/connection.js';
import type { CancelTimer, Clock } from '../util/clock.js';
import type { Unsubscribe } from '../util/emitter.js';
import { BackgroundRest } from './background-rest.js';
import { NETWORK_SETTLES_MS, SAME_NETWORK_MS } from './limits.js';

/** The room that is attended. */
export interface AttendedRoom {
	join(): void;
	rejoin(): void;
	hasHeardWithin(ms: number): boolean;
	retryNow(): void;
	leave(): Promise<void>;
}

/** Those who were met. */
export interface AttendedConnections {
	/** Whether a page of another browser is connected, and is heard. */
	readonly hasNetworkPeer: boolean;
	/** Whether silence counts. */
	watching: boolean;
	/** Looks at once who still answers. */
	probe(): void;
	onAdmitted(listener: () => void): Unsubscribe;
	onEnded(listener: () => void): Unsubscribe;
	onDropped(listener: (reason: DropReason) => void): Unsubscribe;
	onSilenceChange(listener: () => void): Unsubscribe;
}

/**
 * When a page is in a note's room: from when the note is shared until it is closed, but for a rest in the background (P31).
 * Where a sleep or another network has left nothing but dead ends, the room is begun anew.
 */
export class Attendance {
	readonly #rest: BackgroundRest;
	#attending = false;
	#cancelSettling: CancelTimer = () => undefined;

	constructor(
		private readonly room: AttendedRoom,
		private readonly connections: AttendedConnections,
		private readonly clock: Clock
	) {
		this.#rest = new BackgroundRest(clock, {
			rest: () => void room.leave(),
			resume: () => {
				if (this.#attending) room.join();
			}
		});
		connections.onAdmitted(() => this.#lookWhoIsHere());
		connections.onEnded(() => this.#lookWhoIsHere());
		connections.onDropped((reason) => {
			if (reason === 'silent') this.#oneFellSilent();
		});
		connections.onSilenceChange(() => {
			this.#lookWhoIsHere();
			this.#oneFellSilent();
		});
	}

	/** Joins, or does so when the page is next seen. */
	begin(): void {
		this.#attending = true;
		if (!this.#rest.isResting) this.room.join();
	}

	/** Whether the page is in sight: only then does anybody mind that a peer is silent. */
	set inSight(inSight: boolean) {
		this.connections.watching = inSight;
		this.#rest.hidden = !inSight;
	}

	/** The page woke: looks at once which peers still answer and which relays can be reached. */
	wake(): void {
		this.connections.probe();
		this.room.retryNow();
	}

	/** This device may have another address: what nobody is connected by is begun anew, all else is looked at. */
	networkChanged(): void {
		this.wake();
		this.#cancelSettling();
		this.#cancelSettling = this.clock.after(NETWORK_SETTLES_MS, () => {
			if (!this.connections.hasNetworkPeer) this.#beginAnew();
		});
	}

	/** The page left the room without a word of ours, and is back. */
	restored(): void {
		this.inSight = true;
		this.#beginAnew();
	}

	/** Peers are to be met by other servers. */
	serversChanged(): void {
		this.#beginAnew();
	}

	/** Leaves for good; settles when the others were told, and never rejects. */
	async end(): Promise<void> {
		this.#attending = false;
		this.#cancelSettling();
		this.#rest.stop();
		await this.room.leave();
	}

	#lookWhoIsHere(): void {
		this.#rest.alone = !this.connections.hasNetworkPeer;
	}

	/** Perhaps it was not the last peer that fell silent, but this device that is elsewhere now. If not, somebody else may just be about to be met. */
	#oneFellSilent(): void {
		if (!this.connections.hasNetworkPeer && !this.room.hasHeardWithin(SAME_NETWORK_MS)) this.#beginAnew();
	}

	#beginAnew(): void {
		if (this.#attending && !this.#rest.isResting) this.room.rejoin();
	}
}
