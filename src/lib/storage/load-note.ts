import { EMPTY_VERSION, mergeVersions, type Version } from '../note/version.js';
import type { Chunk, ChunkKey } from './chunk-store.js';
import { importAll, type Loadable } from './import-all.js';
import type { NoteLog } from './note-log.js';

/** A note as it is stored. */
export interface LoadedNote<N extends Loadable> {
	readonly note: N;
	/** The operations that are stored, to begin a NoteSaver with. The note may hold more: it repairs line ends. */
	readonly stored: Version;
	/** Chunks that are damaged, or of which the note could not take all. They stay where they are. */
	readonly unread: readonly ChunkKey[];
}

/**
 * Loads a note into an empty document. What cannot be read is set aside and the rest is loaded; what is in the
 * document becomes the log's own.
 *
 * `makeEmpty` is called again if a chunk makes the document trap: the next one is loaded with that chunk at the end, for it
 * may have come before what it builds on; and if that traps as well, without it.
 *
 * @throws StorageError
 */
export async function loadNote<N extends Loadable>(log: NoteLog, makeEmpty: () => N): Promise<LoadedNote<N>> {
	const { chunks, damaged } = await log.load();
	const last = new Set<Chunk>();
	const trapped = new Set<Chunk>();
	for (;;) {
		const inOrder = [...chunks.filter((chunk) => !last.has(chunk)), ...last];
		const note = makeEmpty();
		const attempt = importAll(
			note,
			inOrder.filter((chunk) => !trapped.has(chunk))
		);
		if (attempt.trappedBy !== undefined) {
			(last.has(attempt.trappedBy) ? trapped : last).add(attempt.trappedBy);
			continue;
		}
		const { contents } = attempt;
		let stored = EMPTY_VERSION;
		for (const [chunk, content] of contents) {
			log.adopt(chunk);
			stored = mergeVersions(stored, content);
		}
		const unread = chunks.filter((chunk) => !contents.has(chunk)).map(({ key }) => key);
		note.afterImport();
		return { note, stored, unread: [...damaged, ...unread] };
	}
}
