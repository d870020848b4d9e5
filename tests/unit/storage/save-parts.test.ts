import { beforeEach, expect, it } from 'vitest';
import { covers, sameVersion } from '$lib/note/version.js';
import { StorageError } from '$lib/storage/chunk-store.js';
import { RETRY_FIRST_MS, SAVE_PART_OPERATIONS, SAVE_WITHIN_MS } from '$lib/storage/limits.js';
import { MemoryDisk } from '$lib/storage/memory-chunk-store.js';
import { ManualClock } from '../sync/manual-clock.js';
import { NoteTab, reopened, settled } from './note-tab.js';

const PASTED = 'lorem ipsum dolor sit amet '.repeat(15_000);
const PARTS = Math.ceil(PASTED.length / SAVE_PART_OPERATIONS);

let disk: MemoryDisk;
let clock: ManualClock;

beforeEach(() => {
	disk = new MemoryDisk();
	clock = new ManualClock();
});

async function pass(ms: number): Promise<void> {
	clock.advance(ms);
	await settled();
}

/** A tab whose appends wait until they are let go, each with its own outcome. */
async function gatedTab(): Promise<{ tab: NoteTab; waiting: ((failure?: StorageError) => void)[] }> {
	const waiting: ((failure?: StorageError) => void)[] = [];
	const tab = await NoteTab.open(disk, clock, (operation) => {
		if (operation !== 'append') return;
		return new Promise<void>((resolve, reject) =>
			waiting.push((failure) => (failure === undefined ? resolve() : reject(failure)))
		);
	});
	return { tab, waiting };
}

it('S18 a long insertion is written in parts, all of which are issued before flush returns', async () => {
	const { tab, waiting } = await gatedTab();
	tab.type(PASTED);
	const flushing = tab.saver.flush();
	await settled();
	expect(waiting).toHaveLength(PARTS);
	for (const letGo of waiting) letGo();
	await flushing;
	expect(tab.saver.state).toBe('saved');
	expect(disk.chunks).toHaveLength(PARTS);
	expect((await reopened(disk, clock)).text).toBe(PASTED);
});

it('S18 S7 what is said to be stored grows with the parts, in their order, and never runs ahead', async () => {
	const { tab, waiting } = await gatedTab();
	tab.type(PASTED);
	void tab.saver.flush();
	await settled();
	const [first, second, ...others] = waiting;
	for (const letGo of others) letGo();
	second?.();
	await settled();
	expect(tab.storedVersions).toEqual([]);
	first?.();
	await settled();
	expect(tab.storedVersions).toHaveLength(PARTS);
	for (const [index, version] of tab.storedVersions.slice(1).entries()) {
		expect(covers(version, tab.storedVersions[index] ?? version)).toBe(true);
	}
	expect(sameVersion(tab.saver.storedVersion, tab.note.version())).toBe(true);
});

it('S18 S9 of a part that failed and those after it nothing counts, and they are written again', async () => {
	const { tab, waiting } = await gatedTab();
	tab.type(PASTED);
	const flushing = tab.saver.flush();
	await settled();
	const failing = 2;
	for (const [index, letGo] of waiting.splice(0).entries()) {
		letGo(index === failing ? new StorageError('quota') : undefined);
	}
	await expect(flushing).rejects.toMatchObject({ reason: 'quota' });
	expect(tab.saver.state).toEqual({ failed: 'quota' });
	expect(tab.storedVersions).toHaveLength(failing);
	await pass(RETRY_FIRST_MS);
	expect(waiting).toHaveLength(PARTS - failing);
	for (const letGo of waiting) letGo();
	await settled();
	expect(tab.saver.state).toBe('saved');
	expect(disk.chunks).toHaveLength(PARTS);
	expect((await reopened(disk, clock)).text).toBe(PASTED);
});

it('S18 S10 of parts under way when the database is lost nothing counts', async () => {
	const { tab, waiting } = await gatedTab();
	tab.type(PASTED);
	void tab.saver.flush();
	await settled();
	waiting[0]?.();
	await settled();
	disk.wipe();
	for (const letGo of waiting.splice(0)) letGo();
	await settled();
	expect(tab.saver.storedVersion.size).toBe(0);
	await pass(SAVE_WITHIN_MS);
	for (const letGo of waiting) letGo();
	await settled();
	expect((await reopened(disk, clock)).text).toBe(PASTED);
	expect(tab.saver.state).toBe('saved');
});

it('S18 operations of several writers are written in parts as well', async () => {
	const tab = await NoteTab.open(disk, clock);
	const other = await NoteTab.open(new MemoryDisk(), clock);
	tab.type(PASTED.slice(0, SAVE_PART_OPERATIONS));
	other.note.import(tab.note.exportFrom(new Map()));
	other.note.body.insert(5, PASTED);
	other.note.doc.commit();
	tab.note.import(other.note.exportFrom(tab.note.version()));
	await tab.saver.flush();
	expect(disk.chunks.length).toBeGreaterThan(PARTS);
	expect((await reopened(disk, clock)).text).toBe(tab.text);
});
