import type { ChannelProof } from '../crypto/channel-proof.js';
import type { Version } from '../note/version.js';
import type { Bytes } from '../util/bytes.js';

/** The first message of each side, and the only one before the other's was heard. */
export interface Hello {
	readonly type: 'hello';
	readonly protocolVersion: number;
	/** Random, the same for all channels of one page: two channels to one session lead to one and the same page. */
	readonly session: string;
	/** Random, NONCE_BYTES, drawn for this channel alone: what is proven on it holds on no other. */
	readonly nonce: Bytes;
	/** Whether the sender has heard the receiver's hello on this channel; if not, the receiver repeats its own. */
	readonly heard: boolean;
}

/** What the sender may do, proven on this channel to the receiver (docs/protocol.md, P25). */
export interface Proof {
	readonly type: 'proof';
	readonly proof: ChannelProof;
}

/** A sign of life, where nothing else was to be said. */
export interface Alive {
	readonly type: 'alive';
	/** Whether the receiver is to give one back at once. */
	readonly answer: boolean;
}

/**
 * Says that the sender carries a note on this channel, and which number its messages about it bear. Said again for a
 * note, it begins the talk about that note anew: the sender knows nothing any more of what the receiver has.
 */
export interface Open {
	readonly type: 'open';
	readonly noteId: string;
}

/** What the sender has. The receiver answers with exactly what goes beyond it. */
export interface VersionMessage {
	readonly type: 'version';
	/** Everything in the sender's note, stored or not. */
	readonly version: Version;
	/** What of it the sender has stored. */
	readonly stored: Version;
	/** How many updates of this note the sender has taken from this channel: those beyond are still on their way. */
	readonly updatesHeard: number;
	/** Whether the receiver is to state its version as well. */
	readonly answer: boolean;
}

/** Operations as one Loro update or snapshot. */
export interface Update {
	readonly type: 'update';
	readonly bytes: Uint8Array;
}

/** The sender's word that it has stored these operations too, since its last word on this channel. */
export interface Receipt {
	readonly type: 'receipt';
	readonly stored: Version;
}

/** Who the sender is and where that person's caret is. It holds for the channel it came by, and dies with it. */
export interface Presence {
	readonly type: 'presence';
	/** The person's random id, the same in all tabs of one device. */
	readonly person: string;
	readonly name: string;
	/** Index into the palette of people's colours, 0 to 255. */
	readonly colour: number;
	/** Loro cursors, encoded by Loro; undefined while the editor is not in use. */
	readonly caret: { readonly anchor: Uint8Array; readonly head: Uint8Array } | undefined;
}

/** The pages that the sender talks to about the note: what comes from those need not be passed on to it. */
export interface Neighbours {
	readonly type: 'neighbours';
	readonly sessions: readonly string[];
}

/** What the content looks like at a version. Both are digests of DIGEST_BYTES. */
export interface Digest {
	readonly type: 'digest';
	readonly version: Uint8Array;
	readonly content: Uint8Array;
}

/** The sender's whole history, to a peer whose content differs at the same version. */
export interface History {
	readonly type: 'history';
	readonly snapshot: Uint8Array;
}

/**
 * The sender has moved the note to a new seed. `invite`: the text of the invite to it, for those who are to come along;
 * undefined for those who stay with what they have.
 */
export interface Moved {
	readonly type: 'moved';
	readonly invite: string | undefined;
}

/** About the channel itself. Its note number is 0 and means nothing. */
export type ChannelMessage = Hello | Proof | Alive;

/** About one note. */
export type NoteMessage =
	Open | VersionMessage | Update | Receipt | Presence | Neighbours | Digest | History | Moved;

/** Everything that a channel carries. */
export type Message = ChannelMessage | NoteMessage;

/** A message and the number of the note that it is about, as its sender's `open` said. */
export interface Envelope {
	readonly note: number;
	readonly message: Message;
}

export type EncodedMessage = Bytes;
