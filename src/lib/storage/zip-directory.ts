import { BackupError } from './backup-format.js';
import { MAX_ZIP_DIRECTORY_BYTES } from './limits.js';

/** One file in a ZIP, as the directory at the ZIP's end states it. Nothing of it is proven yet. */
export interface ZipEntry {
	/** One character for each byte. */
	readonly name: string;
	readonly encrypted: boolean;
	/** 0: as it is; 8: deflated. */
	readonly method: number;
	readonly crc: number;
	readonly compressedBytes: number;
	readonly bytes: number;
	/** Where the entry's own header begins, in bytes from the start of the file. */
	readonly offset: number;
}

/** Where the parts of a ZIP are, by name. */
export interface ZipDirectory {
	readonly entries: ReadonlyMap<string, ZipEntry>;
	/** Where the directory begins; all entries end before it. */
	readonly offset: number;
}

const LOCAL_SIGNATURE = 0x04034b50;
const ENTRY_SIGNATURE = 0x02014b50;
const END_SIGNATURE = 0x06054b50;
const ENTRY_BYTES = 46;
const LOCAL_BYTES = 30;
const END_BYTES = 22;
const MAX_COMMENT_BYTES = 0xffff;
const BEYOND_32_BITS = 0xffffffff;
const latin1 = new TextDecoder('latin1');

/**
 * Reads the directory of a ZIP (PKWARE APPNOTE 6.3.10, without ZIP64): only the file's end, however long the file is.
 * Entries that overlap or have the same name are refused.
 *
 * @throws BackupError
 */
export async function readZipDirectory(file: Blob): Promise<ZipDirectory> {
	const { offset, size } = await findDirectory(file);
	const bytes = await readBlob(file, offset, offset + size);
	const entries = parseEntries(bytes);
	const byName = new Map(entries.map((entry) => [entry.name, entry]));
	if (byName.size < entries.length || overlap(entries, offset)) throw new BackupError('damaged');
	return { entries: byName, offset };
}

/** A part of the file. @throws BackupError "unreadable", as when it was changed or its disk was taken out */
export async function readBlob(file: Blob, start: number, end: number): Promise<Uint8Array> {
	try {
		return new Uint8Array(await file.slice(start, end).arrayBuffer());
	} catch (cause) {
		throw new BackupError('unreadable', { cause });
	}
}

export function viewOf(bytes: Uint8Array): DataView {
	return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

async function findDirectory(file: Blob): Promise<{ offset: number; size: number }> {
	const start = Math.max(0, file.size - END_BYTES - MAX_COMMENT_BYTES);
	const tail = viewOf(await readBlob(file, start, file.size));
	for (let at = tail.byteLength - END_BYTES; at >= 0; at -= 1) {
		if (tail.getUint32(at, true) !== END_SIGNATURE) continue;
		// The comment reaches to the end, else it was the comment itself that looked like a directory's end.
		if (at + END_BYTES + tail.getUint16(at + 20, true) !== tail.byteLength) continue;
		const size = tail.getUint32(at + 12, true);
		const offset = tail.getUint32(at + 16, true);
		if (offset === BEYOND_32_BITS || size > MAX_ZIP_DIRECTORY_BYTES) throw new BackupError('too-large');
		if (offset + size > start + at) throw new BackupError('damaged');
		return { offset, size };
	}
	const head = viewOf(await readBlob(file, 0, 4));
	const begun = head.byteLength === 4 && head.getUint32(0, true) === LOCAL_SIGNATURE;
	throw new BackupError(begun ? 'truncated' : 'foreign');
}

function parseEntries(bytes: Uint8Array): ZipEntry[] {
	const view = viewOf(bytes);
	const entries: ZipEntry[] = [];
	let at = 0;
	while (at < bytes.length) {
		if (at + ENTRY_BYTES > bytes.length || view.getUint32(at, true) !== ENTRY_SIGNATURE) {
			throw new BackupError('damaged');
		}
		const nameEnd = at + ENTRY_BYTES + view.getUint16(at + 28, true);
		const end = nameEnd + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
		if (end > bytes.length) throw new BackupError('damaged');
		entries.push({
			name: latin1.decode(bytes.subarray(at + ENTRY_BYTES, nameEnd)),
			encrypted: (view.getUint16(at + 8, true) & 1) === 1,
			method: view.getUint16(at + 10, true),
			crc: view.getUint32(at + 16, true),
			compressedBytes: view.getUint32(at + 20, true),
			bytes: view.getUint32(at + 24, true),
			offset: view.getUint32(at + 42, true)
		});
		at = end;
	}
	return entries;
}

/** Entries that share their bytes let a small file stand for a huge one. */
function overlap(entries: readonly ZipEntry[], directoryOffset: number): boolean {
	let free = 0;
	for (const entry of [...entries].sort((a, b) => a.offset - b.offset)) {
		if (entry.offset < free) return true;
		free = entry.offset + LOCAL_BYTES + entry.name.length + entry.compressedBytes;
	}
	return free > directoryOffset;
}
