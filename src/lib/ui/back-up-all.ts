import { transfers } from '$lib/workspace/transfers.svelte.js';
import { backupFileName, saveFile } from './save-file.js';

/** Makes a backup of all notes and saves it as a file; does nothing while something else is under way. @throws StorageError */
export async function backUpAll(): Promise<void> {
	const report = await transfers.backUp();
	if (report?.file !== undefined) saveFile(report.file, backupFileName(new Date()));
}
