import type { Invite } from '../crypto/invite.js';
import { KEY_BYTES } from '../crypto/keys.js';
import { fromBase64Url, toBase64Url, type Bytes } from '../util/bytes.js';

/** The secrets of an invite as they stand in a backup's manifest. Written data: never rename. */
export function encodeInviteFields(invite: Invite): Readonly<Record<string, string>> {
	if (invite.kind === 'edit') return { seed: toBase64Url(invite.seed) };
	return { viewSeed: toBase64Url(invite.viewSeed), writeKey: toBase64Url(invite.writePublicKey) };
}

/** Reads them again; undefined if they are none. */
export function decodeInviteFields({
	seed,
	viewSeed,
	writeKey
}: Record<string, unknown>): Invite | undefined {
	const editSecret = decodeSecret(seed);
	if (editSecret !== undefined) return { kind: 'edit', seed: editSecret };
	const [viewSecret, writePublicKey] = [decodeSecret(viewSeed), decodeSecret(writeKey)];
	if (viewSecret === undefined || writePublicKey === undefined) return undefined;
	return { kind: 'view', viewSeed: viewSecret, writePublicKey };
}

function decodeSecret(text: unknown): Bytes | undefined {
	const bytes = typeof text === 'string' ? fromBase64Url(text) : undefined;
	return bytes?.length === KEY_BYTES ? bytes : undefined;
}
