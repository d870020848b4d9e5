import type { Unsubscribe } from '../util/emitter.js';
import type { Channel } from './channel.js';

/** Where a room's relays are at: none reached yet, at least one answers, or none could be reached for a while. */
export type RoomState = 'reaching-relay' | 'meeting' | 'no-relay';

/** `connecting`: not heard of yet; `answering`: it does what is asked; `failing`: it does not, and another is used beside it. */
export type RelayState = 'connecting' | 'answering' | 'failing';

/** A relay that a room uses, or tries to. */
export interface RelayView {
	readonly url: string;
	readonly state: RelayState;
	/** How long the last answer took, in milliseconds; undefined as long as none came. */
	readonly roundTripMs: number | undefined;
}

/** Where the peers of a note meet. A channel comes for each peer that is met, and ends when that peer is gone. */
export interface Room {
	readonly state: RoomState;
	/** The relays in use; `onStateChange` tells of their changes too. */
	readonly relays: readonly RelayView[];
	onStateChange(listener: () => void): Unsubscribe;
	onChannel(listener: (channel: Channel) => void): Unsubscribe;
	/** Tells of a channel whose peer calls out as if it had lost it: whether that one still answers is to be found out. */
	onDoubt(listener: (channel: Channel) => void): Unsubscribe;
	/** Whether anything came by a relay within so many milliseconds: then this device is where it was. */
	hasHeardWithin(ms: number): boolean;
	/** Tries at once what waits for its next try, and finds out what looks connected and is dead. */
	retryNow(): void;
	/** Leaves; settles when the others were told, as far as they can be. */
	leave(): Promise<void>;
}

/** Where the tabs of this browser that have the same note open meet. */
export interface TabMeeting {
	onChannel(listener: (channel: Channel) => void): Unsubscribe;
	leave(): void;
}

/** What a room needs beside its keys. */
export interface MeetingConfig {
	/** WebSocket addresses of Nostr relays. */
	readonly relays: readonly string[];
	/** STUN and TURN servers, as RTCPeerConnection takes them. */
	readonly iceServers: readonly RTCIceServer[];
	/** Connect by way of TURN servers only, so that peers do not learn this device's addresses. */
	readonly onlyThroughTurn: boolean;
}
