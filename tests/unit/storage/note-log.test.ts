import { beforeEach, expect, it } from 'vitest';
import { MAX_UPDATE_BYTES } from '$lib/note/schema.js';
import { StorageError } from '$lib/storage/chunk-store.js';
import { MemoryChunkStore, MemoryDisk, type MemoryOperation } from '$lib/storage/memory-chunk-store.js';
import { NoteLog } from '$lib/storage/note-log.js';
import { NOTE_ID, settled } from './note-tab.js';

let disk: MemoryDisk;

beforeEach(() => {
	disk = new MemoryDisk();
});

function newLog(beforeCommit?: (operation: MemoryOperation) => Promise<void> | void): NoteLog {
	return new NoteLog(new MemoryChunkStore(disk, beforeCommit), NOTE_ID);
}

function text(content: string): Uint8Array {
	return new TextEncoder().encode(content);
}

/** What is on the disk: an upper-case letter before the content of a snapshot, a lower-case one before an update's. */
function onDisk(): string[] {
	return disk.chunks
		.map(({ key, bytes }) => `${key.kind === 'snapshot' ? 'S' : 'u'}:${new TextDecoder().decode(bytes)}`)
		.sort();
}

async function loadAndAdopt(log: NoteLog): Promise<void> {
	for (const chunk of (await log.load()).chunks) log.adopt(chunk);
}

it('S3 chunks are loaded with the snapshots first', async () => {
	const log = newLog();
	for (const content of ['a', 'b', 'c', 'd']) await log.append(text(content));
	await newLog().compact(() => text('S1'));
	await log.append(text('e'));
	await newLog().compact(() => text('S2'));
	const { chunks } = await log.load();
	expect(chunks.map(({ key }) => key.kind)).toEqual([
		'snapshot',
		'snapshot',
		...Array<string>(5).fill('update')
	]);
});

it('S4 a compaction writes the snapshot first, and then deletes what it replaces', async () => {
	const seen: [MemoryOperation, string[]][] = [];
	const log = newLog((operation) => void seen.push([operation, onDisk()]));
	await log.append(text('a'));
	await log.append(text('b'));
	seen.length = 0;
	await log.compact(() => text('ab'));
	expect(seen).toEqual([
		['append', ['u:a', 'u:b']],
		['remove', ['S:ab', 'u:a', 'u:b']]
	]);
	expect(onDisk()).toEqual(['S:ab']);
});

it('S4 a compaction that cannot write its snapshot deletes nothing', async () => {
	let full = false;
	const log = newLog(() => {
		if (full) throw new StorageError('quota');
	});
	await log.append(text('a'));
	full = true;
	await expect(log.compact(() => text('snapshot'))).rejects.toMatchObject({ reason: 'quota' });
	expect(onDisk()).toEqual(['u:a']);
	full = false;
	await log.compact(() => text('snapshot'));
	expect(onDisk()).toEqual(['S:snapshot']);
});

it('S4 what a compaction could not delete is deleted by the next one', async () => {
	let broken = true;
	const log = newLog((operation) => {
		if (operation === 'remove' && broken) throw new StorageError('unknown');
	});
	await log.append(text('a'));
	await expect(log.compact(() => text('S1'))).rejects.toMatchObject({ reason: 'unknown' });
	expect(onDisk()).toEqual(['S:S1', 'u:a']);
	broken = false;
	await log.append(text('b'));
	await log.compact(() => text('S2'));
	expect(onDisk()).toEqual(['S:S2']);
});

it('S4 a snapshot that equals the one loaded or written before stays', async () => {
	const log = newLog();
	await log.compact(() => text('same'));
	await log.compact(() => text('same'));
	expect(onDisk()).toEqual(['S:same']);
	const later = newLog();
	await loadAndAdopt(later);
	await later.append(text('nothing new'));
	await later.compact(() => text('same'));
	expect(onDisk()).toEqual(['S:same']);
});

it('S4 what is appended while a compaction is under way stays, whichever commits first', async () => {
	const waiting: (() => void)[] = [];
	const log = newLog(() => new Promise<void>((resolve) => waiting.push(resolve)));
	const proceed = async (index: number) => {
		waiting.splice(index, 1)[0]?.();
		await settled();
	};
	const before = log.append(text('before'));
	await settled();
	const compaction = log.compact(() => text('snapshot'));
	await settled();
	const after = log.append(text('after'));
	await settled();
	await proceed(2);
	await proceed(0);
	await Promise.all([before, after]);
	expect(onDisk()).toEqual(['u:after', 'u:before']);
	await proceed(0);
	await proceed(0);
	await compaction;
	expect(onDisk()).toEqual(['S:snapshot', 'u:after', 'u:before']);
});

it('S4 compactions wait for one another, also after a failure, and each exports at its turn', async () => {
	let exports = 0;
	let broken = true;
	const log = newLog((operation) => {
		if (operation === 'append' && broken) throw new StorageError('unknown');
	});
	const exportNext = () => text(`S${(exports += 1)}`);
	const outcomes = Promise.allSettled([log.compact(exportNext), log.compact(exportNext)]);
	await settled();
	broken = false;
	await expect(log.compact(exportNext)).resolves.toBeUndefined();
	expect((await outcomes).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
	await log.compact(exportNext);
	expect(onDisk()).toEqual(['S:S4']);
});

it('S5 a compaction deletes only what this tab wrote, or loaded and adopted', async () => {
	const [tabA, tabB] = [newLog(), newLog()];
	await tabA.append(text('early'));
	await loadAndAdopt(tabB);
	await tabA.append(text('late'));
	await tabB.append(text('own'));
	await tabB.compact(() => text('early own'));
	expect(onDisk()).toEqual(['S:early own', 'u:late']);
	await tabA.compact(() => text('early late'));
	expect(onDisk()).toEqual(['S:early late', 'S:early own']);
});

it('S6 a chunk that was loaded and not adopted is never deleted', async () => {
	await newLog().append(text('unreadable'));
	const log = newLog();
	await log.load();
	await log.append(text('mine'));
	await log.compact(() => text('snapshot'));
	expect(onDisk()).toEqual(['S:snapshot', 'u:unreadable']);
});

it('S4 what could not be loaded again is not written', async () => {
	const log = newLog();
	await log.append(text('a'));
	const tooLarge = new Uint8Array(MAX_UPDATE_BYTES + 1);
	await expect(log.append(tooLarge)).rejects.toBeInstanceOf(StorageError);
	await expect(log.compact(() => tooLarge)).rejects.toBeInstanceOf(StorageError);
	expect(onDisk()).toEqual(['u:a']);
});
