import { createPrivateKey, createPublicKey, hkdfSync } from 'node:crypto';
import { encodeInvite } from '../../../src/lib/crypto/invite.js';
import { deriveNoteId, deriveRoomKeys } from '../../../src/lib/crypto/keys.js';
import { secretBytes, secretText, type Secret } from '../../support/secret-forms.js';

const SEED_PLACE = [2, 34] as const;
const PKCS8_OF_ED25519 = Buffer.from('302e020100300506032b657004220420', 'hex');

export interface InviteSecrets {
	readonly seed: Buffer;
	/** The invite and all that follows from it and must not get out. */
	readonly secrets: readonly Secret[];
	/** The id of the invite's note: shows that what was derived here is what the app derived. */
	readonly noteId: string;
}

function derive(secret: Buffer, label: string): Buffer {
	return Buffer.from(hkdfSync('sha256', secret, '', label, 32));
}

function publicKey(writeKey: Buffer): Uint8Array<ArrayBuffer> {
	const key = Buffer.concat([PKCS8_OF_ED25519, writeKey]);
	const spki = createPublicKey(createPrivateKey({ key, format: 'der', type: 'pkcs8' }));
	return new Uint8Array(spki.export({ format: 'der', type: 'spki' }).subarray(-32));
}

/** The secrets of an edit invite, derived once more, as docs/protocol.md says. */
export async function secretsOf(invite: string): Promise<InviteSecrets> {
	const seed = Buffer.from(invite, 'base64url').subarray(...SEED_PLACE);
	const viewSeed = derive(seed, 'perch/1/view-seed');
	const writeKey = derive(seed, 'perch/1/write-key');
	const writePublicKey = publicKey(writeKey);
	const noteId = await deriveNoteId(writePublicKey);
	const viewInvite = await encodeInvite({ kind: 'view', viewSeed: new Uint8Array(viewSeed), writePublicKey });
	const { signallingPassword, admissionKey, pairingKey } = await deriveRoomKeys(new Uint8Array(viewSeed));
	const secrets = [
		secretText('invite', invite),
		secretText('view invite', viewInvite),
		secretBytes('seed', seed),
		secretBytes('view seed', viewSeed),
		secretBytes('write key', writeKey),
		secretBytes('admission key', admissionKey),
		secretBytes('pairing key', pairingKey),
		secretBytes('signalling password', Buffer.from(signallingPassword, 'base64url'))
	];
	return { seed, secrets, noteId };
}
