import { StorageError } from '../../../src/lib/storage/chunk-store.js';
import { IdbChunkStore } from '../../../src/lib/storage/idb-chunk-store.js';
import { FORMAT_BUS, FORMAT_KEY, STORED_FORMAT } from '../../../src/lib/storage/stored-format.js';
import { setInStore } from './idb-bench.js';

const NOTE = 'note';

/** What became of a store whose database a newer Perch marked as its own. */
export interface NewerFormatFacts {
	/** How each call ended: in the tab that was open and was told, and in one that opened the database afterwards. */
	readonly told: readonly string[];
	readonly opened: readonly string[];
	/** How often the open tab heard that what it stored may be gone. */
	readonly interruptions: number;
	/** How many chunks there are in the end, with the mark as it was, and with none. */
	readonly chunksAfterwards: readonly number[];
}

/** Raises the format of a database with two chunks under an open tab, and takes that back. */
export async function meetNewerFormat(databaseName: string): Promise<NewerFormatFacts> {
	const store = new IdbChunkStore(databaseName);
	await store.append(NOTE, 'update', Uint8Array.of(1));
	await store.append(NOTE, 'update', Uint8Array.of(2));
	let interruptions = 0;
	const interrupted = new Promise<void>((resolve) =>
		store.onInterrupted(() => {
			interruptions += 1;
			resolve();
		})
	);
	await setInStore(databaseName, FORMAT_KEY, STORED_FORMAT + 1);
	new BroadcastChannel(FORMAT_BUS).postMessage(STORED_FORMAT + 1);
	await interrupted;
	const told = await callsOf(store);
	const other = new IdbChunkStore(databaseName);
	const opened = await callsOf(other);
	const chunksAfterwards: number[] = [];
	for (const mark of [STORED_FORMAT, undefined]) {
		await setInStore(databaseName, FORMAT_KEY, mark);
		const later = new IdbChunkStore(databaseName);
		chunksAfterwards.push((await later.load(NOTE)).chunks.length);
		later.close();
	}
	store.close();
	other.close();
	return { told, opened, interruptions, chunksAfterwards };
}

async function callsOf(store: IdbChunkStore): Promise<string[]> {
	const key = { note: NOTE, kind: 'update', hash: 'any' } as const;
	const calls = [
		() => store.load(NOTE),
		() => store.append(NOTE, 'update', Uint8Array.of(3)),
		() => store.remove([key]),
		() => store.notes()
	];
	return await Promise.all(
		calls.map(async (call) => {
			try {
				await call();
				return 'done';
			} catch (failure) {
				return failure instanceof StorageError ? failure.reason : String(failure);
			}
		})
	);
}
