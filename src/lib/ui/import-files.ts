import { goto } from '$app/navigation';
import { resolve } from '$app/paths';
import { transfers } from '$lib/workspace/transfers.svelte.js';
import { startup } from './startup.svelte.js';

/**
 * Makes notes of files, and opens the one that came of a single file. `unreadable`: the names of those that could not be read.
 *
 * @throws StorageError
 */
export async function importFiles(files: readonly File[], unreadable: readonly string[] = []): Promise<void> {
	await startup.finished;
	const report = await transfers.takeIn(files, unreadable);
	const [made] = report?.made ?? [];
	if (files.length === 1 && made !== undefined) await goto(resolve(`/note/#${made}`));
}
