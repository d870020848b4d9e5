import type { Role } from '../crypto/channel-proof.js';
import type { LoroReplica } from '../note/loro-replica.js';
import { covers, EMPTY_VERSION } from '../note/version.js';
import type { ChunkStore } from '../storage/chunk-store.js';
import type { LoadedNote } from '../storage/load-note.js';
import { NoteLog } from '../storage/note-log.js';
import { NoteSaver } from '../storage/note-saver.js';
import { reloadNote } from '../storage/reload-note.js';
import type { Connections } from '../sync/connections.js';
import { Synchroniser } from '../sync/synchroniser.js';
import type { Clock } from '../util/clock.js';

/** What a replica is kept with. */
export interface Keeping {
	readonly chunks: ChunkStore;
	readonly clock: Clock;
	/** Whether what is stored may be compacted; it may, if not given. */
	readonly compacts?: boolean;
	/** What this page may do in the note; it writes, if not given. */
	readonly ownRole?: Role;
}

/** More unsaved updates than these are merged into one: they pile up only while saving fails. */
const MAX_UNSAVED_UPDATES = 256;

/** How long storage is left alone, in milliseconds, before a mended note is stored once more. */
const REPLACE_RETRY_MS = 5_000;

/**
 * A replica with its storage behind it and its peers beside it: what is written here is saved and told, what comes
 * in is saved and passed on, and what is saved is receipted.
 */
export class KeptReplica<R extends LoroReplica> {
	readonly replica: R;
	readonly saver: NoteSaver;
	readonly synchroniser: Synchroniser;
	/** How many chunks and unsaved updates could not be read; they are kept on the disk as they are. */
	readonly damagedChunks: number;
	#isAbandoned = false;
	#unsavedUpdates: Uint8Array[] = [];

	private constructor(
		{ note: replica, stored, unread }: LoadedNote<R>,
		/** The unsaved updates that were set aside so far. */
		readonly setAsideUpdates: ReadonlySet<Uint8Array>,
		private readonly log: NoteLog,
		connections: Connections,
		unsavedUpdates: readonly Uint8Array[],
		{ clock, compacts = true, ownRole = 'writer' }: Keeping
	) {
		this.replica = replica;
		this.damagedChunks = unread.length + setAsideUpdates.size;
		this.#unsavedUpdates = [...unsavedUpdates];
		this.saver = new NoteSaver(replica, log, stored, clock, compacts);
		this.synchroniser = new Synchroniser(replica, log.note, connections, clock, { ownRole });
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
	}

	/**
	 * Loads a replica and keeps it from then on, equal with those whom `connections` reach. `unsavedUpdates`: what came
	 * into a replica that died before it was saved. What of it cannot be taken is set aside on the disk; `setAsideBefore`:
	 * those that were so already.
	 *
	 * @throws StorageError
	 */
	static async open<R extends LoroReplica>(
		id: string,
		makeEmpty: () => R,
		keeping: Keeping,
		connections: Connections,
		unsavedUpdates: readonly Uint8Array[] = [],
		setAsideBefore: ReadonlySet<Uint8Array> = new Set()
	): Promise<KeptReplica<R>> {
		const log = new NoteLog(keeping.chunks, id);
		const loaded = await reloadNote(log, makeEmpty, unsavedUpdates, setAsideBefore);
		return new KeptReplica(loaded, loaded.setAside, log, connections, loaded.updates, keeping);
	}

	/**
	 * Puts another replica in the place of this one, which is let go of: its history differs, so that the two cannot be
	 * merged. The old one is set aside on the disk, and the new one stored, before what it replaces is deleted.
	 */
	replacedBy(replica: R, connections: Connections, keeping: Keeping): KeptReplica<R> {
		this.abandon();
		const loaded = { note: replica, stored: EMPTY_VERSION, unread: [] };
		const next = new KeptReplica(loaded, this.setAsideUpdates, this.log, connections, [], keeping);
		void next.#replaceStored(keeping.clock, this.replica.exportSnapshot());
		return next;
	}

	/** What was written here or came in and is covered by no commit yet. */
	get unsavedUpdates(): readonly Uint8Array[] {
		return this.#unsavedUpdates;
	}

	/**
	 * Saves at once what is unsaved, and tells the others what waits for that: the page may end any moment.
	 *
	 * @throws StorageError
	 */
	async flush(): Promise<void> {
		const saved = this.saver.flush();
		this.synchroniser.flush();
		await saved;
		// Who did not send it may not have heard yet that it is stored here.
		this.synchroniser.flush();
	}

	/** Saves what is unsaved and lets go of all. @throws StorageError if it cannot be saved; then it stays open. */
	async close(): Promise<void> {
		if (this.#isAbandoned) return;
		await this.saver.close();
		// As in `flush`.
		this.synchroniser.flush();
		this.#release();
	}

	/** Lets go of a replica whose document is dead. What it had not saved is in `unsavedUpdates`. */
	abandon(): void {
		this.#isAbandoned = true;
		this.saver.abandon();
		this.synchroniser.close();
	}

	/** Until it has succeeded, the note is as it was before when it is opened anew, and has to be mended once more. */
	async #replaceStored(clock: Clock, replaced: Uint8Array): Promise<void> {
		while (!this.#isAbandoned) {
			try {
				await this.log.setAside('snapshot', replaced);
				// An append of the history that gave way must not come after it has been deleted.
				await this.log.appended();
				await this.log.compact(() => this.replica.exportLoadableSnapshot());
				return;
			} catch (failure) {
				console.warn('the mended note has not replaced the stored one yet', failure);
				await new Promise<void>((resolve) => void clock.after(REPLACE_RETRY_MS, resolve));
			}
		}
	}

	#release(): void {
		this.#isAbandoned = true;
		this.synchroniser.close();
		this.replica.close();
	}

	#rememberUnsaved(update: Uint8Array): void {
		this.#unsavedUpdates.push(update);
		if (this.#unsavedUpdates.length <= MAX_UNSAVED_UPDATES) return;
		this.#unsavedUpdates = [this.replica.exportFrom(this.saver.storedVersion)];
	}
}
