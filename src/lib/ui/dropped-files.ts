/** What was dropped onto the page, its folders gone through. */
export interface DroppedFiles {
	readonly files: readonly File[];
	/** Paths of files and folders that the system would not give. */
	readonly unreadable: readonly string[];
	/** More than are taken were there; the rest was left. */
	readonly tooMany: boolean;
}

/** So many files are taken of one drop; whoever drops a whole disk did so by mistake. */
export const MAX_DROPPED_FILES = 20_000;

/** What of a file system's entry is used here; browsers and tests bring their own. */
export type DroppedEntry = Pick<FileSystemEntry, 'isFile' | 'isDirectory' | 'name' | 'fullPath'>;

/** Whether files are being dragged, and not text or a link. */
export function holdsFiles(transfer: Pick<DataTransfer, 'types'> | null): boolean {
	return transfer?.types.includes('Files') === true;
}

/**
 * The files that were dropped, and those in the folders that were, however deep, without hidden ones. Must be called while the
 * event is handled: afterwards the browser has taken them back.
 */
export function filesOf(transfer: DataTransfer): Promise<DroppedFiles> {
	const entries = [...transfer.items].map((item) => item.webkitGetAsEntry());
	const known = entries.filter((entry) => entry !== null);
	if (known.length > 0) return filesIn(known);
	return Promise.resolve({ files: [...transfer.files], unreadable: [], tooMany: false });
}

/** The files among entries and below them, in the order of their names; hidden ones only where they were dropped by themselves. */
export async function filesIn(
	entries: readonly DroppedEntry[],
	most = MAX_DROPPED_FILES
): Promise<DroppedFiles> {
	const files: File[] = [];
	const unreadable: string[] = [];
	const open = [...entries].reverse();
	for (let entry = open.pop(); entry !== undefined; entry = open.pop()) {
		if (files.length >= most) return { files, unreadable, tooMany: true };
		try {
			if (entry.isFile) files.push(await fileOf(entry as FileSystemFileEntry));
			else if (entry.isDirectory)
				open.push(...(await childrenOf(entry as FileSystemDirectoryEntry)).reverse());
		} catch (failure) {
			if (!(failure instanceof DOMException)) throw failure;
			unreadable.push(entry.fullPath.replace(/^\//, ''));
		}
	}
	return { files, unreadable, tooMany: false };
}

function fileOf(entry: FileSystemFileEntry): Promise<File> {
	return new Promise((resolve, reject) => entry.file(resolve, reject));
}

/** A reader gives a part of a folder at a time, in Chromium a hundred entries, and none when all were given. */
async function childrenOf(folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
	const reader = folder.createReader();
	const children: FileSystemEntry[] = [];
	for (;;) {
		const part = await new Promise<FileSystemEntry[]>((resolve, reject) =>
			reader.readEntries(resolve, reject)
		);
		if (part.length === 0) break;
		children.push(...part.filter(({ name }) => !name.startsWith('.')));
	}
	return children.sort((a, b) => a.name.localeCompare(b.name, undefined, { numeric: true }));
}
