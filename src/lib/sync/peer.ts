import type { Role } from '../crypto/channel-proof.js';
import { covers, EMPTY_VERSION, mergeVersions, type Version } from '../note/version.js';
import type { Presence, VersionMessage } from '../protocol/messages.js';
import { FreshOperations } from './fresh-operations.js';
import type { NotePort } from './note-port.js';

/** What this side has of a note, what of that is stored, and what it may do. */
export interface OwnState {
	readonly version: Version;
	readonly stored: Version;
	readonly ownRole: Role;
}

/** What this side knows of one peer about one note, for one connection. It starts anew when the peer opens the note. */
export class Peer {
	/** Whether this side owes a word on its own version, and whether it is to ask for the peer's. */
	versionDue = true;
	answerDue = false;
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
	/** What came from the peer, as long as it was not told that all of that is stored. */
	gave: Version = EMPTY_VERSION;
	/** What the peer is about to receive from another that both know. */
	readonly comesElsewhere = new FreshOperations();
	presence: Presence | undefined;
	/** The pages that the peer talks to. */
	neighbours: ReadonlySet<string> = new Set();
	/** Which of this side's presences and lists of neighbours the peer was told; they are counted from 1. */
	presenceTold = 0;
	neighboursTold = 0;
	/** For which version the peer was told a digest, and which of the peer's differed from the one here. */
	digestTold: string | undefined;
	differsAt: string | undefined;
	differingVersion: Version = EMPTY_VERSION;
	/** When a history was last due to it, by the clock. */
	historyAt = Number.NEGATIVE_INFINITY;
	historyDue = false;
	/** Whether it is to be asked anew for what an update of it waits for. */
	repairDue = false;
	pendingBytes = 0;
	/** Whether an update of it, or a part of one, was ever held back in the document. */
	hasHeldBack = false;
	/** In how many exchanges in a row it claimed to have more and sent nothing, and what had come by the last one. */
	fruitlessExchanges = 0;
	updateFramesBefore = 0;

	/** Whether its channel was handed that the note has moved. */
	moveTold = false;

	constructor(readonly port: NotePort) {}

	/** What a viewer writes is not taken. */
	get role(): Role {
		return this.port.connection.role;
	}

	/** Names the peer on this page, for as long as it is connected; nobody else can claim it. */
	get id(): string {
		return this.port.connection.id;
	}

	/** What the page at the other end calls itself. */
	get session(): string {
		return this.port.connection.session;
	}

	/** Forgets all that this side told and was told: the peer begins anew. */
	reset(): void {
		this.versionDue = true;
		this.versionHeard = false;
		this.known = this.sent = this.stored = this.told = this.gave = EMPTY_VERSION;
		this.neighbours = new Set();
		this.presenceTold = this.neighboursTold = 0;
		this.digestTold = this.differsAt = undefined;
		this.historyDue = this.moveTold = false;
	}

	/**
	 * Takes the peer's word on what it has. If nothing is on its way, that is all that it has; else what is believed to
	 * be on its way still is.
	 */
	heardVersion({ version, stored, updatesHeard }: VersionMessage): void {
		this.known = mergeVersions(this.known, version);
		this.sent = updatesHeard === this.port.updatesSent ? version : mergeVersions(this.sent, version);
		this.stored = stored;
		this.versionHeard = true;
	}

	/** Notes that the peer has these operations. */
	has(version: Version): void {
		this.known = mergeVersions(this.known, version);
		this.sent = mergeVersions(this.sent, version);
	}

	/**
	 * Whether it has said that it stored all of `version`, and all that it is known to have is a part of `stored`. What a
	 * viewer has beyond what a writer has came to it from another writer, and will to that one.
	 */
	isInSync({ version, stored, ownRole }: OwnState): boolean {
		if (!this.versionHeard || this.differsAt !== undefined) return false;
		if (!covers(stored, version) || this.hasMoreToSend(version)) return false;
		return ownRole === 'viewer' || covers(this.stored, version);
	}

	/** Whether it is known to have more than `version` that it may send. */
	hasMoreToSend(version: Version): boolean {
		return this.role === 'writer' && !covers(version, this.known);
	}

	/** Whether both say that they talk to each other. */
	isNeighbourOf(other: Peer): boolean {
		return this.neighbours.has(other.session) && other.neighbours.has(this.session);
	}
}
