import { workspace } from '$lib/workspace/workspace.svelte.js';
import { trashTrouble } from './trash-text.js';

/** A note that was put into the trash a moment ago. */
export interface Trashed {
	readonly id: string;
	readonly title: string;
}

/** Puts notes into the trash, and offers to take the last one out again, on whichever page one is then. */
class Trashing {
	#last: Trashed | undefined = $state.raw();
	#isUndoing = false;

	/** What may be undone; undefined if nothing is, or that was too long ago. */
	get last(): Trashed | undefined {
		return this.#last;
	}

	/** @returns why that failed, in words; undefined if it did not. */
	async move(id: string, title: string): Promise<string | undefined> {
		try {
			await workspace.moveToTrash(id);
			this.#last = { id, title };
			return undefined;
		} catch (error) {
			console.error('the note was not put into the trash', error);
			return trashTrouble(error);
		}
	}

	/** Takes out what was put there last. @returns why that failed, in words; undefined if it did not. */
	async undo(): Promise<string | undefined> {
		const last = this.#last;
		if (last === undefined || this.#isUndoing) return undefined;
		this.#isUndoing = true;
		try {
			await workspace.restoreFromTrash(last.id);
			return undefined;
		} catch (error) {
			console.error('the note was not restored', error);
			return trashTrouble(error);
		} finally {
			this.#isUndoing = false;
			if (this.#last === last) this.#last = undefined;
		}
	}

	/** It is not offered any more. */
	forget(): void {
		this.#last = undefined;
	}
}

export const trashing = new Trashing();
