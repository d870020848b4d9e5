/** The root containers of a note's Loro document and the keys of its `meta` map. They are stored data: never rename. */
export const META = 'meta';
export const BODY = 'body';
export const AUTHORS = 'authors';

export const META_TITLE = 'title';
export const META_CREATED_AT = 'createdAt';
export const META_KIND = 'kind';

/** What the note holds. Kinds that this version does not know are kept and shown as unknown. */
export const KIND_TEXT = 'text';

/** Commits whose origin starts so are no edit of the person: undo leaves them alone. */
export const SYSTEM_ORIGIN = 'perch:';
export const ORIGIN_META = `${SYSTEM_ORIGIN}meta`;
export const ORIGIN_AUTHORS = `${SYSTEM_ORIGIN}authors`;
export const ORIGIN_LINE_ENDS = `${SYSTEM_ORIGIN}line-ends`;
export const ORIGIN_MEND = `${SYSTEM_ORIGIN}mend`;

/** A longer title is cut here, in UTF-16 units, so that a pasted page does not become one. */
export const MAX_TITLE_LENGTH = 300;

/** An update or snapshot over this size, in bytes, is refused before Loro sees it. */
export const MAX_UPDATE_BYTES = 64 * 1024 * 1024;

/**
 * A note holds at most so many operations: of a text, so many characters that were written or deleted, which is five
 * times what a note of 10 MB takes.
 */
export const MAX_NOTE_OPERATIONS = 50_000_000;

/** And of so many Loro peers: each session of each person that ever wrote in the note is one. */
export const MAX_NOTE_LORO_PEERS = 131_072;

/** An update to a peer holds at most so many operations: of a text, so many characters. */
export const MAX_PART_OPERATIONS = 16_384;

/** What is exported in parts is cut again until a part has at most so many bytes. */
export const MAX_PART_BYTES = 1024 * 1024;

/** An entry of `meta` or `authors`, key and value as JSON, is at most so long, in UTF-16 units. */
export const MAX_ENTRY_LENGTH = 4_096;

/** Keystrokes closer than this, in milliseconds, are undone together. */
export const UNDO_MERGE_INTERVAL_MS = 400;
export const MAX_UNDO_STEPS = 500;

/** Who wrote under a Loro peer id: the value of an entry of the `authors` map. */
export interface Author {
	/** The person's random id, the same in all of that person's sessions on one device. */
	readonly person: string;
	readonly name: string;
}
