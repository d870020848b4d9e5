import { versionBeyond, type Version } from '../note/version.js';
import type { Timers } from '../util/timers.js';
import { FORWARD_AMONG_TABS_DELAY_MS, FORWARD_DELAY_MS } from './limits.js';
import type { Peer } from './peer.js';

/** Sees to it that what comes from a peer is not passed on to those whom that one reaches itself (P13). */
export class Forwarding {
	constructor(
		private readonly timers: Timers,
		/** How long receipts may take, in milliseconds. */
		private readonly receiptsTakeMs: () => number,
		/** Called when somebody may have been left for too long to one who has not sent. */
		private readonly overdue: () => void
	) {}

	/**
	 * Peers of `open` whom the sender of what came in beyond `before` reaches by itself are left to it for now; all others
	 * get it from here at once. No times are compared: timers may run early.
	 */
	leaveToSender(sender: Peer, before: Version, version: Version, open: readonly Peer[]): void {
		const arrived = [...versionBeyond(version, before).keys()];
		// Whoever sent it on one of two channels has it on the other.
		const isReached = (peer: Peer) => peer.session === sender.session || peer.isNeighbourOf(sender);
		const reached = open.filter((peer) => peer !== sender && isReached(peer));
		if (arrived.length === 0 || reached.length === 0) return;
		const begin: Version = new Map(arrived.map((loroPeer) => [loroPeer, before.get(loroPeer) ?? 0]));
		const isAmongTabs = (peer: Peer) => isTab(sender) && isTab(peer);
		this.#leaveFor(
			FORWARD_DELAY_MS + this.receiptsTakeMs(),
			begin,
			reached.filter((peer) => !isAmongTabs(peer))
		);
		this.#leaveFor(FORWARD_AMONG_TABS_DELAY_MS, begin, reached.filter(isAmongTabs));
	}

	#leaveFor(delayMs: number, begin: Version, peers: readonly Peer[]): void {
		if (peers.length === 0) return;
		const forget = peers.map(({ comesElsewhere }) => comesElsewhere.add(begin));
		this.timers.after(delayMs, () => {
			for (const each of forget) each();
			this.overdue();
		});
	}
}

function isTab({ port }: Peer): boolean {
	return port.connection.kind === 'tab';
}
