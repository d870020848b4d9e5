import { beforeEach, expect, it } from 'vitest';
import { MemoryDisk, type CrashFate, type MemoryOperation } from '$lib/storage/memory-chunk-store.js';
import { SAVE_WITHIN_MS } from '$lib/storage/limits.js';
import { ManualClock } from '../sync/manual-clock.js';
import { NoteTab, reopened, settled } from './note-tab.js';

const LOST: CrashFate = { kind: 'lost' };
const TORN_AT = [0, 1, 22, 60];

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

/** A tab with "committed " on the disk, whose next operation of that kind ends in a crash. */
async function crashingTab(operation: MemoryOperation, fate: CrashFate): Promise<NoteTab> {
	let crashes = false;
	const tab = await NoteTab.open(disk, clock, (begun) => (crashes && begun === operation ? fate : undefined));
	tab.type('committed ');
	await pass(SAVE_WITHIN_MS);
	crashes = true;
	return tab;
}

function torn(bytes: number): CrashFate {
	return { kind: 'torn', bytes };
}

it.each(TORN_AT)(
	'S14 an update torn after %d bytes was never said to be stored, and the rest opens',
	async (at) => {
		const tab = await crashingTab('append', torn(at));
		const before = tab.saver.storedVersion;
		tab.type('torn');
		await pass(SAVE_WITHIN_MS);
		expect(tab.saver.storedVersion).toBe(before);
		expect(tab.saver.state).toBe('saving');
		const found = await reopened(disk, clock);
		expect(found.text).toBe('committed ');
		expect(found.unread).toHaveLength(1);
	}
);

it('S14 an update that is lost as a whole leaves no trace', async () => {
	const tab = await crashingTab('append', LOST);
	tab.type('lost');
	await pass(SAVE_WITHIN_MS);
	const found = await reopened(disk, clock);
	expect(found.text).toBe('committed ');
	expect(found.unread).toEqual([]);
});

it.each([LOST, ...TORN_AT.map(torn)])(
	'S4 a compaction that dies with its snapshot (%o) deletes nothing',
	async (fate) => {
		const tab = await crashingTab('append', fate);
		void tab.log.compact(() => tab.note.exportSnapshot());
		await settled();
		const found = await reopened(disk, clock);
		expect(found.text).toBe('committed ');
		expect(disk.chunks.filter(({ key }) => key.kind === 'update')).toHaveLength(1);
	}
);

it.each([LOST, torn(10)])(
	'S4 a compaction that dies deleting (%o) leaves both, which merge',
	async (fate) => {
		const tab = await crashingTab('remove', fate);
		void tab.log.compact(() => tab.note.exportSnapshot());
		await settled();
		const found = await reopened(disk, clock);
		expect(found.text).toBe('committed ');
		expect(found.unread).toEqual([]);
		expect(disk.chunks.map(({ key }) => key.kind).sort()).toEqual(['snapshot', 'update']);
	}
);

it('S6 whoever still has what was torn writes it again, under the same key, and that heals it', async () => {
	const tab = await crashingTab('append', torn(20));
	tab.type('torn');
	await pass(SAVE_WITHIN_MS);
	const survivor = await NoteTab.open(disk, clock);
	survivor.note.import(tab.note.exportFrom(survivor.note.version()));
	await pass(SAVE_WITHIN_MS);
	const found = await reopened(disk, clock);
	expect(found.text).toBe('committed torn');
	expect(found.unread).toEqual([]);
});

it('S14 what is there whole is not torn by another write of it', async () => {
	const tab = await crashingTab('append', torn(5));
	const [chunk] = disk.chunks;
	if (chunk === undefined) throw new Error('nothing is stored');
	void tab.log.append(chunk.bytes);
	await settled();
	const found = await reopened(disk, clock);
	expect(found.text).toBe('committed ');
	expect(found.unread).toEqual([]);
});
