import { tick } from 'svelte';
import type { OpenFailure, OpenNote } from '$lib/workspace/types.js';
import { failureReason } from './failure-reason.js';

/** What the note page has to show. */
export type NoteView =
	| { readonly kind: 'opening' }
	| { readonly kind: 'open'; readonly note: OpenNote }
	| { readonly kind: 'failed'; readonly reason: OpenFailure };

const OPENING: NoteView = { kind: 'opening' };

function openFailure(error: unknown): OpenFailure {
	const reason = failureReason(error);
	return reason === 'unknown-note' || reason === 'unreadable' ? reason : 'storage';
}

/**
 * Opens the note that the page asks for and closes the one before. Whoever asks last wins: a note whose opening ends
 * after another was asked for is closed at once and never shown.
 */
export class NoteOpener {
	#view: NoteView = $state.raw(OPENING);
	#turn = 0;
	readonly #open: (id: string) => Promise<OpenNote>;

	constructor(open: (id: string) => Promise<OpenNote>) {
		this.#open = open;
	}

	get view(): NoteView {
		return this.#view;
	}

	async show(id: string): Promise<void> {
		this.close();
		const turn = this.#turn;
		if (id === '') {
			this.#view = { kind: 'failed', reason: 'unknown-note' };
			return;
		}
		try {
			const note = await this.#open(id);
			if (turn === this.#turn) this.#view = { kind: 'open', note };
			else await closeQuietly(note);
		} catch (error) {
			const reason = openFailure(error);
			if (reason !== 'unknown-note') console.error('the note was not opened', error);
			if (turn === this.#turn) this.#view = { kind: 'failed', reason };
		}
	}

	/** Lets go of the note shown. An opening still under way will end in nothing. */
	close(): void {
		this.#turn += 1;
		const view = this.#view;
		this.#view = OPENING;
		if (view.kind === 'open') void closeAfterUnmount(view.note);
	}
}

/** The editor goes first: it must not read a note whose document is freed. */
async function closeAfterUnmount(note: OpenNote): Promise<void> {
	await tick();
	await closeQuietly(note);
}

async function closeQuietly(note: OpenNote): Promise<void> {
	try {
		await note.close();
	} catch (error) {
		console.error('the note was not closed properly', error);
	}
}
