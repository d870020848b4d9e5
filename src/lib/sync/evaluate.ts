import type { UpdatePart } from '../note/export-part.js';
import {
	covers,
	EMPTY_VERSION,
	mergeVersions,
	versionBeyond,
	type LoroPeerId,
	type Version
} from '../note/version.js';
import type { Digest, Neighbours, NoteMessage, Presence } from '../protocol/messages.js';
import type { OwnState, Peer } from './peer.js';

/** What is told of whenever it has changed, with a number that counts the changes from 1. */
export interface Numbered<Message> {
	readonly number: number;
	readonly message: Message;
}

/** That the note has moved from here. Peers are named by their ids. */
export interface Move {
	/** The text of the invite to each that is to come along. */
	readonly invites: ReadonlyMap<string, string>;
	/** Those whose channel was handed it. */
	readonly told: Set<string>;
}

/** This side of a note, as of now. */
export interface LocalState extends OwnState {
	/** What of `stored` is told to everybody now. */
	readonly receipted: Version;
	readonly presence: Numbered<Presence> | undefined;
	readonly neighbours: Numbered<Neighbours> | undefined;
	/** What the content looks like, once it has been left alone for a while; `key` names the version. */
	readonly digest: { readonly key: string; readonly message: Digest } | undefined;
	readonly move: Move | undefined;
	/** What was edited last waits for more that may follow at once. */
	readonly isBurst: boolean;
	/** The first part of everything beyond a version, as one update. */
	exportPart(from: Version): UpdatePart;
	exportSnapshot(): Uint8Array;
}

/**
 * The next message, after the notes were opened, to a peer whose channel has room, or undefined if it lacks nothing.
 * The peer's state is brought to what it is once the message is under way. Invariants:
 * 1. No update before the peer's version was heard; then only what goes beyond `sent`, merged into one of bounded size.
 * 2. `sent` never claims what was neither sent on this channel nor said to be there by the peer.
 * 3. What another page that both know is sending to the peer is left to that one for a while.
 * 4. A receipt names only what the store has committed; at once to who sent it, to the others with what is stored meanwhile.
 * 5. A digest goes only to one whose version is equal; a history only to one whose content differs at that.
 * 6. A presence follows the update that its caret may point into.
 * 7. A viewer sends no update and no history, but among the tabs of one browser.
 * 8. That the note has moved goes to whoever opens it, once; an invite only to the very connection that it was meant for.
 * 9. What comes faster than anybody types waits for what follows, with the caret behind it, and for nothing else.
 * 10. Nothing is made before it can leave, so nothing grows stale in a queue and a slow peer costs no memory.
 */
export function nextMessage(peer: Peer, local: LocalState): NoteMessage | undefined {
	if (peer.versionDue) return version(peer, local);
	if (!peer.versionHeard) return undefined;
	return (
		nextMoved(peer, local) ??
		nextNeighbours(peer, local) ??
		nextReceipt(peer, local) ??
		nextUpdate(peer, local) ??
		nextDigest(peer, local) ??
		nextHistory(peer, local) ??
		nextPresence(peer, local)
	);
}

function version(peer: Peer, local: LocalState): NoteMessage {
	const { updatesHeard } = peer.port;
	const answer = peer.answerDue;
	peer.versionDue = peer.answerDue = false;
	peer.told = local.stored;
	return { type: 'version', version: local.version, stored: local.stored, updatesHeard, answer };
}

function nextMoved(peer: Peer, { move }: LocalState): NoteMessage | undefined {
	if (move === undefined || peer.moveTold) return undefined;
	peer.moveTold = true;
	move.told.add(peer.id);
	const invite = move.invites.get(peer.id);
	// The tabs of this browser read in the library where the note went: none of them is left behind.
	if (invite === undefined && peer.port.connection.kind === 'tab') return undefined;
	return { type: 'moved', invite };
}

function nextNeighbours(peer: Peer, { neighbours }: LocalState): NoteMessage | undefined {
	if (neighbours === undefined || peer.neighboursTold === neighbours.number) return undefined;
	const isFirst = peer.neighboursTold === 0;
	const isNobodyElse = neighbours.message.sessions.every((session) => session === peer.session);
	// It takes no telling that nobody else is here, unless somebody was.
	if (isFirst && isNobodyElse) return undefined;
	peer.neighboursTold = neighbours.number;
	return neighbours.message;
}

/** The tabs of one browser share a disk, and so what is on it. */
function mayWriteTo({ port }: Peer, { ownRole }: LocalState): boolean {
	return ownRole === 'writer' || port.connection.kind === 'tab';
}

function nextUpdate(peer: Peer, local: LocalState): NoteMessage | undefined {
	if (local.isBurst || !mayWriteTo(peer, local) || covers(peer.sent, local.version)) return undefined;
	const from = new Map(peer.sent);
	const left = new Map<LoroPeerId, number>();
	// A Loro peer is left out if all that this peer lacks of it comes from elsewhere. If something older is lacking,
	// nobody else sends it, and all goes: whoever writes without a pause must not be left out for ever.
	for (const [loroPeer, begin] of peer.comesElsewhere.begin) {
		const reached = peer.sent.get(loroPeer) ?? 0;
		if (reached < begin) continue;
		from.set(loroPeer, local.version.get(loroPeer) ?? 0);
		left.set(loroPeer, reached);
	}
	if (covers(from, local.version)) return undefined;
	const { bytes, end } = local.exportPart(from);
	peer.sent = mergeVersions(peer.sent, new Map([...end, ...left]));
	return { type: 'update', bytes };
}

function nextReceipt(peer: Peer, { stored, receipted }: LocalState): NoteMessage | undefined {
	const due = peer.gave.size > 0 ? stored : receipted;
	const untold = versionBeyond(due, peer.told);
	if (untold.size === 0) return undefined;
	peer.told = due;
	if (covers(peer.told, peer.gave)) peer.gave = EMPTY_VERSION;
	return { type: 'receipt', stored: untold };
}

function nextDigest(peer: Peer, { version, digest }: LocalState): NoteMessage | undefined {
	if (digest === undefined || peer.digestTold === digest.key) return undefined;
	if (!covers(version, peer.known) || !covers(peer.known, version)) return undefined;
	peer.digestTold = digest.key;
	return digest.message;
}

function nextHistory(peer: Peer, local: LocalState): NoteMessage | undefined {
	const { digest, exportSnapshot } = local;
	if (!mayWriteTo(peer, local) || !peer.historyDue || digest === undefined || peer.differsAt !== digest.key)
		return undefined;
	peer.historyDue = false;
	return { type: 'history', snapshot: exportSnapshot() };
}

function nextPresence(peer: Peer, { presence, isBurst }: LocalState): NoteMessage | undefined {
	if (isBurst || presence === undefined || peer.presenceTold === presence.number) return undefined;
	peer.presenceTold = presence.number;
	return presence.message;
}
