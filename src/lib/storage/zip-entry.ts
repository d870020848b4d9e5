import { Inflate } from 'fflate';
import type { Bytes } from '../util/bytes.js';
import { crc32 } from '../util/crc32.js';
import { nextTask } from '../util/next-task.js';
import { BackupNoteError } from './backup-format.js';
import { INFLATE_STEP_BYTES } from './limits.js';
import { readBlob, viewOf, type ZipDirectory, type ZipEntry } from './zip-directory.js';

const LOCAL_SIGNATURE = 0x04034b50;
const LOCAL_BYTES = 30;
const STORED = 0;
const DEFLATED = 8;
const latin1 = new TextDecoder('latin1');

/**
 * Reads one entry of a ZIP. No more is ever decompressed than the entry states, and what comes out has its CRC.
 *
 * @throws BackupNoteError, BackupError "unreadable", and the signal's reason
 */
export async function readZipEntry(
	file: Blob,
	{ entries, offset }: ZipDirectory,
	name: string,
	maxBytes: number,
	signal?: AbortSignal
): Promise<Bytes> {
	const entry = entries.get(name);
	if (entry === undefined) throw new BackupNoteError('missing');
	if (Math.max(entry.bytes, entry.compressedBytes) > maxBytes) throw new BackupNoteError('too-large');
	if (entry.encrypted) throw new BackupNoteError('damaged');
	const start = await findContent(file, entry);
	const end = start + entry.compressedBytes;
	if (end > offset) throw new BackupNoteError('damaged');
	const compressed = await readBlob(file, start, end);
	const content = new Uint8Array(entry.bytes);
	if (entry.method === DEFLATED) await inflateInto(content, compressed, signal);
	else if (entry.method === STORED && compressed.length === content.length) content.set(compressed);
	else throw new BackupNoteError('damaged');
	if (crc32(content) !== entry.crc) throw new BackupNoteError('damaged');
	return content;
}

/** The entry has a header of its own, whose name must be that of the directory. */
async function findContent(file: Blob, { name, offset, method }: ZipEntry): Promise<number> {
	const header = await readBlob(file, offset, offset + LOCAL_BYTES + name.length);
	const view = viewOf(header);
	const sound =
		header.length === LOCAL_BYTES + name.length &&
		view.getUint32(0, true) === LOCAL_SIGNATURE &&
		view.getUint16(8, true) === method &&
		view.getUint16(26, true) === name.length &&
		latin1.decode(header.subarray(LOCAL_BYTES)) === name;
	if (!sound) throw new BackupNoteError('damaged');
	return offset + header.length + view.getUint16(28, true);
}

/** In small steps: a few bytes may stand for a thousand times as many, and the page has other things to do. */
async function inflateInto(content: Uint8Array, compressed: Uint8Array, signal?: AbortSignal): Promise<void> {
	const got = { bytes: 0, all: false };
	const inflate = new Inflate((chunk, final) => {
		if (got.bytes + chunk.length > content.length) throw new BackupNoteError('damaged');
		content.set(chunk, got.bytes);
		got.bytes += chunk.length;
		got.all = final;
	});
	for (let at = 0; at < compressed.length; at += INFLATE_STEP_BYTES) {
		if (at > 0) await nextTask();
		signal?.throwIfAborted();
		const next = at + INFLATE_STEP_BYTES;
		try {
			inflate.push(compressed.subarray(at, next), next >= compressed.length);
		} catch (failure) {
			throw failure instanceof BackupNoteError ? failure : new BackupNoteError('damaged', { cause: failure });
		}
	}
	if (!got.all || got.bytes !== content.length) throw new BackupNoteError('damaged');
}
