import type { Bytes } from '../util/bytes.js';
import type { Unsubscribe } from '../util/emitter.js';

/** `network`: to another device or browser; `tab`: to another tab of this browser, which shares its storage. */
export type ChannelKind = 'network' | 'tab';

/** The SHA-256 of the DTLS certificate at each end, 32 bytes, as this end sees them. */
export interface ChannelFingerprints {
	readonly own: Bytes;
	readonly peer: Bytes;
}

/** What an address of a WebRTC connection is (RFC 8445): the device's own, one seen from outside, or one of a TURN server. */
export type CandidateKind = 'host' | 'srflx' | 'prflx' | 'relay';

/** How a channel of the network goes. It tells kinds of addresses, never an address. */
export interface ChannelStats {
	/** `relayed`: through a TURN server, of this side or of the other. */
	readonly path: 'direct' | 'relayed';
	readonly ownCandidate: CandidateKind;
	readonly peerCandidate: CandidateKind;
	/** Of the last check of the connection, in milliseconds; undefined before one was answered. */
	readonly roundTripMs: number | undefined;
	/** The bytes of all messages so far, without what WebRTC adds to them. */
	readonly bytesSent: number;
	readonly bytesReceived: number;
}

/**
 * An ordered, reliable way to one peer, for binary messages of at most MAX_FRAME_BYTES. A message may be lost only
 * before the other side has the channel open, or with the channel itself.
 */
export interface Channel {
	/** Names the channel in logs; holds no secret. */
	readonly label: string;
	readonly kind: ChannelKind;
	/** Whether whoever made it meets the peer anew once it has ended. What two people connected by hand has then ended for good. */
	readonly isMetAnew: boolean;
	/** What the two ends prove themselves over; undefined as long as it is not certain, and for a tab. */
	readonly fingerprints: ChannelFingerprints | undefined;
	/** Whether it is open and has room. What is sent although it has none may end the channel. */
	readonly writable: boolean;
	/** Hands a message over. @throws ChannelClosedError */
	send(message: Bytes): void;
	onMessage(listener: (message: Uint8Array) => void): Unsubscribe;
	/** Tells each time that the channel has become writable after it was not. */
	onWritable(listener: () => void): Unsubscribe;
	/** Tells once that the channel has ended, by whichever side. */
	onClose(listener: () => void): Unsubscribe;
	/** Ends the channel; calling it again does nothing. */
	close(): void;
	/** How it goes; undefined for what is no channel of the network, before it is open and once it has ended. Never rejects. */
	stats(): Promise<ChannelStats | undefined>;
	/** Ends the channel because it does not work, so that whoever made it looks for another way to that peer. */
	giveUp(): void;
}

/** The channel has ended; what was sent last may not have arrived. */
export class ChannelClosedError extends Error {
	override readonly name = 'ChannelClosedError';
}
