import { m } from '$lib/paraglide/messages.js';
import type { ListedNote } from '$lib/workspace/types.js';
import { listNames } from './status-text.js';

/** So many people of a note are named in the list. */
const MAX_NAMED = 3;

/** With whom a note is shared, as far as that is known; undefined of one that is not. */
export function sharedText({ shared, sharedWith = [] }: ListedNote): string | undefined {
	if (!shared) return undefined;
	if (sharedWith.length === 0) return m.note_shared();
	const named = sharedWith.slice(0, sharedWith.length > MAX_NAMED ? MAX_NAMED - 1 : MAX_NAMED);
	const more = sharedWith.length - named.length;
	const names = more > 0 ? [...named, m.unseen_others({ count: more })] : named;
	return m.note_shared_with({ names: listNames(names) });
}
