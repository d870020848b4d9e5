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

/** The second byte: what the invite gives. */
const KIND_EDIT = 1;
const KIND_VIEW = 2;

/** How the text of an invite of this version begins, whatever its kind. */
const INVITE_BEGIN = toBase64Url(Uint8Array.of(INVITE_VERSION, 0, 0)).slice(0, 2);

/** Every version of an invite ends with the first bytes of the SHA-256 of what precedes: it finds slips of copying. */
const CHECKSUM_BYTES = 4;
const HEADER_BYTES = 2;
const EDIT_CONTENT_BYTES = KEY_BYTES;
const VIEW_CONTENT_BYTES = 2 * KEY_BYTES;

/** A pasted text longer than this, in UTF-16 units, is no invite and is not looked at further. */
const MAX_INVITE_TEXT = 4096;

export interface EditInvite {
	readonly kind: 'edit';
	/** The secret. Everything else follows from it (`deriveNoteKeys`). */
	readonly seed: Bytes;
}

/** Gives all that an edit invite gives but the right to write, and does not lead to it. */
export interface ViewInvite {
	readonly kind: 'view';
	/** The secret: from it follow the room's keys (`deriveRoomKeys`). */
	readonly viewSeed: Bytes;
	/** The Ed25519 public key of those who may write: from it follows the note's id. */
	readonly writePublicKey: Bytes;
}

export type Invite = EditInvite | ViewInvite;

/** Why a text is no invite that can be used. `newer`: made by a later version of Perch. */
export type InviteFailure = 'missing' | 'damaged' | 'foreign' | 'newer';

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

/** What stands between the version and the checksum. */
function kindAndContent(invite: Invite): Bytes {
	if (invite.kind === 'edit') return concatBytes(Uint8Array.of(KIND_EDIT), invite.seed);
	return concatBytes(Uint8Array.of(KIND_VIEW), invite.viewSeed, invite.writePublicKey);
}

/** The invite as text, base64url without padding: what stands behind the `#` of the link. */
export async function encodeInvite(invite: Invite): Promise<string> {
	const sealed = concatBytes(Uint8Array.of(INVITE_VERSION), kindAndContent(invite));
	return toBase64Url(concatBytes(sealed, await checksum(sealed)));
}

/** @throws InviteError "newer" for a kind that is not known, "damaged" if its content has another length. */
function readContent(kind: number | undefined, content: Bytes): Invite {
	if (kind === KIND_EDIT && content.length === EDIT_CONTENT_BYTES) return { kind: 'edit', seed: content };
	if (kind === KIND_VIEW && content.length === VIEW_CONTENT_BYTES)
		return { kind: 'view', viewSeed: content.slice(0, KEY_BYTES), writePublicKey: content.slice(KEY_BYTES) };
	throw new InviteError(kind === KIND_EDIT || kind === KIND_VIEW ? 'damaged' : 'newer');
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
 * was cut or mistyped, "newer" if this version cannot know it.
 */
export async function decodeInvite(pasted: string): Promise<Invite> {
	if (pasted.length > MAX_INVITE_TEXT) throw new InviteError('foreign');
	const text = inviteText(pasted);
	if (text === '') throw new InviteError(pasted.trim() === '' ? 'missing' : 'foreign');
	const bytes = fromBase64Url(text);
	if (bytes === undefined) throw new InviteError(text.startsWith(INVITE_BEGIN) ? 'damaged' : 'foreign');
	const [version, kind] = bytes;
	const sealed = bytes.slice(0, -CHECKSUM_BYTES);
	const intact =
		bytes.length > HEADER_BYTES + CHECKSUM_BYTES &&
		equalBytes(bytes.subarray(-CHECKSUM_BYTES), await checksum(sealed));
	if (!intact) throw new InviteError(version === INVITE_VERSION ? 'damaged' : 'foreign');
	if (version !== INVITE_VERSION) throw new InviteError('newer');
	return readContent(kind, sealed.slice(HEADER_BYTES));
}
