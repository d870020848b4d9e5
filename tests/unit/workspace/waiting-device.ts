import type { Invite } from '$lib/crypto/invite.js';
import { deriveNoteKeys } from '$lib/crypto/keys.js';
import { SESSION_BYTES } from '$lib/protocol/limits.js';
import { MemoryChunkStore, MemoryDisk, type BeforeCommit } from '$lib/storage/memory-chunk-store.js';
import { MemoryKeyValueStore } from '$lib/storage/memory-key-value.js';
import { MemorySearchTexts } from '$lib/storage/search-texts.js';
import { loadNote } from '$lib/storage/load-note.js';
import { NoteLog } from '$lib/storage/note-log.js';
import { Note } from '$lib/note/note.js';
import { Connections } from '$lib/sync/connections.js';
import type { Channel } from '$lib/transport/channel.js';
import { MemoryChannel } from '$lib/transport/memory-channel.js';
import type { TabMeeting } from '$lib/transport/room.js';
import { randomBytes, toBase64Url } from '$lib/util/bytes.js';
import { systemClock } from '$lib/util/clock.js';
import { AwaitedNotes } from '$lib/workspace/awaited-notes.js';
import { joinNote } from '$lib/workspace/join-note.js';
import { Library } from '$lib/workspace/library.svelte.js';
import { NoteKeeper } from '$lib/workspace/note-keeper.js';
import { shelfOf, type NoteShelf } from '$lib/workspace/note-shelf.js';
import type { OpenNoteContext } from '$lib/workspace/open-note-context.js';
import { SeenVersions } from '$lib/workspace/seen-versions.js';
import type { OpenNoteSession } from '$lib/workspace/open-note.svelte.js';
import { OpenNotes } from '$lib/workspace/open-notes.svelte.js';
import { Profile } from '$lib/workspace/profile.svelte.js';
import { keysAdmission } from '../sync/keys-admission.js';
import { MemoryLocks } from './memory-locks.js';

/** A page without a browser that joins notes: all parts are real but for the disk, and the room, which the test plays. */
export class WaitingDevice {
	readonly open = new OpenNotes();
	readonly awaited: AwaitedNotes<OpenNoteSession>;
	/** Every session that was begun, by note. */
	readonly begun: string[] = [];
	readonly #rooms = new Map<string, (channel: Channel) => void>();
	readonly #local = new MemoryKeyValueStore();
	readonly profile = new Profile(this.#local);
	readonly seen = new SeenVersions(this.#local);

	private constructor(
		readonly disk: MemoryDisk,
		readonly chunks: MemoryChunkStore,
		readonly library: Library
	) {
		this.awaited = new AwaitedNotes(
			{
				waiting: () => library.waiting,
				isOpen: (noteId) => this.open.has(noteId),
				open: (noteId) => this.open.openUnseen(this.#entry(noteId), this.#context())
			},
			systemClock
		);
		library.onChange(() => this.open.libraryChanged());
		library.onWaitingChange(() => this.awaited.refresh());
	}

	static async start(disk = new MemoryDisk(), beforeCommit?: BeforeCommit): Promise<WaitingDevice> {
		const chunks = new MemoryChunkStore(disk, beforeCommit);
		const meetTabs = () => ({ onChannel: () => () => undefined, leave: () => undefined });
		const keeping = { chunks: new MemoryChunkStore(disk), clock: systemClock, meetTabs };
		return new WaitingDevice(
			disk,
			chunks,
			await Library.open(
				keeping,
				{ local: new MemoryKeyValueStore(), texts: new MemorySearchTexts() },
				new MemoryLocks()
			)
		);
	}

	get shelf(): NoteShelf {
		return shelfOf(this.library, this.chunks, {
			openNote: (noteId) => this.open.document(noteId),
			saveOpen: () => Promise.resolve(),
			grewInStorage: () => Promise.resolve()
		});
	}

	async join(link: string): Promise<string> {
		return await joinNote(this.shelf, link);
	}

	/** Opens a note as the person does. */
	async read(noteId: string): Promise<OpenNoteSession> {
		return await this.open.open(this.#entry(noteId), this.#context(), this.awaited);
	}

	/** What the list says of a note. */
	says(noteId: string): string {
		const summary = this.library.notes.find(({ id }) => id === noteId);
		return summary?.waiting === true ? 'waiting' : (summary?.preview ?? 'not listed');
	}

	/** The text that is on the disk. */
	async storedText(noteId: string): Promise<string> {
		const log = new NoteLog(new MemoryChunkStore(this.disk), noteId);
		const { note } = await loadNote(log, () => Note.empty());
		const text = note.body.toString();
		note.close();
		return text;
	}

	/** Has the page met in the room of a note, if it is there. */
	meet(noteId: string, channel: Channel): boolean {
		const room = this.#rooms.get(noteId);
		room?.(channel);
		return room !== undefined;
	}

	isInRoom(noteId: string): boolean {
		return this.#rooms.has(noteId);
	}

	#entry(noteId: string) {
		const entry = this.library.entry(noteId);
		if (entry === undefined) throw new Error('no such note');
		return entry;
	}

	#context(): OpenNoteContext<OpenNoteSession> {
		const { library } = this;
		return {
			chunks: this.chunks,
			clock: systemClock,
			meetTabs: (noteId) => this.#room(noteId),
			local: this.#local,
			seen: this.seen,
			profile: this.profile,
			meetingConfig: () => Promise.resolve({ relays: [], iceServers: [], onlyThroughTurn: false }),
			joinUrl: 'https://perch.example/join',
			shelf: this.shelf,
			knownTo: (noteId, names) => library.summaries.knownTo(noteId, names),
			markShared: (noteId) => library.markShared(noteId),
			noteOpened: (noteId, note) => library.summaries.noteOpened(noteId, note),
			noteChanged: (noteId, note) => library.summaries.noteChanged(noteId, note),
			contentStored: (noteId, note) => library.summaries.contentStored(noteId, note),
			closing: (session, saved, note) => {
				if (note !== undefined) library.summaries.settle(session.id);
				this.open.close(session, saved, () => this.awaited.refresh());
			},
			notReached: () => undefined,
			notSaved: (session, reason) => this.open.notSaved(session, reason)
		};
	}

	/** Who is met comes by the way that other tabs come. */
	#room(noteId: string): TabMeeting {
		this.begun.push(noteId);
		const listeners = new Set<(channel: Channel) => void>();
		const tell = (channel: Channel) => listeners.forEach((listener) => listener(channel));
		this.#rooms.set(noteId, tell);
		return {
			onChannel: (listener) => {
				listeners.add(listener);
				return () => listeners.delete(listener);
			},
			leave: () => {
				if (this.#rooms.get(noteId) === tell) this.#rooms.delete(noteId);
			}
		};
	}
}

/** The page of somebody who has a note. */
export class Holder {
	private constructor(
		readonly noteId: string,
		readonly keeper: NoteKeeper,
		readonly connections: Connections
	) {}

	static async of(invite: Invite): Promise<Holder> {
		const keys = await deriveNoteKeys(invite);
		const session = toBase64Url(randomBytes(SESSION_BYTES));
		const connections = new Connections(session, systemClock, keysAdmission(keys));
		const keeping = { chunks: new MemoryChunkStore(), clock: systemClock };
		const keeper = await NoteKeeper.open(keys.noteId, keeping, connections);
		const presence = { person: 'holder', name: 'Ada', colour: 0, caret: undefined };
		keeper.kept.synchroniser.setPresence({ type: 'presence', ...presence });
		return new Holder(keys.noteId, keeper, connections);
	}

	type(text: string): void {
		const { body, doc } = this.keeper.kept.replica;
		body.insert(body.length, text);
		doc.commit();
	}

	get text(): string {
		return this.keeper.kept.replica.body.toString();
	}

	/** Comes to the room where a page waits. */
	meet(device: WaitingDevice): void {
		const [here, there] = MemoryChannel.pair();
		if (!device.meet(this.noteId, there)) throw new Error('nobody waits there');
		this.connections.add(here);
	}

	/** Is gone, without a word. */
	leave(): void {
		this.connections.close();
	}
}
