import type { FindState } from '$lib/editor/find/finder.js';
import { m } from '$lib/paraglide/messages.js';

/** How a search stands, in words. */
export function findText(state: FindState): string {
	switch (state.kind) {
		case 'nothing':
			return '';
		case 'bad-pattern':
			return m.find_bad_pattern();
		case 'endless':
			return m.find_endless();
		case 'failed':
			return m.find_failed();
		case 'searching':
			return m.find_searching();
		case 'found':
			return foundText(state);
	}
}

function foundText({ count, index, more }: FindState & { readonly kind: 'found' }): string {
	if (count === 0) return m.find_none();
	const amount = count.toLocaleString();
	if (more) return m.find_more({ count: amount });
	return index < 0
		? m.find_count({ count: amount })
		: m.find_at({ at: (index + 1).toLocaleString(), count: amount });
}

/** Whether a state says that something is wrong. */
export function isFindTrouble({ kind }: FindState): boolean {
	return kind === 'bad-pattern' || kind === 'endless' || kind === 'failed';
}
