import { createPrivateKey, createPublicKey, hkdfSync, randomBytes } from 'node:crypto';
import { expect, it } from 'vitest';
import { verifySignature } from '$lib/crypto/ed25519.js';
import { decodeInvite, encodeInvite } from '$lib/crypto/invite.js';
import { deriveNoteId, deriveNoteKeys, deriveRoomKeys, viewInviteOf } from '$lib/crypto/keys.js';
import { toBase64Url, toHex } from '$lib/util/bytes.js';
import { vector, vectorBytes } from '../protocol/vectors.js';

/** The ASN.1 of an Ed25519 private key up to the key itself (RFC 8410). */
const PKCS8_ED25519 = Buffer.from('302e020100300506032b657004220420', 'hex');
const KEY_BYTES = 32;

const EDIT = { kind: 'edit', seed: vectorBytes('seed') } as const;

/** What both invites of docs/protocol.md give. */
const SHARED = {
	noteId: vector('note id'),
	writePublicKey: vectorBytes('write key, public'),
	viewSeed: vectorBytes('view seed'),
	appId: vector('app id'),
	roomTopic: vector('room topic'),
	signallingPassword: vector('signalling password'),
	admissionKey: vectorBytes('admission key'),
	pairingKey: vectorBytes('pairing key')
};

/** Everything that a seed gives, as text. */
async function keyTexts(seed: Uint8Array<ArrayBuffer>): Promise<string[]> {
	const { signer, ...rest } = await deriveNoteKeys({ kind: 'edit', seed });
	expect(signer).toBeDefined();
	return Object.values(rest).map((value) => (typeof value === 'string' ? value : toHex(value)));
}

it('P2, P3: the test vectors of docs/protocol.md', async () => {
	const { signer, ...rest } = await deriveNoteKeys(EDIT);
	expect(rest).toEqual(SHARED);
	const message = new Uint8Array(randomBytes(100));
	const signature = await signer?.sign(message);
	expect(signature).toHaveLength(64);
	expect(await verifySignature(SHARED.writePublicKey, signature ?? new Uint8Array(), message)).toBe(true);
});

it('P2, P3: a view invite gives everything but the signer', async () => {
	const invite = await decodeInvite(vector('view invite, text'));
	expect(await deriveNoteKeys(invite)).toEqual({ ...SHARED, signer: undefined });
});

it('P1, P2: the view invite made by an editor or by a viewer is the one of docs/protocol.md', async () => {
	const invite = viewInviteOf(await deriveNoteKeys(EDIT));
	expect(await encodeInvite(invite)).toBe(vector('view invite, text'));
	expect(viewInviteOf(await deriveNoteKeys(invite))).toEqual(invite);
});

it('P2: for random seeds a viewer meets the editors, and holds neither the seed nor the write key', async () => {
	for (let run = 0; run < 20; run += 1) {
		const seed = new Uint8Array(randomBytes(KEY_BYTES));
		const editor = await deriveNoteKeys({ kind: 'edit', seed });
		const invite = await decodeInvite(await encodeInvite(viewInviteOf(editor)));
		const viewer = await deriveNoteKeys(invite);
		expect(viewer).toEqual({ ...editor, signer: undefined });
		const writeKey = new Uint8Array(
			hkdfSync('sha256', seed, new Uint8Array(), 'perch/1/write-key', KEY_BYTES)
		);
		const held = JSON.stringify([invite, viewer], (_, value: unknown) =>
			value instanceof Uint8Array ? [toHex(value), toBase64Url(value)] : value
		);
		expect(held).toContain(toHex(editor.viewSeed));
		for (const secret of [seed, writeKey]) {
			expect(held).not.toContain(toHex(secret));
			expect(held).not.toContain(toBase64Url(secret));
		}
	}
});

it('P2: another implementation of HKDF and Ed25519 agrees, for the vector and for random seeds', async () => {
	for (const seed of [vectorBytes('seed'), new Uint8Array(randomBytes(KEY_BYTES))]) {
		const hkdf = (secret: Uint8Array, label: string) =>
			Buffer.from(hkdfSync('sha256', secret, new Uint8Array(), `perch/1/${label}`, KEY_BYTES));
		const writeKey = hkdf(seed, 'write-key');
		const viewSeed = hkdf(seed, 'view-seed');
		const der = Buffer.concat([PKCS8_ED25519, writeKey]);
		const publicKey = createPublicKey(createPrivateKey({ key: der, format: 'der', type: 'pkcs8' }));
		const keys = await deriveNoteKeys({ kind: 'edit', seed });
		expect(toHex(keys.writePublicKey)).toBe(
			publicKey.export({ format: 'der', type: 'spki' }).subarray(-KEY_BYTES).toString('hex')
		);
		expect(toHex(keys.viewSeed)).toBe(viewSeed.toString('hex'));
		expect(keys.appId).toBe(hkdf(viewSeed, 'app-id').toString('hex'));
		expect(keys.roomTopic).toBe(hkdf(viewSeed, 'room-topic').toString('hex'));
		expect(keys.signallingPassword).toBe(hkdf(viewSeed, 'signalling-password').toString('base64url'));
		expect(toHex(keys.admissionKey)).toBe(hkdf(viewSeed, 'admission-key').toString('hex'));
		expect(toHex(keys.pairingKey)).toBe(hkdf(viewSeed, 'pairing-key').toString('hex'));
	}
	const writeKey = hkdfSync('sha256', vectorBytes('seed'), new Uint8Array(), 'perch/1/write-key', KEY_BYTES);
	expect(Buffer.from(writeKey).toString('hex')).toBe(vector('write key, secret'));
});

it('P2: every label gives something else, and a seed of one other bit shares nothing', async () => {
	const seed = vectorBytes('seed');
	const other = seed.slice();
	other[31] = (other[31] ?? 0) ^ 1;
	const all = [...(await keyTexts(seed)), ...(await keyTexts(other)), toHex(seed)];
	expect(new Set(all).size).toBe(all.length);
});

it('P2: whoever holds the view seed meets those who hold the seed, in the same room', async () => {
	const keys = await deriveNoteKeys(EDIT);
	expect(keys).toMatchObject(await deriveRoomKeys(keys.viewSeed));
});

it('P3: the note id follows from the public write key and from nothing else', async () => {
	const keys = await deriveNoteKeys(EDIT);
	expect(await deriveNoteId(keys.writePublicKey)).toBe(keys.noteId);
	expect(keys.noteId).toMatch(/^[\w-]{22}$/);
	const other = keys.writePublicKey.slice();
	other[0] = (other[0] ?? 0) ^ 1;
	expect(await deriveNoteId(other)).not.toBe(keys.noteId);
});
