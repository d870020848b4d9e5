import type { KeyValueSection, KeyValueStore } from '../storage/key-value.js';
import { MAX_TEXT_FILE_BYTES } from '../storage/limits.js';
import { toHex } from '../util/bytes.js';

/** The section of local data. Stored data: never rename. */
export const OPENED_FILES = 'opened-files';

/** Which note was made of which file that was opened from the system (docs/storage.md, S41). */
export class OpenedFiles {
	readonly #section: KeyValueSection<string>;

	constructor(local: KeyValueStore) {
		this.#section = local.section(OPENED_FILES, (value) => typeof value === 'string');
	}

	/** The id of the note that was made of a file of this name and content. @throws StorageError */
	async noteOf(file: File): Promise<string | undefined> {
		const key = await keyOf(file);
		return key === undefined ? undefined : await this.#section.get(key);
	}

	/** @throws StorageError */
	async remember(file: File, noteId: string): Promise<void> {
		const key = await keyOf(file);
		if (key !== undefined) await this.#section.set(key, noteId);
	}
}

/** Undefined of a file that no note can be made of: it is refused elsewhere, with the reason. */
async function keyOf(file: File): Promise<string | undefined> {
	if (file.size > MAX_TEXT_FILE_BYTES) return undefined;
	const bytes = await file.arrayBuffer().catch(() => undefined);
	if (bytes === undefined) return undefined;
	const hash = toHex(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)));
	return `${hash} ${file.name}`;
}
