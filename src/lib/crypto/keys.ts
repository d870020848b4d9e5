import { concatBytes, toBase64Url, toHex, type Bytes } from '../util/bytes.js';
import { createSigner, publicKeyOf, type Signer } from './ed25519.js';
import type { Invite, ViewInvite } from './invite.js';

/** Length in bytes of every seed and derived key. */
export const KEY_BYTES = 32;

/** A note id is this many bytes of a SHA-256, in base64url: enough that two never meet by chance or by effort. */
const NOTE_ID_BYTES = 16;

/** HKDF `info` labels (docs/protocol.md, P2). Each names one purpose; changing one is a new invite version. */
const LABEL = {
	writeKey: 'perch/1/write-key',
	viewSeed: 'perch/1/view-seed',
	appId: 'perch/1/app-id',
	roomTopic: 'perch/1/room-topic',
	signallingPassword: 'perch/1/signalling-password',
	admissionKey: 'perch/1/admission-key',
	pairingKey: 'perch/1/pairing-key',
	noteId: 'perch/1/note-id'
} as const;

/** What everyone in the room knows: holders of a view invite too. */
export interface RoomKeys {
	/** Trystero's appId, one for each room, so that no two rooms share a connection that relays could link. */
	readonly appId: string;
	/** Trystero's room id, from which it makes the topic that relays see. */
	readonly roomTopic: string;
	/** Trystero's password: it encrypts the signalling, so that relays read neither names nor addresses. */
	readonly signallingPassword: string;
	/** Proves membership on a channel (`ChannelProver`). */
	readonly admissionKey: Bytes;
	/** Seals the codes by which two devices connect without a relay (`pairing-code.ts`). */
	readonly pairingKey: Bytes;
}

/** What an invite gives: to edit everything, to view all but the signer. */
export interface NoteKeys extends RoomKeys {
	/** The note's id: derived from the write key, so that nobody can claim it without it. */
	readonly noteId: string;
	/** The Ed25519 public key of those who may write. */
	readonly writePublicKey: Bytes;
	/** What a view invite holds beside the public write key. */
	readonly viewSeed: Bytes;
	/** Signs for those who may write; undefined for holders of a view invite. */
	readonly signer: Signer | undefined;
}

async function hkdf(secret: Bytes, label: string): Promise<Bytes> {
	const key = await crypto.subtle.importKey('raw', secret, 'HKDF', false, ['deriveBits']);
	const info = new TextEncoder().encode(label);
	const parameters = { name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(), info };
	return new Uint8Array(await crypto.subtle.deriveBits(parameters, key, KEY_BYTES * 8));
}

async function sha256(bytes: Bytes): Promise<Bytes> {
	return new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
}

/** Derives what the holders of a view seed share (HKDF-SHA-256, RFC 5869, with an empty salt). */
export async function deriveRoomKeys(viewSeed: Bytes): Promise<RoomKeys> {
	const [appId, roomTopic, signallingPassword, admissionKey, pairingKey] = await Promise.all([
		hkdf(viewSeed, LABEL.appId),
		hkdf(viewSeed, LABEL.roomTopic),
		hkdf(viewSeed, LABEL.signallingPassword),
		hkdf(viewSeed, LABEL.admissionKey),
		hkdf(viewSeed, LABEL.pairingKey)
	]);
	return {
		appId: toHex(appId),
		roomTopic: toHex(roomTopic),
		signallingPassword: toBase64Url(signallingPassword),
		admissionKey,
		pairingKey
	};
}

/** The id of the note that a public write key belongs to. */
export async function deriveNoteId(writePublicKey: Bytes): Promise<string> {
	const digest = await sha256(concatBytes(new TextEncoder().encode(LABEL.noteId), writePublicKey));
	return toBase64Url(digest.subarray(0, NOTE_ID_BYTES));
}

/** What the seed of an edit invite gives by itself: what a view invite holds, and the signer. */
async function deriveFromSeed(seed: Bytes): Promise<Omit<ViewInvite, 'kind'> & { signer: Signer }> {
	const [writeSeed, viewSeed] = await Promise.all([hkdf(seed, LABEL.writeKey), hkdf(seed, LABEL.viewSeed)]);
	const [writePublicKey, signer] = await Promise.all([publicKeyOf(writeSeed), createSigner(writeSeed)]);
	return { viewSeed, writePublicKey, signer };
}

/**
 * Derives everything that an invite gives, one way: none of it leads back to the seed, and a view invite does not lead
 * to the right to write. An edit invite and its view invite give the same room, note id and admission key.
 */
export async function deriveNoteKeys(invite: Invite): Promise<NoteKeys> {
	const { viewSeed, writePublicKey, signer } =
		invite.kind === 'edit' ? await deriveFromSeed(invite.seed) : { ...invite, signer: undefined };
	const [noteId, room] = await Promise.all([deriveNoteId(writePublicKey), deriveRoomKeys(viewSeed)]);
	return { noteId, writePublicKey, viewSeed, signer, ...room };
}

/** The invite by which others may read the note that the keys belong to, and not write in it. */
export function viewInviteOf({ viewSeed, writePublicKey }: NoteKeys): ViewInvite {
	return { kind: 'view', viewSeed, writePublicKey };
}
