/** Whether what was read is of the type that is wanted. What is stored may be of an older version of Perch. */
export type Check<Value> = (stored: unknown) => stored is Value;

/** The entries of one section: local data that is no part of a note. Every method throws StorageError. */
export interface KeyValueSection<Value> {
	/** The value, or undefined if there is none or it is not of the section's type. */
	get(key: string): Promise<Value | undefined>;
	/** Puts a value in the place of the one before; settles after the commit. */
	set(key: string, value: Value): Promise<void>;
	/** Does nothing if there is no such entry. */
	delete(key: string): Promise<void>;
	/** Deletes everything in the section, of whatever type. */
	clear(): Promise<void>;
	/** All entries of the section's type, by key, as of one moment. */
	entries(): Promise<[key: string, value: Value][]>;
	/** Their values alone, which are read in half the time. */
	values(): Promise<Value[]>;
}

/** One entry, or all of a section where no key is named. */
export interface LocalPlace {
	readonly section: string;
	readonly key?: string;
}

/**
 * A small store for local data that is no part of a note: summaries, settings, the last configuration. Here the last
 * writer wins; what must be merged belongs into a note.
 */
export interface KeyValueStore {
	/** The section of that name. `check` says what its values are; they are plain data that can be cloned. */
	section<Value>(name: string, check: Check<Value>): KeyValueSection<Value>;
	/** Deletes all of these, whatever type they are of, in one transaction. @throws StorageError */
	erase(places: readonly LocalPlace[]): Promise<void>;
	/** Gives the store up; every later call throws StorageError "closed". */
	close(): void;
}
