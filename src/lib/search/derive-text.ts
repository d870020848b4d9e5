import { Note } from '../note/note.js';
import { StorageError, type ChunkStore } from '../storage/chunk-store.js';
import { loadNote } from '../storage/load-note.js';
import { NoteLog } from '../storage/note-log.js';
import type { SearchText, SearchTexts } from '../storage/search-texts.js';
import { stampsOf } from './stamp.js';

/** So many notes are read before their texts are stored, in one transaction. */
const BATCH = 25;

/** What is searched of a note, read from its chunks; undefined if it has none. @throws StorageError */
export async function deriveText(chunks: ChunkStore, id: string): Promise<SearchText | undefined> {
	// Before the chunks: what comes between makes the text old at once, and never new.
	const stamp = stampsOf(await chunks.keys(id)).get(id);
	if (stamp === undefined) return undefined;
	const { note, unread } = await loadNote(new NoteLog(chunks, id), () => Note.empty({ readOnly: true }));
	const text = { id, stamp, title: note.title, text: note.body.toString() };
	note.close();
	return unread.length === 0 ? text : { ...text, isPartial: true };
}

/** How `deriveTexts` goes about it. */
export interface Deriving {
	/** Told of the notes whose texts are stored, or that have nothing to be stored. */
	readonly onStored: (ids: readonly string[]) => void;
	/** Awaited after each batch with the milliseconds that it took: whoever writes meanwhile has the device for themselves. */
	readonly rest: (tookMs: number) => Promise<void>;
}

/**
 * Makes and stores the texts of notes that lack one which is true, one after the other. It may end anywhere and begin anew: what was
 * stored, by whatever tab, is not made again.
 *
 * @throws StorageError
 */
export async function deriveTexts(
	chunks: ChunkStore,
	texts: SearchTexts,
	ids: readonly string[],
	{ onStored, rest }: Deriving
): Promise<void> {
	for (let from = 0; from < ids.length; from += BATCH) {
		const startedAt = performance.now();
		const batch = ids.slice(from, from + BATCH);
		const known = new Map((await texts.get(batch)).map(({ id, stamp }) => [id, stamp]));
		const made: SearchText[] = [];
		const failed = new Set<string>();
		for (const id of batch) {
			if (known.has(id) && stampsOf(await chunks.keys(id)).get(id) === known.get(id)) continue;
			const text = await tryToDerive(chunks, id);
			if (text === 'failed') failed.add(id);
			else if (text !== undefined) made.push(text);
		}
		if (made.length > 0) {
			await texts.put(made);
			await forgetErased(
				chunks,
				texts,
				made.map(({ id }) => id)
			);
		}
		onStored(batch.filter((id) => !failed.has(id)));
		await rest(performance.now() - startedAt);
	}
}

/**
 * A note may have been deleted for good after it was read here. Whoever does that deletes the chunks before the text: so its chunks have
 * gone by now, or the text goes after this.
 */
async function forgetErased(chunks: ChunkStore, texts: SearchTexts, ids: readonly string[]): Promise<void> {
	const erased: string[] = [];
	for (const id of ids) if ((await chunks.keys(id)).length === 0) erased.push(id);
	if (erased.length > 0) await texts.delete(erased);
}

/** A note that cannot be read at all keeps the others from nothing. */
async function tryToDerive(chunks: ChunkStore, id: string): Promise<SearchText | 'failed' | undefined> {
	try {
		return await deriveText(chunks, id);
	} catch (failure) {
		if (failure instanceof StorageError) throw failure;
		console.warn('a note cannot be searched', failure);
		return 'failed';
	}
}
