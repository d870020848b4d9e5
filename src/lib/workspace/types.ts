import type { Note } from '../note/note.js';
import type { UnseenChanges } from '../note/unseen.js';
import type { StorageFailure } from '../storage/chunk-store.js';
import type { Pairings } from './pairing-types.js';
import type { ChannelKind, ChannelStats } from '../transport/channel.js';
import type { RelayView } from '../transport/room.js';
import type { Unsubscribe } from '../util/emitter.js';
import type { NoteRight } from './rights.js';

/** Somebody whose page has the note open, as the screen shows them. Several tabs of one person are one. */
export interface Person {
	/** The person's random id; never shown. */
	readonly id: string;
	readonly name: string;
	/** Index into the palette of people's colours, 0 to PERSON_COLOURS - 1. */
	readonly colour: number;
	readonly isSelf: boolean;
	readonly right: NoteRight;
}

/** One page that has the note open, as whoever is at it says of themselves; the right is proven. */
export interface PresentPage {
	readonly id: string;
	readonly name: string;
	readonly colour: number;
	readonly right: NoteRight;
}

/**
 * What became of an open note. `moved`: another has taken its place, as `name` wanted it, or this device; `reopen`: this
 * device may do more in it than before; `left`: `name` started over with a new invite, and this device got none.
 */
export type Departure =
	| { readonly kind: 'moved'; readonly to: string; readonly name: string | undefined }
	| { readonly kind: 'reopen' }
	| { readonly kind: 'left'; readonly name: string };

export const PERSON_COLOURS = 8;

/** Where another person's caret is, in UTF-16 units of the body as it stands now. */
export interface RemoteCaret {
	/** One for each page; two tabs of a person have two. */
	readonly key: string;
	/** The id of whom it belongs to, as in `Person`. */
	readonly person: string;
	readonly name: string;
	readonly colour: number;
	readonly anchor: number;
	readonly head: number;
	/** What its owner said last of where it is: another object each time that they did. */
	readonly word: object;
}

/** A device other than this one that keeps a copy of the note, or a part of one. */
export interface DeviceCopy {
	/** Names the device. */
	readonly device: string;
	readonly name: string;
	/** What it had proven that it may do when it said so last. */
	readonly right: NoteRight;
	/** It has stored the last edit that was made on this device, and so all before it. */
	readonly hasLastEdit: boolean;
	/** It has stored all that is here. */
	readonly hasAll: boolean;
	/** When it last said so, in milliseconds since 1970. */
	readonly heardAt: number;
}

/** One page that this one is connected with, as the screen shows it. */
export interface PeerConnection {
	/** Names it for as long as it is connected. */
	readonly id: string;
	/** `tab`: another tab of this browser. */
	readonly kind: ChannelKind;
	/** What whoever is at it says of themselves. */
	readonly name: string;
	readonly colour: number;
	/** What it has proven. */
	readonly right: NoteRight;
	/** Nothing was heard of it for some seconds. */
	readonly isQuiet: boolean;
	/** Milliseconds since 1970. */
	readonly connectedAt: number;
	/** Undefined for a tab, and before the browser knows. */
	readonly stats: ChannelStats | undefined;
	/** What its device said last of what it has stored. */
	readonly copy: DeviceCopy | undefined;
}

/** With whom a note is connected and how that goes. It is true only while somebody watches. */
export interface ConnectionsView {
	/** The relays in use; none as long as the room is not joined. */
	readonly relays: readonly RelayView[];
	/** Those of the network first, in the order in which they came. */
	readonly peers: readonly PeerConnection[];
	/** Keeps it true, until unsubscribed. */
	watch(): Unsubscribe;
}

/** The truth about a note (DESIGN.md, rule 15). Names of people are never empty. */
export type SyncStatus =
	| { readonly kind: 'not-saved'; readonly reason: StorageFailure }
	| { readonly kind: 'saving' }
	/** Joined, and nothing received yet. `why`: what stands in the way. */
	| { readonly kind: 'waiting'; readonly why: ConnectionState }
	/** Everything is on this device; peers are being met or still lack something of ours. */
	| { readonly kind: 'connecting'; readonly why: ConnectionState }
	/** Everything is on this device, and nobody else is here. `copies`: so many others have stored one's last edit. */
	| { readonly kind: 'saved'; readonly why: ConnectionState; readonly copies: number }
	/** Everything here is stored there too, and the other way round. */
	| { readonly kind: 'synced'; readonly names: readonly string[] };

/**
 * What the meeting of peers is at. `private`: the note was never shared; `in-trash`: nobody is met; `meeting`: relays answer, nobody is there
 * yet; `greeting`: somebody is, and versions are being exchanged; `readers-only`: somebody is, and nobody who can edit,
 * from whom alone a viewer gets anything; `offline`: this device has no network;
 * `no-relay`: no relay can be reached; `no-webrtc`: this browser cannot connect to others at all.
 * `outdated`: somebody is there whose version of Perch is newer than this one's; `peer-outdated`: older.
 */
export type ConnectionState =
	| 'private'
	| 'in-trash'
	| 'reaching-relay'
	| 'meeting'
	| 'greeting'
	| 'readers-only'
	| 'offline'
	| 'no-relay'
	| 'no-webrtc'
	| 'outdated'
	| 'peer-outdated';

/** What the library shows of a note. */
export interface NoteSummary {
	readonly id: string;
	/** Empty if none was given. */
	readonly title: string;
	/** The beginning of the text. */
	readonly preview: string;
	/** The preview has the lines of the text, so that their marks are known; an older Perch made one line of them. */
	readonly hasLines?: true | undefined;
	/** Milliseconds since 1970. */
	readonly changedAt: number;
	/** Joined, and nothing received yet. */
	readonly waiting: boolean;
	/** The tags in its text, without the sign; undefined as long as nobody looked for them. */
	readonly tags?: readonly string[] | undefined;
	/** The text has changed since they were looked for. */
	readonly tagsDue?: true | undefined;
	/** The names of those who said that they have it, whoever said so last first. */
	readonly sharedWith?: readonly string[] | undefined;
}

/** A note of the list. */
export interface ListedNote extends NoteSummary {
	/** When it came into this library, in milliseconds since 1970. */
	readonly addedAt: number;
	/** It stands above all others. */
	readonly pinned: boolean;
	/** Whether it was ever shared or joined. */
	readonly shared: boolean;
	/** This device may not change it. */
	readonly viewOnly?: true | undefined;
}

/** A note in the trash. */
export interface TrashedNote extends ListedNote {
	/** Milliseconds since 1970. */
	readonly trashedAt: number;
}

/** What storage keeps from working beyond the note that is shown. It is tried again until it succeeds. */
export interface StorageTrouble {
	readonly what: 'library-unread' | 'library-unsaved' | 'left-note-unsaved';
	readonly reason: StorageFailure;
}

/** Why a note cannot be opened. */
export type OpenFailure = 'unknown-note' | 'storage' | 'unreadable';

/** What the app lacks to run at all or in part; each is told to the person in one sentence. */
export type Impediment = 'insecure-context' | 'no-indexeddb' | 'no-webassembly';

/** What others changed in a note since it was last looked at on this device. */
export interface UnseenView {
	/** Offsets are of the text as it is when this changes. */
	readonly current: UnseenChanges | undefined;
	/** All that is here counts as seen. */
	seen(): void;
	/** No mark is left in the text: what was marked is seen; what has come since then is still to be told. */
	marksGone(): void;
	/** Whether the note is in sight and its page turned to. */
	set looked(looked: boolean);
}

/**
 * A note that is open: what the note page shows and does. Its getters are reactive; its commands never are, whatever they read: an effect
 * that calls one does not run again because of it.
 */
export interface OpenNote {
	readonly id: string;
	/** What this device may do. Where it may only view, nothing that the screen offers changes the note. */
	readonly right: NoteRight;
	readonly note: Note;
	readonly title: string;
	setTitle(title: string): void;
	/** Nothing was received yet: the editor is not shown. */
	readonly waiting: boolean;
	readonly status: SyncStatus;
	/** What the meeting of peers is at, also while the status tells of something else. */
	readonly connectionState: ConnectionState;
	/** With whom it is connected, and how that goes. */
	readonly connections: ConnectionsView;
	/** Who is here, oneself first. */
	readonly people: readonly Person[];
	/** The pages of others that are here, each by itself. */
	readonly pages: readonly PresentPage[];
	readonly carets: readonly RemoteCaret[];
	/** Says where one's own caret is, or that the editor lost it; UTF-16 units. */
	setCaret(caret: { readonly anchor: number; readonly head: number } | undefined): void;
	/** Who else keeps a copy, as they said themselves, also when they are away now; those heard last first. */
	readonly copies: readonly DeviceCopy[];
	readonly unseen: UnseenView;
	/** The document died and is loaded anew: the editor takes nothing meanwhile. */
	readonly reloading: boolean;
	/** The note had come to differ between two devices, and what both had was put together. */
	readonly mended: boolean;
	/** Parts of the note could not be read; the rest is shown, and nothing was deleted. */
	readonly damagedChunks: number;
	readonly departure: Departure | undefined;
	/** It is in the trash: it is shown, meets nobody, and nothing that the screen offers changes it. */
	readonly trashed: boolean;
	/** Takes it out of the trash. @throws TrashError "gone"; StorageError */
	restore(): Promise<void>;
	/**
	 * A link that gives this right, `<app>/join#<invite>`. Asking for it marks the note as shared, so that its peers are
	 * met. Who may only view has no link to edit.
	 */
	share(right: NoteRight): Promise<string>;
	/** Connections by two codes, with no relay. */
	readonly pairings: Pairings;
	/**
	 * Moves the note to a new invite, which of all pages that are here only those named get, each with the right that it
	 * has. Others keep what they have. @returns the new note's id. @throws StorageError
	 */
	startOver(chosen: ReadonlySet<string>): Promise<string>;
	/** Saves what is unsaved and lets go of everything. */
	close(): Promise<void>;
}
