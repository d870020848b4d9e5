import { EMPTY_VERSION, mergeVersions, type Version } from '../note/version.js';
import { FrameAssembler } from '../protocol/frames.js';
import type { Presence } from '../protocol/messages.js';
import type { Channel } from '../transport/channel.js';
import { Outbox } from './outbox.js';

/** What this side knows of one peer, for one channel. It starts anew with each channel. */
export class Peer {
	readonly outbox: Outbox;
	readonly assembler = new FrameAssembler();

	/** The page at the other end, known from its hello; undefined until that was heard. */
	session: string | undefined;
	/** Whether this side owes a hello. */
	helloDue = false;
	/** Whether this side owes a word on its own version. */
	versionDue = true;
	/** Whether the peer has said what it has. Before, nothing can be said of what it lacks. */
	versionHeard = false;
	/** Everything that the peer is known to have, stored there or not. */
	known: Version = EMPTY_VERSION;
	/** What need not be sent again on this channel: what the peer has, and what is on its way. */
	sent: Version = EMPTY_VERSION;
	/** What the peer has said that it stored. */
	stored: Version = EMPTY_VERSION;
	/** What the peer was told that this side stored. */
	told: Version = EMPTY_VERSION;
	presence: Presence | undefined;
	/** Whether the next message to it is being decided or sent just now. */
	evaluating = false;
	/** Whether it is to be asked anew for what an update of it waits for. */
	repairDue = false;
	/** Which of this side's presences the peer was told; they are counted from 1. */
	presenceTold = 0;

	constructor(readonly channel: Channel) {
		this.outbox = new Outbox(channel);
	}

	/** Takes the peer's word on what it has: it replaces what was believed to be on its way. */
	heardVersion(version: Version, stored: Version): void {
		this.known = mergeVersions(this.known, version);
		this.sent = version;
		this.stored = stored;
		this.versionHeard = true;
	}

	/** Notes that the peer has these operations. */
	has(version: Version): void {
		this.known = mergeVersions(this.known, version);
		this.sent = mergeVersions(this.sent, version);
	}
}
