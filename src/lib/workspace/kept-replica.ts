import type { LoroReplica } from '../note/loro-replica.js';
import { covers } from '../note/version.js';
import { SESSION_BYTES } from '../protocol/limits.js';
import type { ChunkStore } from '../storage/chunk-store.js';
import { loadNote } from '../storage/load-note.js';
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

/** More unsaved edits than these are merged into one update: they pile up only while saving fails. */
const MAX_UNSAVED_EDITS = 256;

/**
 * A replica with its storage behind it and the browser's other tabs beside it: what is written here is saved and
 * told, what comes in is saved and passed on, and what is saved is receipted.
 */
export class KeptReplica<R extends LoroReplica> {
	readonly saver: NoteSaver;
	readonly synchroniser: Synchroniser;
	readonly #tabs: TabMeeting;
	#unsavedEdits: Uint8Array[] = [];

	private constructor(
		readonly replica: R,
		log: NoteLog,
		/** How many chunks could not be read; they were left as they are. */
		readonly damagedChunks: number,
		unsavedEdits: readonly Uint8Array[],
		{ clock, meetTabs }: Keeping
	) {
		const session = toBase64Url(randomBytes(SESSION_BYTES));
		const stored = replica.version();
		for (const edit of unsavedEdits) replica.import(edit);
		this.#unsavedEdits = [...unsavedEdits];
		this.saver = new NoteSaver(replica, log, stored, clock);
		this.synchroniser = new Synchroniser(replica, session, clock);
		this.synchroniser.noteStored(stored);
		this.saver.onStored((version) => {
			if (covers(version, replica.version())) this.#unsavedEdits = [];
			this.synchroniser.noteStored(version);
		});
		replica.onChange(({ localUpdate }) => {
			if (localUpdate !== undefined) this.#rememberUnsaved(localUpdate);
			this.saver.noteChanged();
			this.synchroniser.noteChanged();
		});
		this.#tabs = meetTabs(log.note, session);
		this.#tabs.onChannel((channel) => this.synchroniser.addChannel(channel));
	}

	/**
	 * Loads a replica and keeps it from then on. `unsavedEdits`: edits that were made in a replica that died before
	 * they were saved.
	 *
	 * @throws StorageError
	 */
	static async open<R extends LoroReplica>(
		id: string,
		makeEmpty: () => R,
		keeping: Keeping,
		unsavedEdits: readonly Uint8Array[] = []
	): Promise<KeptReplica<R>> {
		const log = new NoteLog(keeping.chunks, id);
		const { note, unread } = await loadNote(log, makeEmpty);
		return new KeptReplica(note, log, unread.length, unsavedEdits, keeping);
	}

	/** The edits made here that no commit covers yet, as updates. */
	get unsavedEdits(): readonly Uint8Array[] {
		return this.#unsavedEdits;
	}

	/** Saves what is unsaved and lets go of all. @throws StorageError if it cannot be saved; then it stays open. */
	async close(): Promise<void> {
		await this.saver.close();
		this.#release();
	}

	/** Lets go of a replica whose document is dead. What it had not saved is in `unsavedEdits`. */
	abandon(): void {
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
		this.#unsavedEdits.push(update);
		if (this.#unsavedEdits.length <= MAX_UNSAVED_EDITS) return;
		this.#unsavedEdits = [this.replica.exportFrom(this.saver.storedVersion)];
	}
}
