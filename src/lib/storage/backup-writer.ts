import { Zip, ZipDeflate } from 'fflate';
import { toMarkdown } from '../note/markdown-file.js';
import { MAX_UPDATE_BYTES } from '../note/schema.js';
import { safeFileName, UniqueNames } from '../util/file-names.js';
import { nextTask } from '../util/next-task.js';
import {
	BackupError,
	BackupNoteError,
	encodeManifest,
	MANIFEST_PATH,
	notePath,
	type BackupRecord
} from './backup-format.js';
import { BACKUP_PART_BYTES, DEFLATE_STEP_BYTES, MAX_BACKUP_BYTES, MAX_BACKUP_NOTES } from './limits.js';

/** A note as it goes into a backup. */
export interface BackupNote extends BackupRecord {
	/** Loro's snapshot, with the whole history. */
	readonly snapshot: Uint8Array;
	readonly text: string;
}

/** The name of the text of a note that has neither a title nor text. */
const NAMELESS = 'Untitled';

/** What stands behind the entries, at most: the directory, for the longest names. */
const DIRECTORY_RESERVE_BYTES = 16 * 1024 * 1024;

/** ZIP knows no earlier and no later time. */
const EARLIEST_MS = Date.UTC(1980, 0, 2);
const LATEST_MS = Date.UTC(2099, 11, 30);

/**
 * Writes a backup, one note at a time. What is written goes to the browser in parts, which keeps large ones on disk;
 * in memory are one note and the list of all.
 */
export class BackupWriter {
	readonly #records: BackupRecord[] = [];
	readonly #names = new UniqueNames();
	readonly #zip: Zip;
	#parts: Blob[] = [];
	#chunks: Uint8Array<ArrayBuffer>[] = [];
	#chunkBytes = 0;
	#bytes = 0;

	constructor(private readonly createdAt: number) {
		this.#zip = new Zip((error, chunk) => {
			if (error !== null) throw error;
			this.#take(chunk);
		});
	}

	/** How many notes are in. */
	get notes(): number {
		return this.#records.length;
	}

	/**
	 * Puts a note in. If the signal ends it, the writer is of no use any more.
	 *
	 * @throws BackupNoteError if the note is larger than what could be restored; BackupError if the backup would be;
	 * and the signal's reason
	 */
	async add({ snapshot, text, ...record }: BackupNote, signal?: AbortSignal): Promise<void> {
		if (snapshot.length > MAX_UPDATE_BYTES) throw new BackupNoteError('too-large');
		if (this.#records.length >= MAX_BACKUP_NOTES) throw new BackupError('too-large');
		const markdown = new TextEncoder().encode(toMarkdown({ title: record.title, text }));
		const needed = this.#bytes + snapshot.length + markdown.length + DIRECTORY_RESERVE_BYTES;
		if (needed > MAX_BACKUP_BYTES) throw new BackupError('too-large');
		const firstLine = text.trimStart().split('\n', 1)[0] ?? '';
		const name = safeFileName(record.title, safeFileName(firstLine, NAMELESS));
		await this.#write(notePath(record.id), snapshot, record.changedAt, signal);
		await this.#write(`text/${this.#names.take(name)}.md`, markdown, record.changedAt, signal);
		this.#records.push(record);
	}

	/** Ends the backup. @returns the whole file */
	async finish(signal?: AbortSignal): Promise<Blob> {
		await this.#write(MANIFEST_PATH, encodeManifest(this.createdAt, this.#records), this.createdAt, signal);
		this.#zip.end();
		this.#handOver();
		return new Blob(this.#parts, { type: 'application/zip' });
	}

	async #write(path: string, bytes: Uint8Array, time: number, signal?: AbortSignal): Promise<void> {
		signal?.throwIfAborted();
		const entry = new ZipDeflate(path, { level: 6 });
		entry.mtime = Math.min(Math.max(time, EARLIEST_MS), LATEST_MS);
		this.#zip.add(entry);
		for (let at = 0; at === 0 || at < bytes.length; at += DEFLATE_STEP_BYTES) {
			if (at > 0) await nextTask();
			signal?.throwIfAborted();
			const next = at + DEFLATE_STEP_BYTES;
			entry.push(bytes.subarray(at, next), next >= bytes.length);
		}
	}

	#take(chunk: Uint8Array<ArrayBuffer>): void {
		this.#chunks.push(chunk);
		this.#chunkBytes += chunk.length;
		this.#bytes += chunk.length;
		if (this.#chunkBytes >= BACKUP_PART_BYTES) this.#handOver();
	}

	#handOver(): void {
		this.#parts.push(new Blob(this.#chunks));
		this.#chunks = [];
		this.#chunkBytes = 0;
	}
}
