import { covers } from '../note/version.js';
import type { Timers } from '../util/timers.js';
import {
	EXCHANGE_INTERVAL_MS,
	MAX_ALL_PENDING_BYTES,
	MAX_FRUITLESS_EXCHANGES,
	MAX_PENDING_BYTES,
	REPAIR_DELAY_MS
} from './limits.js';
import type { OwnState, Peer } from './peer.js';

/** What has to be known of a note to see what is outstanding. */
export interface OutstandingState extends OwnState {
	/** Those who have opened the note. */
	readonly peers: readonly Peer[];
}

/**
 * Sees to it that nothing stays outstanding because a message had no effect: while anything is, both sides state their
 * versions time and again. A peer of whose claims nothing ever comes is dropped (docs/protocol.md, P11, P18, P21).
 */
export class Outstanding {
	#isScheduled = false;
	#pendingBytes = 0;

	constructor(
		private readonly state: () => OutstandingState,
		private readonly timers: Timers,
		/** Told that the document holds so much that waits that it has to be loaded anew without. */
		private readonly full: () => void
	) {}

	/** Exchanges versions from now on, for as long as there is anybody. */
	watch(): void {
		if (this.#isScheduled) return;
		this.#isScheduled = true;
		this.timers.after(EXCHANGE_INTERVAL_MS, () => {
			this.#isScheduled = false;
			this.#exchange();
		});
	}

	/**
	 * Says that an update of so many bytes waits for others. They are mostly on their way from another peer; if they are
	 * not, its sender is asked for them.
	 */
	updateWaits(peer: Peer, bytes: number): void {
		peer.pendingBytes += bytes;
		this.#pendingBytes += bytes;
		if (peer.pendingBytes > MAX_PENDING_BYTES) peer.port.connection.drop('incomplete');
		if (this.#pendingBytes > MAX_ALL_PENDING_BYTES) {
			this.full();
			return;
		}
		if (peer.repairDue) return;
		peer.repairDue = true;
		this.timers.after(REPAIR_DELAY_MS, () => {
			peer.repairDue = false;
			const { version, peers } = this.state();
			if (peers.every((peer) => !peer.hasMoreToSend(version))) this.#pendingBytes = 0;
			if (covers(version, peer.known)) peer.pendingBytes = 0;
			else this.#askForVersion(peer);
		});
	}

	#exchange(): void {
		const state = this.state();
		const { peers } = state;
		for (const peer of peers) {
			if (peer.isInSync(state)) peer.fruitlessExchanges = 0;
			else if (this.#isFruitless(peer)) peer.port.connection.drop('incomplete');
			else this.#askForVersion(peer);
		}
		if (peers.length > 0) this.watch();
	}

	/** Whether the peer claims to have more, and has sent nothing of it for too long. */
	#isFruitless(peer: Peer): boolean {
		const { updateFrames } = peer.port.connection;
		const isWaiting = peer.hasMoreToSend(this.state().version) && updateFrames === peer.updateFramesBefore;
		peer.updateFramesBefore = updateFrames;
		peer.fruitlessExchanges = isWaiting ? peer.fruitlessExchanges + 1 : 0;
		return peer.fruitlessExchanges > MAX_FRUITLESS_EXCHANGES;
	}

	#askForVersion(peer: Peer): void {
		peer.versionDue = peer.answerDue = true;
		peer.port.connection.evaluate();
	}
}
