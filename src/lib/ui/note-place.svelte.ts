import { page } from '$app/state';

const CONNECTION = '/connection';

/** What the note page's address asks for: `#<note>` to write in it, `#<note>/connection` to see how it is connected. */
export class NotePlace {
	readonly #fragment = $derived(page.url.hash.slice(1));

	/** Empty if the address names none. */
	get noteId(): string {
		return this.#fragment.split('/', 1)[0] ?? '';
	}

	get isConnection(): boolean {
		return this.#fragment.endsWith(CONNECTION);
	}
}
