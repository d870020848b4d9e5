import { MAX_UPDATE_BYTES } from '../note/schema.js';
import {
	chunkIdOf,
	StorageError,
	type Chunk,
	type ChunkKey,
	type ChunkKind,
	type ChunkStore,
	type LoadedChunks
} from './chunk-store.js';
import { compactionNeed, type CompactionNeed, type ReplaceableChunk } from './compaction-policy.js';

interface OwnChunk extends ReplaceableChunk {
	readonly key: ChunkKey;
}

/** What is set aside of a note stands under its id with this before it. No note's id has a colon. */
const SET_ASIDE = 'aside:';

/** The places in the chunk store where chunks of a note stand: its own, and that of what was set aside of it. */
export function placesOf(noteId: string): readonly string[] {
	return [noteId, `${SET_ASIDE}${noteId}`];
}

/**
 * One note's chunks as one tab sees them: what it wrote, and what it loaded and has in its document. Only these are
 * its own, and only its own are ever deleted, so that tabs that compact at the same time lose nothing.
 */
export class NoteLog {
	readonly #own = new Map<string, OwnChunk>();
	readonly #appending = new Set<Promise<ChunkKey>>();
	#compacting: Promise<void> = Promise.resolve();

	constructor(
		private readonly store: ChunkStore,
		/** The note's id. */
		readonly note: string
	) {}

	/** Tells that what was stored before may be gone; see ChunkStore. */
	readonly onInterrupted = (listener: () => void) => this.store.onInterrupted(listener);

	/** Whether it pays to compact. */
	get compactionNeed(): CompactionNeed {
		return compactionNeed(this.#own.values());
	}

	/**
	 * Every chunk of the note as of one moment, the snapshots first. None of them is this tab's own yet: `adopt` says
	 * which ones are. @throws StorageError
	 */
	async load(): Promise<LoadedChunks> {
		const { chunks, damaged } = await this.store.load(this.note);
		const snapshotsFirst = [...chunks].sort((a, b) => rank(a) - rank(b));
		return { chunks: snapshotsFirst, damaged };
	}

	/** Stores a chunk beside the note, where loading does not look; settles after the commit. @throws StorageError */
	async setAside(kind: ChunkKind, bytes: Uint8Array): Promise<ChunkKey> {
		return await this.store.append(`${SET_ASIDE}${this.note}`, kind, bytes);
	}

	/**
	 * Says that the document contains all of this loaded chunk, so that a snapshot of the document may replace it. A
	 * chunk that was refused, or of which a part waits for missing operations, must not be adopted.
	 */
	adopt({ key, bytes }: Chunk): void {
		this.#remember(key, bytes.length, true);
	}

	/** Stores operations of the document; settles after the commit. @throws StorageError */
	async append(update: Uint8Array): Promise<void> {
		assertLoadable(update);
		const appending = this.store.append(this.note, 'update', update);
		this.#appending.add(appending);
		try {
			this.#remember(await appending, update.length, false);
		} finally {
			this.#appending.delete(appending);
		}
	}

	/** Settles when no append is under way. */
	async appended(): Promise<void> {
		await Promise.allSettled([...this.#appending]);
	}

	/**
	 * Writes a snapshot of the document and, after its commit, deletes the chunks that were this tab's own when it was
	 * exported. Appends may run at the same time; compactions wait for one another. Whether it fails before, between
	 * or after the two steps, the note stays whole.
	 *
	 * @throws StorageError
	 */
	compact(exportSnapshot: () => Uint8Array): Promise<void> {
		const turn = this.#compacting.then(() => this.#compactNow(exportSnapshot));
		this.#compacting = turn.then(
			() => undefined,
			() => undefined
		);
		return turn;
	}

	async #compactNow(exportSnapshot: () => Uint8Array): Promise<void> {
		// Before the export and in one go with it: a chunk that commits later may hold what the snapshot does not.
		const replaced = new Map(this.#own);
		const snapshot = exportSnapshot();
		assertLoadable(snapshot);
		const key = await this.store.append(this.note, 'snapshot', snapshot);
		// The very same snapshot may have been loaded or written before.
		replaced.delete(chunkIdOf(key));
		this.#remember(key, snapshot.length, false);
		await this.store.remove([...replaced.values()].map((chunk) => chunk.key));
		for (const id of replaced.keys()) this.#own.delete(id);
	}

	#remember(key: ChunkKey, size: number, loaded: boolean): void {
		this.#own.set(chunkIdOf(key), { key, kind: key.kind, size, loaded });
	}
}

/** What could not be imported again must never be written, let alone replace anything. */
function assertLoadable(bytes: Uint8Array): void {
	if (bytes.length <= MAX_UPDATE_BYTES) return;
	throw new StorageError('unknown', { cause: new RangeError(`a chunk of ${bytes.length} bytes`) });
}

function rank({ key }: Chunk): number {
	return key.kind === 'snapshot' ? 0 : 1;
}
