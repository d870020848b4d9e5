import { deriveNoteKeys } from '../crypto/keys.js';
import { MAX_UPDATE_BYTES } from '../note/schema.js';
import type { Bytes } from '../util/bytes.js';
import {
	BackupError,
	BackupNoteError,
	decodeManifest,
	MANIFEST_PATH,
	notePath,
	type BackupFailure,
	type BackupNoteFailure,
	type BackupRecord,
	type Manifest
} from './backup-format.js';
import { MAX_BACKUP_BYTES, MAX_MANIFEST_BYTES } from './limits.js';
import { readZipDirectory, type ZipDirectory } from './zip-directory.js';
import { readZipEntry } from './zip-entry.js';

/** What a fault of the manifest makes of the file. */
const MANIFEST_FAILURE: Readonly<Record<BackupNoteFailure, BackupFailure>> = {
	missing: 'foreign',
	damaged: 'damaged',
	'wrong-id': 'damaged',
	'too-large': 'too-large'
};

/** A backup of unknown origin, read one note at a time: the file is never in memory as a whole. */
export class BackupReader {
	private constructor(
		private readonly file: Blob,
		private readonly directory: ZipDirectory,
		readonly manifest: Manifest
	) {}

	/** Reads what is in the file, and no note yet. @throws BackupError */
	static async open(file: Blob): Promise<BackupReader> {
		if (file.size > MAX_BACKUP_BYTES) throw new BackupError('too-large');
		const directory = await readZipDirectory(file);
		return new BackupReader(file, directory, await readManifest(file, directory));
	}

	/**
	 * The snapshot of a note: intact as a file, its id that of its invite. Whether Loro takes it is not known yet.
	 *
	 * @throws BackupNoteError, BackupError "unreadable", and the signal's reason
	 */
	async snapshot({ id, invite }: BackupRecord, signal?: AbortSignal): Promise<Bytes> {
		const { noteId } = await deriveNoteKeys(invite);
		if (noteId !== id) throw new BackupNoteError('wrong-id');
		return await readZipEntry(this.file, this.directory, notePath(id), MAX_UPDATE_BYTES, signal);
	}
}

async function readManifest(file: Blob, directory: ZipDirectory): Promise<Manifest> {
	try {
		return decodeManifest(await readZipEntry(file, directory, MANIFEST_PATH, MAX_MANIFEST_BYTES));
	} catch (cause) {
		if (!(cause instanceof BackupNoteError)) throw cause;
		throw new BackupError(MANIFEST_FAILURE[cause.reason], { cause });
	}
}
