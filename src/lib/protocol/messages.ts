import type { Version } from '../note/version.js';
import type { Bytes } from '../util/bytes.js';

/** The first message of each side, and the only one before the other's was heard. */
export interface Hello {
	readonly type: 'hello';
	readonly protocolVersion: number;
	/** Random, the same for all channels of one page: two channels to one session lead to one and the same note. */
	readonly session: string;
	/** Whether the sender has heard the receiver's hello on this channel; if not, the receiver repeats its own. */
	readonly heard: boolean;
}

/** What the sender has. The receiver answers with exactly what goes beyond it. */
export interface VersionMessage {
	readonly type: 'version';
	/** Everything in the sender's note, stored or not. */
	readonly version: Version;
	/** What of it the sender has stored. */
	readonly stored: Version;
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

/** Everything that one note's channel carries. */
export type Message = Hello | VersionMessage | Update | Receipt | Presence;

/** A message and the number of the note that it is about, as agreed for the channel. The room's own note is 0. */
export interface Envelope {
	readonly note: number;
	readonly message: Message;
}

export type EncodedMessage = Bytes;
