import { m } from '$lib/paraglide/messages.js';
import { noteSearch } from '$lib/workspace/this-search.js';
import type { ListedNote } from '$lib/workspace/types.js';
import { searchNotes } from './note-search.js';

/**
 * For so long, in milliseconds, whoever begins to type sees the list as it was: an answer comes sooner, and what the list can tell by itself
 * would only flash up before it.
 */
const PATIENCE_MS = 150;

/** What is looked for in the list of notes, and how far it has been found. */
export class LibrarySearch {
	query = $state('');
	readonly #notes: () => readonly ListedNote[];
	readonly active = $derived(this.query.trim() !== '');
	readonly #byId = $derived.by(() =>
		this.active ? new Map(this.#notes().map((note) => [note.id, note])) : undefined
	);
	readonly #answer = $derived(this.active ? noteSearch.answer : undefined);
	#isOverdue = $state(false);
	/** What ends the waiting for what is found first, and the question that it is for. */
	readonly #waiting = new Map<() => void, string>();
	/** Whether what was found stands in the place of the list. */
	readonly shown = $derived(
		this.active && (this.#answer !== undefined || noteSearch.failed || this.#isOverdue)
	);
	/** Of some notes nothing can be found at present. */
	readonly partial = $derived(noteSearch.failed || this.#answer?.partial === true);
	/** Notes are still being read that were never searched on this device. */
	readonly preparing = $derived(this.#answer?.preparing === true);
	/** Whether what was found is all that there is, or all that can be found at present. */
	readonly settled = $derived(
		noteSearch.failed ||
			(this.#answer?.complete === true && !this.preparing && this.#answer.query === this.query.trim())
	);

	/** @param notes all that is looked through, in the order of the list */
	constructor(notes: () => readonly ListedNote[]) {
		this.#notes = notes;
		$effect(() => {
			if (!this.active || this.#answer !== undefined) return;
			const timer = setTimeout(() => (this.#isOverdue = true), PATIENCE_MS);
			return () => {
				clearTimeout(timer);
				this.#isOverdue = false;
			};
		});
		$effect(() => {
			const [{ query }, isAnswered] = [this, this.#isAnswered];
			for (const [end, asked] of this.#waiting) if (isAnswered || asked !== query) end();
		});
	}

	/** What the last answer names; before there is one, what can be told by the list itself. */
	get found(): readonly ListedNote[] {
		if (this.#answer === undefined || noteSearch.failed) return searchNotes(this.#notes(), this.query);
		const byId = this.#byId;
		return this.#answer.ids.map((id) => byId?.get(id)).filter((note) => note !== undefined);
	}

	/** Shows what is found so far in the place of the list: somebody goes there. */
	show(): void {
		// Once answered it is shown, and nobody waits any more who would end this.
		if (this.active && this.#answer === undefined) this.#isOverdue = true;
		for (const end of this.#waiting.keys()) end();
	}

	/**
	 * What was found first, once what is asked now was answered, if that is soon, or what is found so far is to be shown (`show`);
	 * undefined if another question came meanwhile.
	 */
	async first(): Promise<ListedNote | undefined> {
		const asked = this.query;
		if (!this.#isAnswered) await this.#answerTo(asked);
		return this.active && this.query === asked ? this.found[0] : undefined;
	}

	/** Settles when it is there, or is waited for no longer. */
	#answerTo(asked: string): Promise<void> {
		return new Promise((resolve) => {
			const end = () => {
				clearTimeout(timer);
				this.#waiting.delete(end);
				resolve();
			};
			const timer = setTimeout(end, PATIENCE_MS);
			this.#waiting.set(end, asked);
		});
	}

	get #isAnswered(): boolean {
		return noteSearch.failed || this.#answer?.query === this.query.trim();
	}

	/** What is to be said of so many that were found, once no more are coming. */
	newsOf(count: number): string {
		if (!this.active || !this.settled) return '';
		const counted = count > 0 || !this.partial ? [m.library_found({ count })] : [];
		return [...counted, ...(this.partial ? [m.search_partial()] : [])].join(' ');
	}
}
