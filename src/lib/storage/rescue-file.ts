import { zipSync, type Zippable } from 'fflate';
import { chunkHash } from './chunk-hash.js';
import type { ChunkStore, SalvagedChunk } from './chunk-store.js';
import { placesOf } from './note-log.js';

/** The list of what is in a rescue file. */
export const RESCUE_MANIFEST = 'perch-rescue.json';
const RESCUE_FORMAT = 'perch-rescue';
const RESCUE_VERSION = 1;

/** Browsers give files of 1980 and later only; what is in the ZIP has no times of its own. */
const EARLIEST = new Date(Date.UTC(1980, 0, 2));

/**
 * Everything that is stored of a note, as it is stored, also what is damaged: a ZIP of chunks, for a note that cannot be opened.
 * There is no secret of its invite in it (docs/storage.md, S45).
 *
 * @returns undefined if nothing is stored. @throws StorageError
 */
export async function rescueFile(store: ChunkStore, noteId: string): Promise<Blob | undefined> {
	const files: Zippable = {};
	const list: object[] = [];
	for (const place of placesOf(noteId)) {
		const folder = place === noteId ? 'chunks' : 'aside';
		for (const chunk of await store.salvage(place)) {
			const path = `${folder}/${chunk.key.kind}-${chunk.key.hash}.loro`;
			files[path] = [chunk.bytes, { level: 0 }];
			list.push({ path, bytes: chunk.bytes.length, whole: await isWhole(chunk) });
		}
	}
	if (list.length === 0) return undefined;
	const manifest = { format: RESCUE_FORMAT, version: RESCUE_VERSION, note: noteId, chunks: list };
	files[RESCUE_MANIFEST] = new TextEncoder().encode(JSON.stringify(manifest, undefined, '\t'));
	return new Blob([zipSync(files, { mtime: EARLIEST })], { type: 'application/zip' });
}

async function isWhole({ key, bytes }: SalvagedChunk): Promise<boolean> {
	return (await chunkHash(bytes)) === key.hash;
}
