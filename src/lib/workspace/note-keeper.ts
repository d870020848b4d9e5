import { mendedFrom } from '../note/mend.js';
import { Note, type NoteOptions } from '../note/note.js';
import { StorageError, type StorageFailure } from '../storage/chunk-store.js';
import type { Connections } from '../sync/connections.js';
import type { Difference, PeerHistory } from '../sync/views.js';
import { KeptReplica, type Keeping } from './kept-replica.js';

/** How long storage is left alone, in milliseconds, before a note is opened or closed once more. */
const RETRY_MS = 2_000;

/** A viewer writes nothing, not even to mend or to repair. */
function optionsFor({ ownRole }: Keeping): NoteOptions {
	return { readOnly: ownRole === 'viewer' };
}

function emptyFor(keeping: Keeping): () => Note {
	return () => Note.empty(optionsFor(keeping));
}

/** What a note's keeper tells. */
export interface NoteKeeperListener {
	/** Another document has taken the place of the one before: nothing of that one may be used any more. */
	replaced(kept: KeptReplica<Note>): void;
	/** The document is dead; what is typed into it is lost. */
	died(): void;
	/** And it cannot be loaded anew at present. */
	cannotReopen(reason: StorageFailure): void;
	/** The note cannot be saved, and is not closed before it is. */
	cannotClose(reason: StorageFailure): void;
	/** A peer's content differs at the same version. What there is of both is put together. */
	differs(difference: Difference): void;
}

/**
 * Sees to it that a note has a document that works: after a trap it is loaded anew from storage and gets what was not
 * saved yet; where histories have come to differ, it is mended. The peers stay connected meanwhile.
 */
export class NoteKeeper {
	#kept: KeptReplica<Note>;
	#isDead = false;
	#isClosing = false;
	#reopening: Promise<void> = Promise.resolve();
	/** Who is told. */
	listener: NoteKeeperListener | undefined;

	private constructor(
		private readonly id: string,
		private keeping: Keeping,
		private readonly connections: Connections,
		kept: KeptReplica<Note>
	) {
		this.#kept = kept;
		this.#watch(kept);
	}

	/** Opens a note. @throws StorageError */
	static async open(id: string, keeping: Keeping, connections: Connections): Promise<NoteKeeper> {
		const kept = await KeptReplica.open(id, emptyFor(keeping), keeping, connections);
		return new NoteKeeper(id, keeping, connections, kept);
	}

	get kept(): KeptReplica<Note> {
		return this.#kept;
	}

	/** The document trapped, and no new one is there yet: nothing may look at it. */
	get isDead(): boolean {
		return this.#isDead;
	}

	/** Settles when everything is saved, however long that takes: what cannot be saved now is tried again until it is. */
	async close(): Promise<void> {
		this.#isClosing = true;
		for (;;) {
			await this.#reopening;
			const kept = this.#kept;
			try {
				await kept.close();
				// It may have died while it was being saved.
				if (!this.#isDead && kept === this.#kept) return;
			} catch (failure) {
				if (!(failure instanceof StorageError)) throw failure;
				this.listener?.cannotClose(failure.reason);
				await this.#pause();
			}
		}
	}

	#watch(kept: KeptReplica<Note>): void {
		const died = () => this.#died(kept);
		kept.synchroniser.onPoisoned(died);
		kept.saver.onPoisoned(died);
		kept.synchroniser.onDifference((difference) => this.listener?.differs(difference));
		kept.synchroniser.onHistory((history) => this.#mend(kept, history));
	}

	#died(kept: KeptReplica<Note>): void {
		if (kept !== this.#kept || this.#isDead) return;
		this.#isDead = true;
		this.listener?.died();
		this.#reopening = this.#reopen(kept);
	}

	async #reopen(dead: KeptReplica<Note>): Promise<void> {
		dead.abandon();
		if (dead.saver.diedOfCompaction) this.keeping = { ...this.keeping, compacts: false };
		const kept = await this.#openedAgain(dead);
		this.#isDead = false;
		this.#use(kept);
	}

	async #openedAgain({ unsavedUpdates, setAsideUpdates }: KeptReplica<Note>): Promise<KeptReplica<Note>> {
		for (;;) {
			try {
				return await KeptReplica.open(
					this.id,
					emptyFor(this.keeping),
					this.keeping,
					this.connections,
					unsavedUpdates,
					setAsideUpdates
				);
			} catch (failure) {
				if (!(failure instanceof StorageError)) throw failure;
				this.listener?.cannotReopen(failure.reason);
				await this.#pause();
			}
		}
	}

	/** In a task of its own: the synchroniser is in the midst of a message. */
	#mend(kept: KeptReplica<Note>, { snapshot, version }: PeerHistory): void {
		this.keeping.clock.after(0, () => {
			if (kept !== this.#kept || this.#isDead || this.#isClosing) return;
			const mending = mendedFrom(kept.replica, snapshot, version, optionsFor(this.keeping));
			if (mending.kind !== 'replace') console.warn('the note needs no mending here', mending);
			else this.#use(kept.replacedBy(mending.note, this.connections, this.keeping));
		});
	}

	#use(kept: KeptReplica<Note>): void {
		this.#kept = kept;
		this.#watch(kept);
		if (!this.#isClosing) this.listener?.replaced(kept);
	}

	#pause(): Promise<void> {
		return new Promise((resolve) => void this.keeping.clock.after(RETRY_MS, resolve));
	}
}
