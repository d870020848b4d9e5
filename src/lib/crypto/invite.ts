import {
	concatBytes,
	equalBytes,
	fromBase64Url,
	randomBytes,
	toBase64Url,
	type Bytes
} from '../util/bytes.js';
import { KEY_BYTES } from './keys.js';

/** The first byte of an invite. A later layout takes the next number. */
export const INVITE_VERSION = 1;

/** The second byte: what the invite gives. A view invite has its place here and is not made yet. */
const KIND_EDIT = 1;
const KIND_VIEW = 2;

/** How the text of an invite of this version begins, whatever its kind. */
const INVITE_BEGIN = toBase64Url(Uint8Array.of(INVITE_VERSION, 0, 0)).slice(0, 2);

/** Every version of an invite ends with the first bytes of the SHA-256 of what precedes: it finds slips of copying. */
const CHECKSUM_BYTES = 4;
const HEADER_BYTES = 2;
const EDIT_INVITE_BYTES = HEADER_BYTES + KEY_BYTES + CHECKSUM_BYTES;

/** A pasted text longer than this, in UTF-16 units, is no invite and is not looked at further. */
const MAX_INVITE_TEXT = 4096;

export interface EditInvite {
	readonly kind: 'edit';
	/** The secret. Everything else follows from it (`deriveNoteKeys`). */
	readonly seed: Bytes;
}

/** Why a text is no invite that can be used. `newer`: made by a later version of Perch. */
export type InviteFailure = 'missing' | 'damaged' | 'foreign' | 'newer' | 'view-only';

/** Says why an invite was not taken; its message never holds the invite. */
export class InviteError extends Error {
	override readonly name = 'InviteError';

	constructor(readonly reason: InviteFailure) {
		super(`invite not taken: ${reason}`);
	}
}

/** A new invite from a fresh random seed. */
export function createInvite(): EditInvite {
	return { kind: 'edit', seed: randomBytes(KEY_BYTES) };
}

async function checksum(bytes: Bytes): Promise<Bytes> {
	return new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)).slice(0, CHECKSUM_BYTES);
}

/** The invite as text, base64url without padding: what stands behind the `#` of the link. */
export async function encodeInvite(invite: EditInvite): Promise<string> {
	const content = concatBytes(Uint8Array.of(INVITE_VERSION, KIND_EDIT), invite.seed);
	return toBase64Url(concatBytes(content, await checksum(content)));
}

/** What stands behind the last `#` of a pasted link, or the whole text if there is none; without white space. */
function inviteText(pasted: string): string {
	const compact = pasted.replaceAll(/\s/g, '');
	return compact.slice(compact.lastIndexOf('#') + 1);
}

/**
 * Reads an invite from a link or from the bare invite, as a person pastes it.
 *
 * @throws InviteError "missing" if there is nothing, "foreign" if it is something else altogether, "damaged" if it
 * was cut or mistyped, "newer" if this version cannot know it, "view-only" for an invite that lets one only read.
 */
export async function decodeInvite(pasted: string): Promise<EditInvite> {
	if (pasted.length > MAX_INVITE_TEXT) throw new InviteError('foreign');
	const text = inviteText(pasted);
	if (text === '') throw new InviteError(pasted.trim() === '' ? 'missing' : 'foreign');
	const bytes = fromBase64Url(text);
	if (bytes === undefined) throw new InviteError(text.startsWith(INVITE_BEGIN) ? 'damaged' : 'foreign');
	const [version, kind] = bytes;
	const content = bytes.slice(0, -CHECKSUM_BYTES);
	const intact =
		bytes.length > HEADER_BYTES + CHECKSUM_BYTES &&
		equalBytes(bytes.subarray(-CHECKSUM_BYTES), await checksum(content));
	if (!intact) throw new InviteError(version === INVITE_VERSION ? 'damaged' : 'foreign');
	if (version !== INVITE_VERSION) throw new InviteError('newer');
	if (kind === KIND_VIEW) throw new InviteError('view-only');
	if (kind !== KIND_EDIT) throw new InviteError('newer');
	if (bytes.length !== EDIT_INVITE_BYTES) throw new InviteError('damaged');
	return { kind: 'edit', seed: content.slice(HEADER_BYTES) };
}
