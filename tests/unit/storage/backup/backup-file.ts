import { zipSync, type Zippable } from 'fflate';
import { createInvite } from '$lib/crypto/invite.js';
import { deriveNoteKeys } from '$lib/crypto/keys.js';
import { Note } from '$lib/note/note.js';
import type { BackupRecord } from '$lib/storage/backup-format.js';
import { encodeInviteFields } from '$lib/storage/backup-invite.js';
import { BackupWriter } from '$lib/storage/backup-writer.js';
import type { Bytes } from '$lib/util/bytes.js';

export interface Sample {
	readonly record: BackupRecord;
	readonly snapshot: Uint8Array;
	readonly text: string;
}

/** A note as it goes into a backup. */
export async function sample(title = 'Orchard', text = 'pears'): Promise<Sample> {
	const note = Note.of({ title, text }, new Date(1));
	const snapshot = note.exportSnapshot();
	note.close();
	const invite = createInvite();
	const { noteId } = await deriveNoteKeys(invite);
	return { record: { id: noteId, invite, addedAt: 1, changedAt: 2, shared: false, title }, snapshot, text };
}

export async function written(...samples: readonly Sample[]): Promise<Blob> {
	const writer = new BackupWriter(3);
	for (const { record, snapshot, text } of samples) await writer.add({ ...record, snapshot, text });
	return await writer.finish();
}

/** A manifest as Perch writes it, with whatever is to be wrong about it. */
export function manifestJson(samples: readonly Sample[], wrong: object = {}): object {
	const notes = samples.map(({ record: { invite, ...record } }) => ({
		...record,
		...encodeInviteFields(invite)
	}));
	return { format: 'perch-backup', version: 1, createdAt: 3, notes, ...wrong };
}

/** A backup put together by hand. */
export function forged(manifest: unknown, entries: Zippable = {}): Blob {
	const json = typeof manifest === 'string' ? manifest : JSON.stringify(manifest);
	return new Blob([zipSync({ 'perch-backup.json': new TextEncoder().encode(json), ...entries })]);
}

export async function bytesOf(file: Blob): Promise<Bytes> {
	return new Uint8Array(await file.arrayBuffer());
}

/** The place of the n-th occurrence of a signature. */
export function findSignature(bytes: Uint8Array, signature: number, nth = 0): number {
	const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	for (let at = 0; at + 4 <= bytes.length; at += 1) {
		if (view.getUint32(at, true) === signature && nth-- === 0) return at;
	}
	throw new RangeError('no such signature');
}
