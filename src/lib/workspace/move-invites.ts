import { createInvite, decodeInvite, encodeInvite, InviteError, type Invite } from '../crypto/invite.js';
import { deriveNoteKeys, viewInviteOf } from '../crypto/keys.js';
import type { PeerView } from '../sync/views.js';

/** An invite that a note moves to, and what it is as text for those who come along. */
export interface NewInvite {
	readonly noteId: string;
	readonly invite: Invite;
	readonly text: { readonly edit: string; readonly view: string };
}

/** That a proven writer started over. */
export interface HeardMove {
	/** The peer's id, and what whoever is there calls themselves. */
	readonly peer: string;
	readonly name: string;
	/** The text of the invite that this page gets. */
	readonly invite: string | undefined;
}

/** An invite that a peer sent, and where it leads. */
export type HeardInvite = Pick<NewInvite, 'noteId' | 'invite'>;

export async function newInvite(): Promise<NewInvite> {
	const invite = createInvite();
	const keys = await deriveNoteKeys(invite);
	const [edit, view] = await Promise.all([encodeInvite(invite), encodeInvite(viewInviteOf(keys))]);
	return { noteId: keys.noteId, invite, text: { edit, view } };
}

/**
 * What each of those who were chosen gets who is still here, by the same connection; to edit only if it has proven
 * that it may.
 */
export function invitesFor(
	chosen: readonly PeerView[],
	here: readonly PeerView[],
	{ text }: NewInvite
): ReadonlyMap<string, string> {
	const wereWriters = new Map(chosen.map(({ id, role }) => [id, role === 'writer']));
	return new Map(
		here.flatMap(({ id, role }) => {
			const wasWriter = wereWriters.get(id);
			if (wasWriter === undefined) return [];
			return [[id, wasWriter && role === 'writer' ? text.edit : text.view]];
		})
	);
}

/** Reads an invite that came for a note; undefined if it is none or leads back to it. */
export async function readInvite(text: string, fromId: string): Promise<HeardInvite | undefined> {
	try {
		const invite = await decodeInvite(text);
		const { noteId } = await deriveNoteKeys(invite);
		return noteId === fromId ? undefined : { noteId, invite };
	} catch (failure) {
		if (!(failure instanceof InviteError)) throw failure;
		console.warn('an invite of a peer was passed over', failure.reason);
		return undefined;
	}
}
