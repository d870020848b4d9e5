import type { Role } from '../crypto/channel-proof.js';
import type { HeldInvite } from '../note/library-entry.js';

/** What somebody may do in a note: write in it, or only read it. */
export type NoteRight = 'edit' | 'view';

/** The right that comes with a role that was proven on a channel. */
export function rightOfRole(role: Role): NoteRight {
	return role === 'writer' ? 'edit' : 'view';
}

/** The role that an invite lets one prove. */
export function roleOfInvite({ kind }: HeldInvite): Role {
	return kind === 'edit' ? 'writer' : 'viewer';
}
