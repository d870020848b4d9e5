import { m } from '$lib/paraglide/messages.js';
import type { DeletionOutlook } from '$lib/workspace/deletion-outlook.js';
import { TrashError, type TrashFailure } from '$lib/workspace/trash.js';
import { listNames } from './status-text.js';
import { storageErrorAdvice } from './storage-text.js';

const FAILURES: Readonly<Record<TrashFailure, () => string>> = {
	damaged: m.trash_damaged,
	gone: m.trash_restore_gone
};

/** A note's title, or what stands for one. */
export function titleText(title: string): string {
	return title.trim() === '' ? m.untitled() : title;
}

/** Why something was not done with the trash, and what helps. */
export function trashTrouble(error: unknown): string {
	if (error instanceof TrashError) return FAILURES[error.reason]();
	return `${m.trash_failed()} ${storageErrorAdvice(error)}`;
}

/** Who else has a note that is about to be deleted, in sentences. */
export function outlookTexts({ shared, haveAll, lackSome }: DeletionOutlook): string[] {
	if (!shared) return [m.trash_only_here()];
	const texts: string[] = [m.trash_others_keep()];
	if (haveAll.length > 0) texts.push(m.trash_outlook_all({ names: listNames(haveAll) }));
	const [only, ...more] = lackSome;
	if (only !== undefined)
		texts.push(
			more.length === 0
				? m.trash_outlook_lack_one({ name: only })
				: m.trash_outlook_lack({ names: listNames(lackSome) })
		);
	if (haveAll.length + lackSome.length === 0) texts.push(m.trash_outlook_nobody());
	return texts;
}
