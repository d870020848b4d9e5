import type { Version } from '../note/version.js';
import type { KeyValueSection, KeyValueStore } from '../storage/key-value.js';
import { Emitter } from '../util/emitter.js';

/** The section of local data. Stored data: never rename. */
export const SEEN = 'seen';

/** What of a note was seen on this device (docs/storage.md, S35). */
export interface SeenRecord {
	readonly seen: Version;
	/** Others have changed its text since. */
	readonly unseen: boolean;
}

function isSeenRecord(value: unknown): value is SeenRecord {
	if (typeof value !== 'object' || value === null) return false;
	const { seen, unseen } = value as Partial<Record<keyof SeenRecord, unknown>>;
	return seen instanceof Map && typeof unseen === 'boolean';
}

/** Up to which version each note was seen on this device. It stays on this device. */
export class SeenVersions {
	readonly #section: KeyValueSection<SeenRecord>;
	readonly #stored = new Emitter<undefined>();

	constructor(local: KeyValueStore) {
		this.#section = local.section(SEEN, isSeenRecord);
	}

	/** Tells that this tab has stored what was seen of a note. */
	readonly onStored = this.#stored.on.bind(this.#stored);

	/** Undefined of a note that was never looked at here. @throws StorageError */
	async load(noteId: string): Promise<SeenRecord | undefined> {
		return await this.#section.get(noteId);
	}

	/** @throws StorageError */
	async store(noteId: string, record: SeenRecord): Promise<void> {
		await this.#section.set(noteId, record);
		this.#stored.emit(undefined);
	}

	/** The notes in which others have changed something that was not seen here: for a list, with no note open. @throws StorageError */
	async notesWithUnseen(): Promise<Set<string>> {
		const entries = await this.#section.entries();
		return new Set(entries.filter(([, { unseen }]) => unseen).map(([noteId]) => noteId));
	}
}
