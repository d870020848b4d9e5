import { expect, it } from 'vitest';
import { deriveNoteKeys, viewInviteOf } from '$lib/crypto/keys.js';
import { Note } from '$lib/note/note.js';
import { BackupReader } from '$lib/storage/backup-reader.js';
import { StorageError } from '$lib/storage/chunk-store.js';
import { NoteLog } from '$lib/storage/note-log.js';
import { runBackup, runImport } from '$lib/workspace/run-transfer.js';
import { Transfers } from '$lib/workspace/transfers.svelte.js';
import type { TransferReport } from '$lib/workspace/transfer-report.js';
import { seeded } from '../../fuzz/random.js';
import { sampleOrFull } from '../../support/long.js';
import {
	control,
	device,
	factsOf,
	grownNote,
	inventory,
	keep,
	stored,
	type Device,
	type Facts
} from './shelf.js';

const SEEDS = sampleOrFull(8, 25);

async function backupOf(from: Device): Promise<File> {
	const { file, ended } = await runBackup(from.shelf, control());
	if (file === undefined) throw new Error(`no backup: ${JSON.stringify(ended)}`);
	return new File([file], 'backup.zip');
}

async function restoreInto(to: Device, file: File, cancelAt?: number): Promise<TransferReport> {
	return await runImport(to.shelf, [file], control(cancelAt));
}

async function factsOn(at: Device, ids: readonly string[]): Promise<Facts[]> {
	return await Promise.all(ids.map(async (id) => factsOf(await stored(at, id))));
}

it.each(Array.from({ length: SEEDS }, (_, index) => index + 1))(
	'S22 S23 seed %i: restored into an empty and into a half-full device, content and history are equal',
	async (seed) => {
		const random = seeded(seed);
		const [source, empty, half] = [await device(), await device(), await device()];
		const ids: string[] = [];
		const expectedOnHalf: Facts[] = [];
		for (let count = 1 + random.int(5); count > 0; count -= 1) {
			const first = grownNote(random);
			const entry = await keep(source, first);
			ids.push(entry.noteId);
			const merged = Note.empty();
			const kind = random.int(4);
			if (kind > 0) {
				// There: an older state, maybe gone its own way.
				const there = Note.empty();
				there.import(first.exportSnapshot());
				if (kind > 1) grownNote(random, there);
				await keep(half, there, { ...entry, shared: true });
				merged.import(there.exportSnapshot());
			}
			if (kind !== 1) await keep(source, grownNote(random, first), entry);
			merged.import((await stored(source, entry.noteId)).exportSnapshot());
			expectedOnHalf.push(factsOf(merged));
		}
		const file = await backupOf(source);
		const report = await restoreInto(empty, file);
		expect(report).toMatchObject({ ended: 'done', moved: ids.length, unchanged: 0, refused: [] });
		expect(await factsOn(empty, ids)).toEqual(await factsOn(source, ids));
		const onHalf = await restoreInto(half, file);
		expect(onHalf.refused).toEqual([]);
		expect(onHalf.moved + onHalf.unchanged).toBe(ids.length);
		expect(await factsOn(half, ids)).toEqual(expectedOnHalf);

		// S23: a second time changes nothing.
		for (const there of [empty, half]) {
			const before = inventory(there, [...ids, 'library']);
			const again = await restoreInto(there, file);
			expect(again).toMatchObject({ ended: 'done', moved: 0, unchanged: ids.length, refused: [] });
			expect(inventory(there, [...ids, 'library'])).toEqual(before);
		}
	}
);

it('S22 nothing that was there is deleted or replaced, and what was shared stays so', async () => {
	const [source, target] = [await device(), await device()];
	const mine = await keep(source, grownNote(seeded(1)));
	const both = await keep(source, grownNote(seeded(2)));
	const shared = await keep(source, grownNote(seeded(3)));
	await source.shelf.put({ ...shared, shared: true });
	await keep(target, await stored(source, both.noteId), { ...both, addedAt: 5, shared: true });
	await keep(target, await stored(source, shared.noteId), { ...shared, addedAt: 6 });
	const other = await keep(target, grownNote(seeded(4)));
	const before = inventory(target, [both.noteId, shared.noteId, other.noteId]);
	await restoreInto(target, await backupOf(source));
	expect(inventory(target, [both.noteId, shared.noteId, other.noteId])).toEqual(before);
	expect(target.shelf.entry(mine.noteId)).toEqual(mine);
	expect(target.shelf.entry(both.noteId)).toMatchObject({ addedAt: 5, shared: true });
	expect(target.shelf.entry(shared.noteId)).toMatchObject({ addedAt: 6, shared: true });
	expect(target.shelf.entries).toHaveLength(4);
});

it.each(['edit', 'view'] as const)(
	'S22 S34 an edit invite upgrades a view invite; restoring over %s',
	async (held) => {
		const [writer, viewer] = [await device(), await device()];
		const edit = await keep(writer, grownNote(seeded(5)));
		const view = { ...edit, invite: viewInviteOf(await deriveNoteKeys(edit.invite)) };
		await keep(viewer, await stored(writer, edit.noteId), view);
		const [source, target] = held === 'edit' ? [viewer, writer] : [writer, viewer];
		expect(await restoreInto(target, await backupOf(source))).toMatchObject({ refused: [] });
		expect(target.shelf.entry(edit.noteId)).toEqual(edit);
	}
);

it('S20 S34 a note that may only be read is backed up and restored with its view invite', async () => {
	const [source, target] = [await device(), await device()];
	const made = await keep(source, grownNote(seeded(6)));
	const entry = { ...made, invite: viewInviteOf(await deriveNoteKeys(made.invite)) };
	const viewer = await device();
	await keep(viewer, await stored(source, made.noteId), entry);
	await restoreInto(target, await backupOf(viewer));
	expect(target.shelf.entry(made.noteId)).toEqual(entry);
	expect(factsOf(await stored(target, made.noteId))).toEqual(factsOf(await stored(source, made.noteId)));
});

it('S22 the list shows restored notes at once, each with the time of its last change', async () => {
	const [source, target] = [await device(), await device()];
	const { noteId } = await keep(source, Note.of({ title: 'Orchard', text: 'pears\nquinces' }, new Date()));
	await source.shelf.putSummary({
		id: noteId,
		title: 'Orchard',
		preview: '',
		changedAt: 77_000,
		waiting: false
	});
	await restoreInto(target, await backupOf(source));
	expect(target.shelf.summary(noteId)).toEqual({
		id: noteId,
		title: 'Orchard',
		preview: 'pears\nquinces',
		hasLines: true,
		changedAt: 77_000,
		waiting: false,
		tags: []
	});
	expect(target.told).toEqual([noteId]);
});

it('S22 a note that was joined and is still to come stays so', async () => {
	const [source, target] = [await device(), await device()];
	const entry = await keep(source, Note.empty());
	const { noteId } = entry;
	await source.shelf.put({ ...entry, shared: true });
	expect(await restoreInto(target, await backupOf(source))).toMatchObject({ moved: 1, refused: [] });
	expect(target.shelf.entry(noteId)?.shared).toBe(true);
	expect(target.shelf.summary(noteId)?.waiting).toBe(true);
});

it('S21 what an open note has not saved is in the backup', async () => {
	const source = await device();
	const note = grownNote(seeded(1));
	const { noteId } = await keep(source, note);
	note.body.insert(0, 'unsaved ');
	note.doc.commit();
	source.open.set(noteId, note);
	const target = await device();
	await restoreInto(target, await backupOf(source));
	expect(factsOf(await stored(target, noteId))).toEqual(factsOf(note));
});

it('S21 a note of which a part cannot be read is in the backup without it, and named', async () => {
	const source = await device();
	const note = Note.of({ title: 'Torn', text: 'first ' }, new Date());
	const { noteId } = await keep(source, note);
	const before = note.version();
	note.body.insert(6, 'second');
	note.doc.commit();
	const update = note.exportFrom(before);
	await new NoteLog(source.shelf.chunks, noteId).append(update);
	const hurt = source.disk.chunks.find(
		({ key, bytes }) => key.note === noteId && bytes.length === update.length
	);
	if (hurt === undefined) throw new Error('the update is not on the disk');
	source.disk.put(hurt.key, Uint8Array.of(1));
	const report = await runBackup(source.shelf, control());
	expect(report).toMatchObject({ moved: 1, refused: [{ title: 'Torn', reason: 'partly' }] });
	const target = await device();
	await restoreInto(target, new File([report.file ?? ''], 'b.zip'));
	expect((await stored(target, noteId)).body.toString()).toBe('first ');
});

it('S22 a damaged chunk is mended by a backup that has its content', async () => {
	const source = await device();
	const { noteId } = await keep(source, grownNote(seeded(9)));
	const file = await backupOf(source);
	const facts = factsOf(await stored(source, noteId));
	for (const { key } of source.disk.chunks.filter(({ key }) => key.note === noteId)) {
		source.disk.put(key, Uint8Array.of(1));
	}
	expect(await restoreInto(source, file)).toMatchObject({ moved: 1 });
	expect(factsOf(await stored(source, noteId))).toEqual(facts);
});

it('S24 cancelled at every point, whole notes are here and no others, and the report counts them', async () => {
	const source = await device();
	const ids: string[] = [];
	for (let seed = 1; seed <= 5; seed += 1) ids.push((await keep(source, grownNote(seeded(seed)))).noteId);
	const file = await backupOf(source);
	const { manifest } = await BackupReader.open(file);
	const inOrder = manifest.records.map(({ id }) => id);
	expect([...inOrder].sort()).toEqual([...ids].sort());
	for (let stop = 0; stop <= 5; stop += 1) {
		const target = await device();
		const report = await restoreInto(target, file, stop);
		expect(report).toMatchObject({ ended: stop === 5 ? 'done' : 'cancelled', moved: stop });
		const here = inOrder.slice(0, stop);
		expect(target.shelf.entries.map(({ noteId }) => noteId).sort()).toEqual([...here].sort());
		expect(await factsOn(target, here)).toEqual(await factsOn(source, here));
		expect((await target.shelf.chunks.notes()).filter((id) => id !== 'library').sort()).toEqual(
			[...here].sort()
		);
	}
});

it('S24 cancelled in the middle of a write, the note under way comes whole', async () => {
	const source = await device();
	for (let seed = 1; seed <= 3; seed += 1) await keep(source, grownNote(seeded(seed)));
	const file = await backupOf(source);
	for (let appends = 1; appends <= 6; appends += 1) {
		const cancel = new AbortController();
		let seen = 0;
		const target = await device((operation) => {
			if (operation === 'append' && ++seen === appends) cancel.abort();
		});
		const report = await runImport(target.shelf, [file], {
			signal: cancel.signal,
			onProgress: () => undefined
		});
		const held = target.shelf.entries.map(({ noteId }) => noteId).sort();
		expect(held).toHaveLength(report.moved);
		expect(held).toHaveLength(Math.ceil(appends / 2));
		expect(await factsOn(target, held)).toEqual(await factsOn(source, held));
	}
});

it('S24 a backup that is cancelled at any point gives no file', async () => {
	const source = await device();
	for (let seed = 1; seed <= 3; seed += 1) await keep(source, grownNote(seeded(seed)));
	for (let stop = 0; stop <= 3; stop += 1) {
		const report = await runBackup(source.shelf, control(stop));
		expect(report.ended).toBe('cancelled');
		expect(report.file).toBeUndefined();
	}
});

it('S24 storage that fails ends the restore with its reason; what came before that stays', async () => {
	const source = await device();
	for (let seed = 1; seed <= 3; seed += 1) await keep(source, grownNote(seeded(seed)));
	const file = await backupOf(source);
	let room = 3;
	const target = await device((operation) => {
		if (operation === 'append' && --room < 0) throw new StorageError('quota');
	});
	expect(await restoreInto(target, file)).toMatchObject({ ended: { failed: 'quota' }, moved: 1 });
	// The content of the second is stored, but not that the library holds it: it is not listed.
	const here = target.shelf.entries.map(({ noteId }) => noteId);
	expect(here).toHaveLength(1);
	expect(await factsOn(target, here)).toEqual(await factsOn(source, here));
});

it('S22 what was pinned or in the trash is so again where it is new, and no time lies ahead', async () => {
	const [source, target] = [await device(), await device()];
	const ahead = Date.now() + 1e9;
	const [pinned, trashed, plain] = [0, 1, 2].map((seed) => grownNote(seeded(seed + 1)));
	if (!pinned || !trashed || !plain) throw new Error('no notes');
	const pinnedEntry = await keep(source, pinned);
	const trashedEntry = await keep(source, trashed);
	const plainEntry = await keep(source, plain);
	await source.shelf.put({ ...pinnedEntry, addedAt: ahead });
	await source.shelf.setPinned(pinnedEntry.noteId, ahead);
	await source.shelf.setTrashed(trashedEntry.noteId, ahead);
	await source.shelf.setPinned(plainEntry.noteId, 5);
	await keep(target, plain, plainEntry);
	const file = await backupOf(source);
	await restoreInto(target, file);
	const entryOf = ({ noteId }: { noteId: string }) => target.shelf.entry(noteId);
	for (const time of [
		entryOf(pinnedEntry)?.pinnedAt,
		entryOf(pinnedEntry)?.addedAt,
		entryOf(trashedEntry)?.trashedAt
	])
		expect(time).toBeLessThanOrEqual(Date.now());
	expect(entryOf(trashedEntry)?.pinnedAt).toBeUndefined();
	// It was here, and not pinned: that stays.
	expect(entryOf(plainEntry)?.pinnedAt).toBeUndefined();
	await target.shelf.setPinned(pinnedEntry.noteId, undefined);
	await restoreInto(target, file);
	expect(entryOf(pinnedEntry)?.pinnedAt).toBeUndefined();
});

it('S44 what is changed while a backup is made does not count as backed up', async () => {
	const source = await device();
	for (let seed = 1; seed <= 3; seed += 1) await keep(source, grownNote(seeded(seed)));
	const stamps: number[] = [];
	const transfers = new Transfers(
		() => source.shelf,
		(begunAt) => Promise.resolve(void stamps.push(begunAt))
	);
	const backingUp = transfers.backUp();
	expect(transfers.busy).toBe(true);
	await new Promise((resolve) => setTimeout(resolve, 5));
	const changedAt = Date.now();
	await backingUp;
	expect(transfers.busy).toBe(false);
	expect(stamps).toHaveLength(1);
	expect(stamps[0]).toBeLessThan(changedAt);
});
