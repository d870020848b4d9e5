import { covers, mergeVersions, versionBeyond, type Version } from '../note/version.js';
import type { Message, Presence } from '../protocol/messages.js';
import type { Peer } from './peer.js';

/** This side of a note, as of now. */
export interface LocalState {
	readonly version: Version;
	/** What of the version is in a committed transaction. */
	readonly stored: Version;
	/** Where, for each Loro peer, those operations begin that others sent a moment ago, and may send to this peer too. */
	readonly fresh: Version;
	readonly presence: { readonly number: number; readonly message: Presence } | undefined;
	/** One update with everything beyond a version. */
	exportFrom(from: Version): Uint8Array;
}

/**
 * The next message, after the hellos, to a peer whose channel has room, or undefined if it lacks nothing. The peer's
 * state is brought to what it is once the message is under way. Invariants:
 * 1. Nothing before the peer's hello was heard: only then is it certain that it listens.
 * 2. No update before the peer's version was heard; then exactly what goes beyond `sent`, merged into one.
 * 3. `sent` never claims what was neither sent on this channel nor said to be there by the peer.
 * 4. A receipt names only what the store has committed.
 * 5. A presence follows the update that its caret may point into.
 * 6. Nothing is made before it can leave, so nothing grows stale in a queue and a slow peer costs no memory.
 */
export function nextMessage(peer: Peer, local: LocalState): Message | undefined {
	if (peer.session === undefined) return undefined;
	if (peer.versionDue) {
		peer.versionDue = false;
		peer.told = local.stored;
		return { type: 'version', version: local.version, stored: local.stored };
	}
	if (!peer.versionHeard) return undefined;
	return nextUpdate(peer, local) ?? nextReceipt(peer, local) ?? nextPresence(peer, local);
}

function nextUpdate(peer: Peer, { version, fresh, exportFrom }: LocalState): Message | undefined {
	if (covers(peer.sent, version)) return undefined;
	const from = new Map(peer.sent);
	const sent = new Map(version);
	// A Loro peer is held back if all that this peer lacks of it is fresh. If something older is lacking, nobody else
	// sends it, and all goes: whoever writes without a pause must not be held back for ever.
	for (const [loroPeer, begin] of fresh) {
		const reached = peer.sent.get(loroPeer) ?? 0;
		if (reached < begin) continue;
		from.set(loroPeer, version.get(loroPeer) ?? 0);
		sent.set(loroPeer, reached);
	}
	if (covers(from, version)) return undefined;
	const bytes = exportFrom(from);
	peer.sent = mergeVersions(peer.sent, sent);
	return { type: 'update', bytes };
}

function nextReceipt(peer: Peer, { stored }: LocalState): Message | undefined {
	const untold = versionBeyond(stored, peer.told);
	if (untold.size === 0) return undefined;
	peer.told = stored;
	return { type: 'receipt', stored: untold };
}

function nextPresence(peer: Peer, { presence }: LocalState): Message | undefined {
	if (presence === undefined || peer.presenceTold === presence.number) return undefined;
	peer.presenceTold = presence.number;
	return presence.message;
}
