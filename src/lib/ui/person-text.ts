import { m } from '$lib/paraglide/messages.js';
import type { NoteRight } from '$lib/workspace/rights.js';
import type { Person } from '$lib/workspace/types.js';

/** A person's name, with a word for oneself. */
export function personName({ name, isSelf }: Person): string {
	return isSelf ? m.person_self({ name }) : name;
}

/** What somebody may do, as it stands behind a name. */
export function rightText(right: NoteRight): string {
	return right === 'edit' ? m.person_can_edit() : m.person_can_view();
}

/** The id of the button by which a person is gone to. */
export function personButtonId(id: string): string {
	return `person-${id}`;
}
