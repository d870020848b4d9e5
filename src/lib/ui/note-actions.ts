import { m } from '$lib/paraglide/messages.js';
import { DuplicateError, type DuplicateFailure } from '$lib/workspace/duplicate-error.js';
import { workspace } from '$lib/workspace/workspace.svelte.js';
import { storageErrorAdvice } from './storage-text.js';
import { titleText } from './trash-text.js';

const FAILURES: Readonly<Record<DuplicateFailure, () => string>> = {
	partly: m.duplicate_partly,
	empty: m.duplicate_empty,
	'unknown-note': m.duplicate_unknown
};

function copyTitle(title: string): string {
	return m.duplicate_title({ title: titleText(title) });
}

/** Duplicates a note. @returns what came of it, in words */
export async function duplicate(noteId: string): Promise<string> {
	try {
		const id = await workspace.duplicate(noteId, copyTitle);
		const title = workspace.notes.find((note) => note.id === id)?.title ?? '';
		return m.duplicate_made({ title: titleText(title) });
	} catch (error) {
		console.error('the note was not duplicated', error);
		if (error instanceof DuplicateError) return FAILURES[error.reason]();
		return `${m.trash_failed()} ${storageErrorAdvice(error)}`;
	}
}

/** Pins a note to the top of the list, or not. @returns why that failed, in words; undefined if it did not */
export async function setPinned(noteId: string, pinned: boolean): Promise<string | undefined> {
	try {
		await workspace.setPinned(noteId, pinned);
		return undefined;
	} catch (error) {
		console.error('the note was not pinned', error);
		return `${m.trash_failed()} ${storageErrorAdvice(error)}`;
	}
}
