import type { Excerpt } from './excerpts.js';

/** What is told to the worker that searches. */
export type SearchRequest =
	/** The notes to be searched, in the order in which they are to be found. The first time it begins to read them. */
	| { readonly kind: 'notes'; readonly ids: readonly string[] }
	/** The texts of these were made anew. */
	| { readonly kind: 'derived'; readonly ids: readonly string[] }
	/** Looks for something; ends the search before. */
	| { readonly kind: 'find'; readonly seq: number; readonly query: string }
	/** Asks for the lines of some of the notes found. */
	| { readonly kind: 'lines'; readonly seq: number; readonly query: string; readonly ids: readonly string[] };

/** The lines of a note in which something was found. */
export interface FoundLines {
	readonly id: string;
	readonly excerpts: readonly Excerpt[];
}

/** What the worker that searches tells. */
export type SearchNews =
	/** All texts that were stored are read. */
	| { readonly kind: 'ready' }
	/** The texts of these have to be made, for they are missing or old. */
	| { readonly kind: 'stale'; readonly ids: readonly string[] }
	/** Texts have changed, or it was found out which are old: what was found may be no longer all. */
	| { readonly kind: 'changed' }
	| {
			readonly kind: 'found';
			readonly seq: number;
			/** The notes that hold all that was looked for, those first that have it in their titles. */
			readonly ids: readonly string[];
			/** Of the first of them. */
			readonly lines: readonly FoundLines[];
			/** False: more may come, with the same number or after `changed`. */
			readonly complete: boolean;
			/** Of some notes only a part could be read. */
			readonly partial: boolean;
	  }
	| { readonly kind: 'lines'; readonly seq: number; readonly lines: readonly FoundLines[] }
	/** The texts cannot be read. */
	| { readonly kind: 'failed' };

/** What is told to the worker that makes texts: for which notes. */
export interface DeriveRequest {
	readonly ids: readonly string[];
}

/** What the worker that makes texts tells: for which they were made, and whether it is through, with all or but for some, or failed. */
export interface DeriveNews {
	readonly ids: readonly string[];
	readonly state: 'working' | 'done' | 'failed';
}
