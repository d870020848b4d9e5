import { encodeInvite, type Invite } from '../crypto/invite.js';
import { viewInviteOf } from '../crypto/keys.js';
import type { LazyNoteKeys } from './note-keys.js';
import type { NoteRight } from './rights.js';

/**
 * The link that gives a right, made from the invite that this device holds.
 *
 * @throws RangeError if the invite does not give that right itself.
 */
export async function shareLink(
	joinUrl: string,
	held: Invite,
	keys: LazyNoteKeys,
	right: NoteRight
): Promise<string> {
	if (right === 'edit' && held.kind !== 'edit') throw new RangeError('who may only view has no link to edit');
	const invite = right === 'edit' || held.kind === 'view' ? held : viewInviteOf(await keys.get());
	return `${joinUrl}#${await encodeInvite(invite)}`;
}
