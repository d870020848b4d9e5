import type { Note } from '../note/note.js';
import type { StorageFailure } from '../storage/chunk-store.js';
import type { KeyValueStore } from '../storage/key-value.js';
import type { MeetingConfig } from '../transport/room.js';
import type { Keeping } from './kept-replica.js';
import type { MeetingMaker } from './meeting.js';
import type { NoteShelf } from './note-shelf.js';
import type { Profile } from './profile.svelte.js';
import type { SeenVersions } from './seen-versions.js';

/** What an open note, of class `Session`, needs from the workspace. */
export interface OpenNoteContext<Session> extends Keeping, MeetingMaker {
	/** Where what peers have receipted is kept. */
	readonly local: KeyValueStore;
	readonly seen: SeenVersions;
	readonly profile: Profile;
	/** Where peers are met from now on; settles when config.json and the person's own servers were read. */
	meetingConfig(): Promise<MeetingConfig>;
	/** The address of the join page, without fragment. */
	readonly joinUrl: string;
	/** The notes of this device, for a note that moves to a new invite. */
	readonly shelf: NoteShelf;
	/** Notes in the library that the note is shared. */
	markShared(noteId: string): void;
	/** Told who said that they have the note, whoever said so last first. */
	knownTo(noteId: string, names: readonly string[]): void;
	/**
	 * Told when the document is there, and after each change of it, to keep what the library shows; of a note that waits for its
	 * content, only once something is stored.
	 */
	noteOpened(noteId: string, note: Note): void;
	noteChanged(noteId: string, note: Note): void;
	/** Told once the first content of a note is stored. The note may be about to be closed. */
	contentStored(noteId: string, note: Note): void;
	/**
	 * Told when the note is about to be closed. `saved` settles when everything is; `note`: its document, still there,
	 * unless it trapped.
	 */
	closing(session: Session, saved: Promise<void>, note: Note | undefined): void;
	/** Told who of those that were to come along to a note may not have got the invite. */
	notReached(noteId: string, names: readonly string[]): void;
	/** Told each time that a note that is left could not be saved; that is tried again. */
	notSaved(session: Session, reason: StorageFailure): void;
}
