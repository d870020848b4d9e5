import { fold } from './fold.js';

/**
 * So much text is held in memory, in UTF-16 units, of which each takes one byte or two. Notes beyond it are read from storage
 * whenever something is looked for.
 */
export const MAX_HELD_UNITS = 24 * 1024 * 1024;

interface HeldNote {
	readonly title: string;
	/** Undefined: there was no room for it. */
	readonly text: string | undefined;
	/** How long the text is, in UTF-16 units, whether or not it is held. */
	readonly units: number;
}

/** What was found: in the title alone already, or only with the text. */
export type Match = 'title' | 'text';

/** What was found in the notes that are held, and which others have to be looked through. */
export interface Found {
	readonly inTitle: readonly string[];
	readonly inText: readonly string[];
	readonly unheld: readonly string[];
}

/** A search that was made, and what it left over, in the order asked for. */
interface Search {
	readonly words: readonly string[];
	readonly ids: readonly string[];
	readonly left: readonly string[];
}

/** The folded texts of notes, in memory. */
export class TextIndex {
	readonly #notes = new Map<string, HeldNote>();
	#units = 0;
	#last: Search | undefined;

	constructor(private readonly mostUnits = MAX_HELD_UNITS) {}

	/** How much is held, in UTF-16 units. */
	get units(): number {
		return this.#units;
	}

	get size(): number {
		return this.#notes.size;
	}

	/** Takes a note in, or what it says now. */
	put(id: string, title: string, text: string): void {
		this.delete(id);
		this.#last = undefined;
		const [foldedTitle, foldedText] = [fold(title), fold(text)];
		const fits = this.#units + foldedText.length <= this.mostUnits;
		const units = foldedText.length;
		this.#notes.set(id, { title: foldedTitle, text: fits ? foldedText : undefined, units });
		this.#units += foldedTitle.length + (fits ? foldedText.length : 0);
	}

	/** How long the text of a note is, in UTF-16 units, also of one that is not held; 0 for one that is unknown. */
	unitsOf(id: string): number {
		return this.#notes.get(id)?.units ?? 0;
	}

	delete(id: string): void {
		const note = this.#notes.get(id);
		if (note === undefined) return;
		this.#last = undefined;
		this.#units -= note.title.length + (note.text?.length ?? 0);
		this.#notes.delete(id);
	}

	/**
	 * Looks through the notes named, in that order. Whoever types on asks for less and less: then only what was found before is looked
	 * through, if `ids` is the same array.
	 */
	find(words: readonly string[], ids: readonly string[]): Found {
		const inTitle: string[] = [];
		const inText: string[] = [];
		const unheld: string[] = [];
		const left: string[] = [];
		const last = this.#last;
		const among = last?.ids === ids && narrows(words, last.words) ? last.left : ids;
		for (const id of among) {
			const note = this.#notes.get(id);
			if (note === undefined) continue;
			const match = matches(words, note.title, note.text ?? '');
			if (match === 'title') inTitle.push(id);
			else if (match === 'text') inText.push(id);
			else if (note.text === undefined) unheld.push(id);
			else continue;
			left.push(id);
		}
		this.#last = { words, ids, left };
		return { inTitle, inText, unheld };
	}
}

/** Whether a note that holds all the new words must hold all the old ones. */
function narrows(words: readonly string[], before: readonly string[]): boolean {
	return before.length > 0 && before.every((old) => words.some((word) => word.includes(old)));
}

/** Whether a note, folded, holds all that is looked for. */
export function matches(words: readonly string[], title: string, text: string): Match | undefined {
	let inTitle = true;
	for (const word of words) {
		if (title.includes(word)) continue;
		if (!text.includes(word)) return undefined;
		inTitle = false;
	}
	return inTitle ? 'title' : 'text';
}
