import { page } from '$app/state';

const CONNECTION = '/connection';
const AT = /\/at\/(\d{1,9})-(\d{1,9})$/;

/** A stretch of a note's text, in UTF-16 units. */
export interface TextPlace {
	readonly from: number;
	readonly to: number;
}

/** The fragment of the address that leads to a place in a note, without its `#`. */
export function fragmentAt(noteId: string, { from, to }: TextPlace): string {
	return `${noteId}/at/${from}-${to}`;
}

/**
 * What the note page's address asks for: `#<note>` to write in it, `#<note>/at/<from>-<to>` to do so at a place in the text, and
 * `#<note>/connection` to see how it is connected.
 */
export class NotePlace {
	readonly #fragment = $derived(page.url.hash.slice(1));

	/** Empty if the address names none. */
	get noteId(): string {
		return this.#fragment.split('/', 1)[0] ?? '';
	}

	get isConnection(): boolean {
		return this.#fragment.endsWith(CONNECTION);
	}

	/** Where in the text. */
	get textPlace(): TextPlace | undefined {
		const [, from, to] = AT.exec(this.#fragment) ?? [];
		return from === undefined || to === undefined ? undefined : { from: Number(from), to: Number(to) };
	}
}
