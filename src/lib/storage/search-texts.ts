/** What is searched of one note, as it was when it was read from its chunks. */
export interface SearchText {
	readonly id: string;
	/** What the note's chunks were then (stamp.ts of search/). */
	readonly stamp: string;
	readonly title: string;
	readonly text: string;
	/** Chunks of the note could not be read: what they hold is not in the text. */
	readonly isPartial?: true;
}

/**
 * The texts of notes as they are searched. They follow from the notes: what is missing or lost is made again, and nothing else is ever read
 * from here. Every method throws StorageError.
 */
export interface SearchTexts {
	/** Up to `most` texts in the order of their ids, those after `after`. */
	page(after: string, most: number): Promise<SearchText[]>;
	/** The texts of these notes, without those that are missing, in one transaction. */
	get(ids: readonly string[]): Promise<SearchText[]>;
	/** Puts texts in the place of those before. */
	put(texts: readonly SearchText[]): Promise<void>;
	delete(ids: readonly string[]): Promise<void>;
	/** Deletes all. */
	clear(): Promise<void>;
	close(): void;
}

/** Whether what was read is a search text of this version of Perch. */
export function isSearchText(value: unknown): value is SearchText {
	if (typeof value !== 'object' || value === null) return false;
	const { id, stamp, title, text, isPartial } = value as Record<string, unknown>;
	const isFlag = isPartial === undefined || isPartial === true;
	return isFlag && [id, stamp, title, text].every((field) => typeof field === 'string');
}

/** Without a browser, for tests. */
export class MemorySearchTexts implements SearchTexts {
	readonly stored = new Map<string, SearchText>();

	page(after: string, most: number): Promise<SearchText[]> {
		const texts = [...this.stored.values()].filter(({ id }) => id > after);
		return Promise.resolve(texts.sort((a, b) => (a.id < b.id ? -1 : 1)).slice(0, most));
	}

	get(ids: readonly string[]): Promise<SearchText[]> {
		return Promise.resolve(ids.map((id) => this.stored.get(id)).filter((text) => text !== undefined));
	}

	put(texts: readonly SearchText[]): Promise<void> {
		for (const text of texts) this.stored.set(text.id, text);
		return Promise.resolve();
	}

	delete(ids: readonly string[]): Promise<void> {
		for (const id of ids) this.stored.delete(id);
		return Promise.resolve();
	}

	clear(): Promise<void> {
		this.stored.clear();
		return Promise.resolve();
	}

	close(): void {
		this.stored.clear();
	}
}
