import { Note } from '../note/note.js';
import { versionBeyond } from '../note/version.js';
import type { ChunkStore } from '../storage/chunk-store.js';
import { loadNote } from '../storage/load-note.js';
import { NoteLog } from '../storage/note-log.js';

const BUS = 'perch:storage-news';

/**
 * Tells all tabs of this browser, this one included, that chunks of a note were stored which no open document wrote:
 * a restored backup. Whoever has the note open takes them in, and its editor shows them.
 */
export class StorageNews {
	readonly #bus = new BroadcastChannel(BUS);

	constructor(
		private readonly chunks: ChunkStore,
		/** The document of a note that this tab has open. */
		private readonly openNote: (noteId: string) => Note | undefined
	) {
		this.#bus.onmessage = ({ data }: MessageEvent<unknown>) => {
			if (typeof data === 'string') void this.#takeIn(data);
		};
	}

	/** Settles when this tab has taken it in; the others follow. */
	async tell(noteId: string): Promise<void> {
		this.#bus.postMessage(noteId);
		await this.#takeIn(noteId);
	}

	close(): void {
		this.#bus.close();
	}

	/** Never rejects: what is stored stays stored, and is there when the note is next opened. */
	async #takeIn(noteId: string): Promise<void> {
		if (this.openNote(noteId) === undefined) return;
		try {
			await takeInStored(new NoteLog(this.chunks, noteId), () => this.openNote(noteId));
		} catch (failure) {
			console.warn('what was stored of an open note could not be taken in', failure);
		}
	}
}

/** By way of a document of its own, so that the open one gets nothing that was not imported once before. */
async function takeInStored(log: NoteLog, openNote: () => Note | undefined): Promise<void> {
	const { note: stored } = await loadNote(log, () => Note.empty({ readOnly: true }));
	// Asked for anew: the note may have been closed meanwhile, and its document freed.
	const open = openNote();
	if (open !== undefined) {
		const lacking = versionBeyond(stored.version(), open.version());
		if (lacking.size > 0) open.import(stored.exportFrom(open.version()));
	}
	stored.close();
}
