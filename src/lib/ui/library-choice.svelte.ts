import { tagKey } from '$lib/note/tags.js';
import type { ListedNote } from '$lib/workspace/types.js';

const STORED_KEY = 'perch:library-sort';

/** In what order notes are listed; pinned ones come first in any. */
export const SORTS = ['changed', 'title', 'added'] as const;
export type Sort = (typeof SORTS)[number];

/** A tag, and how many notes have it. */
export interface TagCount {
	/** What all ways to write it have in common. */
	readonly key: string;
	/** As it is written in one of the notes. */
	readonly tag: string;
	readonly count: number;
}

/** What a browser keeps for a place, as far as it is used here. */
export type SortStore = Pick<Storage, 'getItem' | 'setItem'>;

function isSort(value: string | null | undefined): value is Sort {
	return SORTS.some((sort) => sort === value);
}

/** The tags of notes, those of most notes first. */
export function countTags(notes: readonly ListedNote[]): readonly TagCount[] {
	const counts = new Map<string, TagCount>();
	for (const { tags = [] } of notes) {
		for (const tag of tags) {
			const key = tagKey(tag);
			const known = counts.get(key);
			counts.set(key, { key, tag: known?.tag ?? tag, count: (known?.count ?? 0) + 1 });
		}
	}
	return [...counts.values()].sort((a, b) => b.count - a.count || a.tag.localeCompare(b.tag));
}

/** In what order the notes are listed, and which. The order is kept on this device, the tag as long as the page is open. */
export class LibraryChoice {
	readonly #store: SortStore | undefined;
	#sort: Sort = $state('changed');
	#tag: string | undefined = $state();

	/** @param open Gives what is kept; may throw where the browser keeps nothing. */
	constructor(open: () => SortStore) {
		try {
			this.#store = open();
			const stored = this.#store.getItem(STORED_KEY);
			if (isSort(stored)) this.#sort = stored;
		} catch (error) {
			console.warn('this browser keeps no order of the list', error);
		}
	}

	get sort(): Sort {
		return this.#sort;
	}

	set sort(sort: Sort) {
		this.#sort = sort;
		try {
			this.#store?.setItem(STORED_KEY, sort);
		} catch (error) {
			console.warn('the order of the list could not be stored', error);
		}
	}

	/** The key of the tag by which the list is narrowed. */
	get tag(): string | undefined {
		return this.#tag;
	}

	/** Narrows the list to a tag, by its key, or to it no more. */
	toggle(key: string): void {
		this.#tag = this.#tag === key ? undefined : key;
	}

	/** The notes in the order of the list, whatever their tags. */
	sorted(notes: readonly ListedNote[]): readonly ListedNote[] {
		// Read once: what reactive state is read in a comparison is read for each of a thousand notes.
		const order = ORDERS[this.#sort];
		return [...notes].sort((a, b) => Number(b.pinned) - Number(a.pinned) || order(a, b));
	}

	/** Those of the notes that have the tag; all of them where none is chosen, or none has it any more. */
	narrowed(notes: readonly ListedNote[]): readonly ListedNote[] {
		const tag = this.#tag;
		const tagged = tag === undefined ? notes : notes.filter((note) => hasTag(note, tag));
		return tagged.length === 0 ? notes : tagged;
	}
}

function hasTag({ tags = [] }: ListedNote, key: string): boolean {
	return tags.some((tag) => tagKey(tag) === key);
}

let collator: Intl.Collator | undefined;

/** It takes 10 to 35 ms to be made, on every page that knows the list: only who sorts by titles needs it. */
function compareTitles(a: string, b: string): number {
	collator ??= new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' });
	return collator.compare(a, b);
}

const ORDERS: Readonly<Record<Sort, (a: ListedNote, b: ListedNote) => number>> = {
	changed: (a, b) => b.changedAt - a.changedAt,
	// Those without a title come last.
	title: (a, b) =>
		Number(a.title.trim() === '') - Number(b.title.trim() === '') ||
		compareTitles(a.title, b.title) ||
		b.changedAt - a.changedAt,
	added: (a, b) => b.addedAt - a.addedAt
};
