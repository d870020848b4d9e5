import { LibraryReplica } from '../note/library-replica.js';
import { versionBeyond } from '../note/version.js';
import { StorageError, type ChunkStore } from '../storage/chunk-store.js';
import { loadNote } from '../storage/load-note.js';
import { NoteLog } from '../storage/note-log.js';
import type { KeptReplica } from './kept-replica.js';

/** The library's own place in the chunk store. Note ids are 22 characters long, so it is nobody's. */
export const LIBRARY_ID = 'library';

/** Names the Web Lock of the tab that decides by the library. */
const DECISIONS_LOCK = 'perch:library-decisions';

/** How long a tab waits for another one that decides, in milliseconds. */
const TURN_PATIENCE_MS = 15_000;

/** What this uses of the browser's Web Locks. */
export type Locks = Pick<LockManager, 'request' | 'query'>;

/**
 * Where something is erased or kept because of what the library says, the tabs of a browser take turns, and none goes
 * by its memory (docs/storage.md, S37).
 */
export class LibraryTurns {
	#unread = 0;

	constructor(
		private readonly kept: KeptReplica<LibraryReplica>,
		private readonly chunks: ChunkStore,
		private readonly locks: Locks
	) {}

	/** How many parts of the library could not be read when the last turn began. */
	get unread(): number {
		return this.#unread;
	}

	/**
	 * Runs `work` while no other tab decides. Before, all that is stored of the library is taken in; after, what `work` wrote
	 * in it is stored. A turn must not be taken within another one, which would wait for itself.
	 *
	 * @throws what `work` does; StorageError, "busy" if another tab does not end its turn
	 */
	async take<Result>(work: () => Promise<Result>): Promise<Result> {
		return await this.#locked(async () => {
			await this.#takeIn();
			const result = await work();
			await this.kept.saver.flush();
			return result;
		});
	}

	async #locked<Result>(work: () => Promise<Result>): Promise<Result> {
		const patience = new AbortController();
		const timer = setTimeout(() => patience.abort(), TURN_PATIENCE_MS);
		try {
			return await this.locks.request(DECISIONS_LOCK, { signal: patience.signal }, async () => {
				clearTimeout(timer);
				return await work();
			});
		} catch (failure) {
			if (!patience.signal.aborted) throw failure;
			throw new StorageError('busy', { cause: failure });
		} finally {
			clearTimeout(timer);
		}
	}

	/** By way of a document of its own, so that a damaged chunk does this tab's library no harm. */
	async #takeIn(): Promise<void> {
		const log = new NoteLog(this.chunks, LIBRARY_ID);
		const { note: stored, unread } = await loadNote(log, () => LibraryReplica.empty());
		this.#unread = unread.length;
		const { replica } = this.kept;
		if (versionBeyond(stored.version(), replica.version()).size > 0) {
			replica.import(stored.exportFrom(replica.version()));
		}
		stored.close();
	}
}

/** The ids of the notes that a tab of this browser has open or is opening: each holds a lock (transport/tab-room.ts). */
export async function notesInUse(locks: Locks): Promise<ReadonlySet<string>> {
	const { held = [], pending = [] } = await locks.query();
	const names = [...held, ...pending].map(({ name = '' }) => /^perch:([^:]+):/.exec(name)?.[1]);
	return new Set(names.filter((noteId) => noteId !== undefined));
}
