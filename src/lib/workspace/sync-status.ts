import type { SaveState } from '../storage/note-saver.js';
import type { PeerView } from '../sync/views.js';
import type { RoomState } from '../transport/room.js';
import { shownName } from './person-name.js';
import type { NoteRight } from './rights.js';
import type { ConnectionState, SyncStatus } from './types.js';

/** Everything that the status of a note follows from. */
export interface StatusFacts {
	readonly right: NoteRight;
	readonly isEmpty: boolean;
	readonly saveState: SaveState;
	readonly peers: readonly PeerView[];
	/** Whether the note was ever shared or joined. */
	readonly shared: boolean;
	/** It is in the trash: nobody is met. */
	readonly trashed: boolean;
	/** Undefined as long as the room is not joined. */
	readonly roomState: RoomState | undefined;
	readonly hasWebRtc: boolean;
	readonly online: boolean;
	/** Whether somebody was met whose protocol is newer than this one's, or older. */
	readonly met: 'nobody-else' | 'newer' | 'older';
	/** How many other devices have said that they stored the last edit made here. */
	readonly copies: number;
	/** An edit, here or from elsewhere, is so fresh that receipts may still be on their way. */
	readonly justChanged: boolean;
}

/** The others with whom this page is to be equal. A viewer gets nothing from another viewer. */
function sources({ peers, right }: StatusFacts): readonly PeerView[] {
	return peers.filter(({ kind, role }) => kind === 'network' && (right === 'edit' || role === 'writer'));
}

/** What the meeting of peers is at. */
export function connectionState(facts: StatusFacts): ConnectionState {
	if (!facts.shared) return 'private';
	if (facts.trashed) return 'in-trash';
	if (!facts.hasWebRtc) return 'no-webrtc';
	if (sources(facts).length > 0) return 'greeting';
	if (facts.peers.some(({ kind }) => kind === 'network')) return 'readers-only';
	if (facts.met !== 'nobody-else') return facts.met === 'newer' ? 'outdated' : 'peer-outdated';
	if (facts.roomState === 'meeting') return 'meeting';
	if (!facts.online) return 'offline';
	return facts.roomState ?? 'reaching-relay';
}

/**
 * The status that these facts allow (DESIGN.md, rule 15): "saved" only after the commit, "synced" only when every
 * writer, and each who is named, has said that it stored all that is here, and all that they have is stored here.
 */
export function syncStatus(facts: StatusFacts): SyncStatus {
	const { saveState, isEmpty, justChanged, copies } = facts;
	const why = connectionState(facts);
	if (typeof saveState === 'object') return { kind: 'not-saved', reason: saveState.failed };
	if (isEmpty) return { kind: 'waiting', why };
	if (saveState === 'saving') return { kind: 'saving' };
	const others = sources(facts);
	if (others.length === 0) {
		return why === 'reaching-relay' ? { kind: 'connecting', why } : { kind: 'saved', why, copies };
	}
	const equal = others.filter(({ inSync, presence }) => inSync && presence !== undefined);
	// A viewer that says nothing, or is behind, is not named; what a viewer says keeps no writer from being so.
	const isLacking = others.some((peer) => peer.role === 'writer' && !equal.includes(peer));
	if (isLacking || equal.length === 0) return justChanged ? { kind: 'saving' } : { kind: 'connecting', why };
	const names = equal.map(({ presence }) => shownName(presence?.name ?? ''));
	return { kind: 'synced', names: [...new Set(names)].sort((a, b) => a.localeCompare(b)) };
}

/** Whether two statuses say the same. */
export function sameStatus(a: SyncStatus, b: SyncStatus): boolean {
	return JSON.stringify(a) === JSON.stringify(b);
}
