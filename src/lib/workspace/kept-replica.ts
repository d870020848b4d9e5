import type { LoroReplica } from '../note/loro-replica.js';
import { covers } from '../note/version.js';
import { SESSION_BYTES } from '../protocol/limits.js';
import type { ChunkStore } from '../storage/chunk-store.js';
import { loadNote, type LoadedNote } from '../storage/load-note.js';
import { NoteLog } from '../storage/note-log.js';
import { NoteSaver } from '../storage/note-saver.js';
import { Synchroniser } from '../sync/synchroniser.js';
import type { TabMeeting } from '../transport/room.js';
import { randomBytes, toBase64Url } from '../util/bytes.js';
import type { Clock } from '../util/clock.js';

/** What a replica is kept with. */
export interface Keeping {
	readonly chunks: ChunkStore;
	readonly clock: Clock;
	/** Meets the other tabs that have the same replica open. `session` names this page. */
	meetTabs(id: string, session: string): TabMeeting;
}

/** More unsaved updates than these are merged into one: they pile up only while saving fails. */
const MAX_UNSAVED_UPDATES = 256;

/**
 * A replica with its storage behind it and the browser's other tabs beside it: what is written here is saved and
 * told, what comes in is saved and passed on, and what is saved is receipted.
 */
export class KeptReplica<R extends LoroReplica> {
	readonly replica: R;
	readonly saver: NoteSaver;
	readonly synchroniser: Synchroniser;
	/** How many chunks could not be read; they were left as they are. */
	readonly damagedChunks: number;
	readonly #tabs: TabMeeting;
	#isAbandoned = false;
	#unsavedUpdates: Uint8Array[] = [];

	private constructor(
		{ note: replica, stored, unread }: LoadedNote<R>,
		log: NoteLog,
		unsavedUpdates: readonly Uint8Array[],
		{ clock, meetTabs }: Keeping
	) {
		this.replica = replica;
		this.damagedChunks = unread.length;
		const session = toBase64Url(randomBytes(SESSION_BYTES));
		for (const update of unsavedUpdates) replica.import(update);
		this.#unsavedUpdates = [...unsavedUpdates];
		this.saver = new NoteSaver(replica, log, stored, clock);
		this.synchroniser = new Synchroniser(replica, session, clock);
		this.synchroniser.noteStored(stored);
		this.saver.onStored((version) => {
			if (covers(version, replica.version())) this.#unsavedUpdates = [];
			this.synchroniser.noteStored(version);
		});
		// What was stored may be gone, when the database was deleted under our feet: then peers must hear of that too.
		this.saver.onState(() => this.synchroniser.noteStored(this.saver.storedVersion));
		replica.onChange(({ localUpdate, importedUpdate }) => {
			const update = localUpdate ?? importedUpdate;
			if (update !== undefined) this.#rememberUnsaved(update);
			this.saver.noteChanged();
			this.synchroniser.noteChanged();
		});
		this.#tabs = meetTabs(log.note, session);
		this.#tabs.onChannel((channel) => this.synchroniser.addChannel(channel));
	}

	/**
	 * Loads a replica and keeps it from then on. `unsavedUpdates`: what came into a replica that died
	 * before it was saved.
	 *
	 * @throws StorageError
	 */
	static async open<R extends LoroReplica>(
		id: string,
		makeEmpty: () => R,
		keeping: Keeping,
		unsavedUpdates: readonly Uint8Array[] = []
	): Promise<KeptReplica<R>> {
		const log = new NoteLog(keeping.chunks, id);
		const loaded = await loadNote(log, makeEmpty);
		return new KeptReplica(loaded, log, unsavedUpdates, keeping);
	}

	/** What was written here or came in and is covered by no commit yet. */
	get unsavedUpdates(): readonly Uint8Array[] {
		return this.#unsavedUpdates;
	}

	/** Saves what is unsaved and lets go of all. @throws StorageError if it cannot be saved; then it stays open. */
	async close(): Promise<void> {
		if (this.#isAbandoned) return;
		await this.saver.close();
		this.#release();
	}

	/** Lets go of a replica whose document is dead. What it had not saved is in `unsavedUpdates`. */
	abandon(): void {
		this.#isAbandoned = true;
		this.saver.abandon();
		this.#tabs.leave();
		this.synchroniser.close();
	}

	#release(): void {
		this.#tabs.leave();
		this.synchroniser.close();
		this.replica.close();
	}

	#rememberUnsaved(update: Uint8Array): void {
		this.#unsavedUpdates.push(update);
		if (this.#unsavedUpdates.length <= MAX_UNSAVED_UPDATES) return;
		this.#unsavedUpdates = [this.replica.exportFrom(this.saver.storedVersion)];
	}
}
