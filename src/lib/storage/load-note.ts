import { NotePoisonedError, type ImportOutcome } from '../note/guarded-import.js';
import { covers, EMPTY_VERSION, mergeVersions, type Version } from '../note/version.js';
import type { Chunk, ChunkKey } from './chunk-store.js';
import type { NoteLog } from './note-log.js';

/** What a note is loaded into. Class Note is one. */
export interface Loadable {
	version(): Version;
	load(bytes: Uint8Array): ImportOutcome;
	/** Sets right what has to be once everything was loaded. */
	afterImport(): void;
}

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
		const attempt = importAll(
			makeEmpty(),
			inOrder.filter((chunk) => !trapped.has(chunk))
		);
		if (attempt.trappedBy !== undefined) {
			(last.has(attempt.trappedBy) ? trapped : last).add(attempt.trappedBy);
			continue;
		}
		const { note, contents } = attempt;
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

/** `contents`: the chunks that the note contains wholly, with the operations of each. */
type ImportAttempt<N> =
	| { readonly note: N; readonly contents: ReadonlyMap<Chunk, Version>; readonly trappedBy?: undefined }
	| { readonly trappedBy: Chunk };

function importAll<N extends Loadable>(note: N, chunks: readonly Chunk[]): ImportAttempt<N> {
	const contents = new Map<Chunk, Version>();
	let left = chunks;
	// Loro refuses some updates as long as what they build on is not there, instead of letting them wait.
	for (let before = Infinity; left.length > 0 && left.length < before;) {
		before = left.length;
		const refused: Chunk[] = [];
		for (const chunk of left) {
			try {
				const outcome = note.load(chunk.bytes);
				if (outcome.kind === 'imported') contents.set(chunk, outcome.contains);
				else refused.push(chunk);
			} catch (failure) {
				if (!(failure instanceof NotePoisonedError)) throw failure;
				return { trappedBy: chunk };
			}
		}
		left = refused;
	}
	// Only now: an update may have waited for another one that came later.
	const version = note.version();
	for (const [chunk, content] of contents) {
		if (!covers(version, content)) contents.delete(chunk);
	}
	return { note, contents };
}
