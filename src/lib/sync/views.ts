import type { Role } from '../crypto/channel-proof.js';
import type { UpdatePart } from '../note/export-part.js';
import type { ImportOutcome } from '../note/guarded-import.js';
import type { Version } from '../note/version.js';
import type { Presence } from '../protocol/messages.js';
import type { ChannelKind } from '../transport/channel.js';

/** The note as its synchroniser sees it; class Note is one. Every method but `version` throws NotePoisonedError. */
export interface Replica {
	version(): Version;
	exportPart(from: Version, maxOperations: number): UpdatePart;
	exportSnapshot(): Uint8Array;
	import(bytes: Uint8Array): ImportOutcome;
	importFromPeer(bytes: Uint8Array): ImportOutcome;
	/** A digest of the content, of DIGEST_BYTES at least. */
	digest(): Uint8Array;
}

/** What the rest of Perch sees of a peer. */
export interface PeerView {
	/** Names the peer for as long as it is connected; unlike its session, nobody else can claim it. */
	readonly id: string;
	readonly session: string;
	readonly kind: ChannelKind;
	/** What it has proven that it may do. */
	readonly role: Role;
	readonly presence: Presence | undefined;
	/** It has stored everything that is here, and everything that it is known to have is here and stored. */
	readonly inSync: boolean;
	/** Whether it is known to have what is not here yet and what it may send; undefined before it said what it has. */
	readonly hasMore?: boolean | undefined;
	/** What it has said that it stored; undefined before it said anything. */
	readonly stored: Version | undefined;
	/** Nothing was heard of it for some seconds. */
	readonly isQuiet: boolean;
}

/** What a peer sent to be mended by. */
export interface PeerHistory {
	/** Of unknown origin. */
	readonly snapshot: Uint8Array;
	/** The version at which the content differed. */
	readonly version: Version;
}

/** That a proven writer started over: the note has a new seed. */
export interface Moved {
	/** The peer's id. */
	readonly peer: string;
	/** The text of the invite to it; undefined if this page is not to come along. */
	readonly invite: string | undefined;
}

/** That a peer's content differs from the one here although both have the same operations (DESIGN.md, rule 12). */
export interface Difference {
	readonly session: string;
	readonly version: Version;
	readonly peerVersion: Version;
}
