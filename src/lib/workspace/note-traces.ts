import type { ChunkStore } from '../storage/chunk-store.js';
import type { KeyValueStore } from '../storage/key-value.js';
import { placesOf } from '../storage/note-log.js';
import type { SearchTexts } from '../storage/search-texts.js';
import { OPENED_FILES } from './opened-files.js';
import { ownEditsSection, receiptsSection } from './receipts.js';
import { SEEN } from './seen-versions.js';
import { SUMMARIES } from './summaries.js';

/** Where something of a note is stored. */
export interface NoteStores {
	readonly chunks: ChunkStore;
	readonly local: KeyValueStore;
	readonly texts: Pick<SearchTexts, 'delete'>;
}

/**
 * Erases what is stored of notes on this device: their chunks, what was set aside, all local data on them, and the texts that are
 * searched. Each database is written to once.
 *
 * @throws StorageError
 */
export async function eraseTraces(
	noteIds: readonly string[],
	{ chunks, local, texts }: NoteStores
): Promise<void> {
	await chunks.erase(noteIds.flatMap(placesOf));
	const erased = new Set(noteIds);
	const opened = await local.section(OPENED_FILES, (value) => typeof value === 'string').entries();
	await local.erase([
		...opened.flatMap(([key, noteId]) => (erased.has(noteId) ? [{ section: OPENED_FILES, key }] : [])),
		...noteIds.flatMap((key) => [
			{ section: SUMMARIES, key },
			{ section: SEEN, key },
			{ section: receiptsSection(key) },
			{ section: ownEditsSection(key) }
		])
	]);
	// After the chunks: whoever makes texts looks for those after it has stored one.
	await texts.delete(noteIds);
}
