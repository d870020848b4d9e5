import { unzipSync } from 'fflate';
import { expect, it } from 'vitest';
import { MemoryChunkStore, MemoryDisk } from '$lib/storage/memory-chunk-store.js';
import { NoteLog } from '$lib/storage/note-log.js';
import { RESCUE_MANIFEST, rescueFile } from '$lib/storage/rescue-file.js';

interface Listed {
	readonly path: string;
	readonly whole: boolean;
}

it('S45 a rescue file has all that is stored of a note as it is, and says what of it is whole', async () => {
	const disk = new MemoryDisk();
	const store = new MemoryChunkStore(disk);
	await store.append('note', 'snapshot', Uint8Array.of(1, 2, 3));
	const hurt = await store.append('note', 'update', Uint8Array.of(4));
	disk.put(hurt, Uint8Array.of(9));
	await new NoteLog(store, 'note').setAside('snapshot', Uint8Array.of(5));
	await store.append('another', 'update', Uint8Array.of(6));

	const file = await rescueFile(store, 'note');
	const entries = unzipSync(new Uint8Array((await file?.arrayBuffer()) ?? new ArrayBuffer()));
	const manifest = JSON.parse(new TextDecoder().decode(entries[RESCUE_MANIFEST])) as {
		readonly note: string;
		readonly chunks: readonly Listed[];
	};
	expect(manifest.note).toBe('note');
	const found = manifest.chunks.map(({ path, whole }) => [
		path.replace(/-.*/, ''),
		[...(entries[path] ?? [])],
		whole
	]);
	expect(found).toEqual(
		expect.arrayContaining([
			['chunks/snapshot', [1, 2, 3], true],
			['chunks/update', [9], false],
			['aside/snapshot', [5], true]
		])
	);
	expect(found).toHaveLength(3);
	expect(Object.keys(entries)).toHaveLength(4);
});

it('S45 of nothing there is no file', async () => {
	expect(await rescueFile(new MemoryChunkStore(), 'note')).toBeUndefined();
});
