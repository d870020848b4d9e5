import type { Invite } from '../crypto/invite.js';
import { isTime } from '../util/time.js';
import { decodeInviteFields, encodeInviteFields } from './backup-invite.js';
import { MAX_BACKUP_NOTES } from './limits.js';

/** What a backup says of itself. Written data: never rename. */
const FORMAT = 'perch-backup';
export const BACKUP_VERSION = 1;

/** The entry of the ZIP that says what the others are. */
export const MANIFEST_PATH = 'perch-backup.json';

const NOTE_ID = /^[A-Za-z0-9_-]{22}$/;

/**
 * Why a file is no backup that can be restored. `foreign`: it never was one; `truncated`: it lacks its end; `newer`: a
 * later version of Perch made it; `unreadable`: the device does not give the file's bytes.
 */
export type BackupFailure = 'foreign' | 'truncated' | 'damaged' | 'newer' | 'too-large' | 'unreadable';

/** Says why a whole file was refused. */
export class BackupError extends Error {
	override readonly name = 'BackupError';

	constructor(
		readonly reason: BackupFailure,
		options?: ErrorOptions
	) {
		super(`backup refused: ${reason}`, options);
	}
}

/** Why one note of a backup was left out. `wrong-id`: the id is not that of the invite; `missing`: it is not in the file. */
export type BackupNoteFailure = 'missing' | 'damaged' | 'too-large' | 'wrong-id';

/** Says why one note was refused; the others of the file are not concerned. */
export class BackupNoteError extends Error {
	override readonly name = 'BackupNoteError';

	constructor(
		readonly reason: BackupNoteFailure,
		options?: ErrorOptions
	) {
		super(`note of a backup refused: ${reason}`, options);
	}
}

/** What a backup says of a note. Times are milliseconds since 1970. */
export interface BackupRecord {
	readonly id: string;
	/** The secret that the note's keys follow from. */
	readonly invite: Invite;
	readonly addedAt: number;
	readonly changedAt: number;
	readonly shared: boolean;
	readonly title: string;
	/** The id of the note that has taken this one's place. */
	readonly movedTo?: string | undefined;
	/** Since when it was in the trash. */
	readonly trashedAt?: number | undefined;
	/** Since when it was pinned; backups that an older Perch made tell of no pins. */
	readonly pinnedAt?: number | undefined;
}

/** What a backup says of itself and its notes. */
export interface Manifest {
	readonly createdAt: number;
	readonly records: readonly BackupRecord[];
	/** The titles of the notes whose line cannot be understood. */
	readonly unreadable: readonly string[];
}

/** Where the snapshot of a note lies. */
export function notePath(id: string): string {
	return `notes/${id}.loro`;
}

/** The manifest as JSON. */
export function encodeManifest(createdAt: number, records: readonly BackupRecord[]): Uint8Array {
	const notes = records.map(({ invite, ...record }) => ({ ...record, ...encodeInviteFields(invite) }));
	const manifest = { format: FORMAT, version: BACKUP_VERSION, createdAt, notes };
	return new TextEncoder().encode(`${JSON.stringify(manifest, undefined, '\t')}\n`);
}

/**
 * Reads a manifest. Fields that it does not know are passed over; a note that it cannot understand is set aside.
 *
 * @throws BackupError
 */
export function decodeManifest(bytes: Uint8Array): Manifest {
	const { format, version, createdAt, notes } = parseObject(bytes);
	if (format !== FORMAT) throw new BackupError('foreign');
	if (typeof version !== 'number' || !Number.isInteger(version) || version < 1)
		throw new BackupError('damaged');
	if (version > BACKUP_VERSION) throw new BackupError('newer');
	if (!isTime(createdAt) || !Array.isArray(notes)) throw new BackupError('damaged');
	if (notes.length > MAX_BACKUP_NOTES) throw new BackupError('too-large');
	const records: BackupRecord[] = [];
	const unreadable: string[] = [];
	for (const note of notes as unknown[]) {
		const record = decodeRecord(note);
		if (record === undefined) unreadable.push(titleOf(note));
		else records.push(record);
	}
	// Which of two would be meant? Perch writes none such.
	if (new Set(records.map(({ id }) => id)).size < records.length) throw new BackupError('damaged');
	return { createdAt, records, unreadable };
}

function parseObject(bytes: Uint8Array): Record<string, unknown> {
	let parsed: unknown;
	try {
		parsed = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
	} catch (cause) {
		throw new BackupError('damaged', { cause });
	}
	if (typeof parsed !== 'object' || parsed === null) throw new BackupError('damaged');
	return parsed as Record<string, unknown>;
}

function decodeRecord(note: unknown): BackupRecord | undefined {
	if (typeof note !== 'object' || note === null) return undefined;
	const { id, addedAt, changedAt, shared, title, movedTo, trashedAt, pinnedAt, ...fields } = note as Record<
		string,
		unknown
	>;
	const invite = decodeInviteFields(fields);
	if (!isNoteId(id) || invite === undefined) return undefined;
	if (!isTime(addedAt) || !isTime(changedAt)) return undefined;
	if (typeof shared !== 'boolean' || typeof title !== 'string') return undefined;
	return {
		...{ id, invite, addedAt, changedAt, shared, title },
		...(isNoteId(movedTo) ? { movedTo } : {}),
		...(isTime(trashedAt) ? { trashedAt } : {}),
		...(isTime(pinnedAt) ? { pinnedAt } : {})
	};
}

function titleOf(note: unknown): string {
	if (typeof note !== 'object' || note === null || !('title' in note)) return '';
	return typeof note.title === 'string' ? note.title : '';
}

function isNoteId(value: unknown): value is string {
	return typeof value === 'string' && NOTE_ID.test(value);
}
