import { StorageError } from '../storage/chunk-store.js';
import type { Answer, AnswerStore } from './answers.js';
import { careFor, type Care, type CaredNote } from './care.js';
import type { StorageSafety } from './storage-safety.svelte.js';

const PUT_OFF: Readonly<Record<Care, Answer>> = {
	full: 'full-later',
	'back-up': 'back-up-later',
	install: 'install-no'
};

/** What the list of notes says above the notes of how safe they are, and that Perch can be installed. */
export class LibraryCare {
	#current: Care | undefined = $state();
	#looked: Promise<void> = Promise.resolve();
	readonly #answers: AnswerStore;
	readonly #safety: StorageSafety;

	constructor(answers: AnswerStore, safety: StorageSafety) {
		this.#answers = answers;
		this.#safety = safety;
	}

	get current(): Care | undefined {
		return this.#current;
	}

	/** Settles once all that was looked at so far is known. */
	get looked(): Promise<void> {
		return this.#looked;
	}

	/** Looks what there is to be said now. Never rejects: where answers cannot be read, nothing is said. */
	async look(notes: readonly CaredNote[], installable: boolean): Promise<void> {
		const looked = this.#quietly(async () => {
			await this.#safety.refresh();
			const answers = await this.#answers.all();
			const { promise, room } = this.#safety;
			const nearlyFull = room?.nearlyFull === true;
			this.#current = careFor({ now: Date.now(), notes, promise, nearlyFull, installable, answers });
		});
		this.#looked = looked;
		await looked;
	}

	/** It is not said again for a while, and the offer to install never. */
	async putOff(care: Care): Promise<void> {
		this.#current = undefined;
		await this.#note(PUT_OFF[care]);
	}

	/** What was said was done. */
	async done(care: Care): Promise<void> {
		this.#current = undefined;
		if (care === 'install') await this.#note('install-no');
	}

	/** A backup of all notes was made. `begunAt`: what was changed since then may not be in it. */
	async backedUp(begunAt: number): Promise<void> {
		if (this.#current === 'back-up') this.#current = undefined;
		await this.#note('backed-up', begunAt);
	}

	async #note(answer: Answer, at = Date.now()): Promise<void> {
		await this.#quietly(() => this.#answers.note(answer, at));
	}

	async #quietly(work: () => Promise<void>): Promise<void> {
		try {
			await work();
		} catch (failure) {
			if (!(failure instanceof StorageError)) throw failure;
			console.warn('answers cannot be kept', failure.reason);
		}
	}
}
