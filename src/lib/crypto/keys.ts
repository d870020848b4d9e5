import { getPublicKeyAsync } from '@noble/ed25519';
import { concatBytes, toBase64Url, toHex, type Bytes } from '../util/bytes.js';

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
	/** Proves membership on a channel. Nothing uses it yet; it has its place so that invites need not change. */
	readonly admissionKey: Bytes;
}

/** What an edit invite gives. */
export interface NoteKeys extends RoomKeys {
	/** The note's id: derived from the write key, so that nobody can claim it without it. */
	readonly noteId: string;
	/** The Ed25519 public key of those who may write. */
	readonly writePublicKey: Bytes;
	/** What a view invite holds beside the public write key. */
	readonly viewSeed: Bytes;
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
	const [appId, roomTopic, signallingPassword, admissionKey] = await Promise.all([
		hkdf(viewSeed, LABEL.appId),
		hkdf(viewSeed, LABEL.roomTopic),
		hkdf(viewSeed, LABEL.signallingPassword),
		hkdf(viewSeed, LABEL.admissionKey)
	]);
	return {
		appId: toHex(appId),
		roomTopic: toHex(roomTopic),
		signallingPassword: toBase64Url(signallingPassword),
		admissionKey
	};
}

/** The id of the note that a public write key belongs to. */
export async function deriveNoteId(writePublicKey: Bytes): Promise<string> {
	const digest = await sha256(concatBytes(new TextEncoder().encode(LABEL.noteId), writePublicKey));
	return toBase64Url(digest.subarray(0, NOTE_ID_BYTES));
}

/** Derives everything that an edit seed gives, one way: none of it leads back to the seed. */
export async function deriveNoteKeys(seed: Bytes): Promise<NoteKeys> {
	const [writeSeed, viewSeed] = await Promise.all([hkdf(seed, LABEL.writeKey), hkdf(seed, LABEL.viewSeed)]);
	const writePublicKey = new Uint8Array(await getPublicKeyAsync(writeSeed));
	const [noteId, room] = await Promise.all([deriveNoteId(writePublicKey), deriveRoomKeys(viewSeed)]);
	return { noteId, writePublicKey, viewSeed, ...room };
}
