import { beforeEach, describe, expect, it, vi } from 'vitest';
import { createInvite, encodeInvite } from '$lib/crypto/invite.js';
import type { LibraryEntry } from '$lib/note/library-entry.js';
import { Note } from '$lib/note/note.js';
import { StorageError } from '$lib/storage/chunk-store.js';
import { NoteLog } from '$lib/storage/note-log.js';
import { joinNote } from '$lib/workspace/join-note.js';
import { LIBRARY_ID } from '$lib/workspace/library-turns.js';
import { bringOver, endMove, takeUp } from '$lib/workspace/move-note.js';
import { ownEditsSection, receiptsSection } from '$lib/workspace/receipts.js';
import { listed } from '$lib/workspace/succession.js';
import { summarise } from '$lib/workspace/summaries.js';
import {
	deleteForGood,
	finishErasing,
	moveToTrash,
	restoreFromTrash,
	withRoomMade,
	type Eraser
} from '$lib/workspace/trash.js';
import { device, keep, stored, tabOf, type Device } from './shelf.js';

let here: Device;

beforeEach(async () => {
	here = await device();
});

async function kept(title: string, at: Device = here): Promise<LibraryEntry> {
	const note = Note.of({ title, text: `the text of ${title}` }, new Date(0));
	const entry = await keep(at, note);
	await at.shelf.putSummary(summarise(entry.noteId, note, 1_000));
	note.close();
	return entry;
}

async function trashed(title: string): Promise<LibraryEntry> {
	const entry = await kept(title);
	await moveToTrash(here.shelf, entry.noteId);
	return entry;
}

async function move(fromId: string, toId: string): Promise<void> {
	const entry = here.shelf.entry(fromId);
	if (entry === undefined) throw new Error('no such note');
	await here.shelf.put({ ...entry, movedTo: toId });
}

/** A device on whose disk nothing can be written while `fails` is set. */
async function failingDevice(): Promise<{ at: Device; disk: { fails: boolean } }> {
	const disk = { fails: false };
	const at = await device((operation) => {
		if (disk.fails && operation === 'append') throw new StorageError('quota');
	});
	return { at, disk };
}

function chunksOf(noteId: string): number {
	return here.disk.chunks.filter(({ key }) => key.note.endsWith(noteId)).length;
}

function deleted(at: Device, ...noteIds: readonly string[]) {
	return deleteForGood(at.shelf, at.library, noteIds);
}

async function textOf(noteId: string): Promise<string> {
	return (await stored(here, noteId)).body.toString();
}

describe('S36 the trash', () => {
	it('holds what was put there, whole, and gives it back', async () => {
		const { noteId } = await kept('Orchard');
		await moveToTrash(here.shelf, noteId);
		expect(here.library.notes).toEqual([]);
		expect(here.library.trash.map(({ id, title }) => [id, title])).toEqual([[noteId, 'Orchard']]);
		expect(await textOf(noteId)).toBe('the text of Orchard');
		await restoreFromTrash(here.shelf, noteId);
		expect(here.library.trash).toEqual([]);
		expect(here.library.notes.map(({ id }) => id)).toEqual([noteId]);
	});

	it('what cannot be stored is undone: trash, pins, and a note that would come', async () => {
		const { at: full, disk } = await failingDevice();
		const { noteId } = await kept('Orchard', full);
		disk.fails = true;
		await expect(moveToTrash(full.shelf, noteId)).rejects.toMatchObject({ reason: 'quota' });
		await expect(full.shelf.setPinned(noteId, 5)).rejects.toMatchObject({ reason: 'quota' });
		const other = { noteId: 'other', invite: createInvite(), addedAt: 1, shared: false };
		await expect(full.shelf.put(other)).rejects.toMatchObject({ reason: 'quota' });
		expect(full.library.notes.map(({ id, pinned }) => [id, pinned])).toEqual([[noteId, false]]);
		disk.fails = false;
		await full.library.flush();
		const next = await tabOf(full);
		expect(next.library.notes.map(({ id, pinned }) => [id, pinned])).toEqual([[noteId, false]]);
		expect(next.library.erasing).toEqual([]);
	});

	it('a note in it that comes back by an entry that cannot be stored is in it again', async () => {
		const { at: full, disk } = await failingDevice();
		const entry = await kept('Orchard', full);
		await moveToTrash(full.shelf, entry.noteId);
		await full.library.remove([entry.noteId]);
		disk.fails = true;
		await expect(full.shelf.put(entry)).rejects.toMatchObject({ reason: 'quota' });
		expect(full.library.erasing).toEqual([entry.noteId]);
		disk.fails = false;
	});

	it('is stored before it is said to be so', async () => {
		const { noteId } = await trashed('Orchard');
		expect((await tabOf(here)).library.trash.map(({ id }) => id)).toEqual([noteId]);
	});

	it('a note in it is not waited for', async () => {
		const link = `https://perch.example/join#${await encodeInvite(createInvite())}`;
		const noteId = await joinNote(here.shelf, link);
		expect(here.library.waiting).toEqual([noteId]);
		await moveToTrash(here.shelf, noteId);
		expect(here.library.waiting).toEqual([]);
	});

	it('to join a note that is in it by an invite takes it out, also if another tab put it there', async () => {
		const invite = createInvite();
		const link = `https://perch.example/join#${await encodeInvite(invite)}`;
		const noteId = await joinNote(here.shelf, link);
		const other = await tabOf(here);
		await moveToTrash(other.shelf, noteId);
		await joinNote(here.shelf, link);
		expect((await tabOf(here)).shelf.entry(noteId)?.trashedAt).toBeUndefined();
	});

	it('an entry that is put anew, as by a move or a share, leaves a note where it is', async () => {
		const entry = await trashed('Orchard');
		await here.shelf.put({ ...entry, shared: true });
		expect(here.library.trash).toHaveLength(1);
	});
});

describe('S38 deleting for good', () => {
	it('erases every trace of the note, and nothing of others', async () => {
		const { noteId } = await trashed('Orchard');
		const other = await kept('Meadow');
		await new NoteLog(here.shelf.chunks, noteId).setAside('snapshot', new Uint8Array([1]));
		const anything = (value: unknown): value is unknown => value !== undefined;
		for (const name of [receiptsSection(noteId), ownEditsSection(noteId)])
			await here.local.section(name, anything).set('x', true);
		for (const id of [noteId, other.noteId]) await here.local.section('seen', anything).set(id, true);
		for (const id of [noteId, other.noteId])
			await here.local.section('opened-files', anything).set(`of ${id}`, id);
		await here.texts.put([noteId, other.noteId].map((id) => ({ id, stamp: '', title: '', text: 'pears' })));
		expect(chunksOf(noteId)).toBe(2);

		expect(await deleted(here, noteId)).toEqual({ deleted: [noteId], inUse: [] });
		expect(await here.local.section('opened-files', anything).entries()).toEqual([
			[`of ${other.noteId}`, other.noteId]
		]);
		expect(chunksOf(noteId)).toBe(0);
		expect([...here.texts.stored.keys()]).toEqual([other.noteId]);
		for (const name of [receiptsSection(noteId), ownEditsSection(noteId)])
			expect(await here.local.section(name, anything).entries()).toEqual([]);
		for (const name of ['seen', 'summaries']) {
			const keys = (await here.local.section(name, anything).entries()).map(([key]) => key);
			expect(keys).toEqual([other.noteId]);
		}
		expect(here.library.trash).toEqual([]);
		expect(here.library.summaries.get(noteId)).toBeUndefined();
		expect(await textOf(other.noteId)).toBe('the text of Meadow');
		const again = await tabOf(here);
		expect(again.shelf.entries.map((entry) => entry.noteId)).toEqual([other.noteId]);
		expect(again.library.erasing).toEqual([]);
	});

	it('passes over what is not in the trash', async () => {
		const { noteId } = await kept('Orchard');
		expect(await deleted(here, noteId, 'unknown')).toEqual({ deleted: [], inUse: [] });
		expect(await textOf(noteId)).toBe('the text of Orchard');
	});

	it('takes along the notes that moved to it, which would be listed again', async () => {
		const [first, second, last] = [await kept('First'), await kept('Second'), await trashed('Last')];
		await move(first.noteId, second.noteId);
		await move(second.noteId, last.noteId);
		const { deleted: gone } = await deleted(here, last.noteId);
		expect(gone).toEqual([last.noteId]);
		expect(here.shelf.entries).toEqual([]);
		for (const { noteId } of [first, second, last]) expect(chunksOf(noteId)).toBe(0);
	});

	it('leaves the notes of a circle of moves, which are listed, and what leads into it', async () => {
		const [a, b, tail, alone] = [
			await kept('A'),
			await trashed('B'),
			await kept('Tail'),
			await trashed('Alone')
		];
		await move(a.noteId, b.noteId);
		await move(b.noteId, a.noteId);
		await move(tail.noteId, a.noteId);
		expect(listed(here.shelf.entries)).toHaveLength(4);
		await deleted(here, alone.noteId, b.noteId);
		// B is in the trash by itself; A, which moved to it and back, is listed and stays.
		for (const { noteId } of [a, tail]) {
			expect(here.shelf.entry(noteId)).toBeDefined();
			expect(chunksOf(noteId)).toBe(1);
		}
		expect(here.library.notes.map(({ id }) => id)).toEqual([a.noteId]);
	});

	it('asks for the successor of each entry once, however many are deleted', async () => {
		const entries = await Promise.all(Array.from({ length: 12 }, (_, at) => trashed(`note ${at}`)));
		let reads = 0;
		const counted = here.shelf.entries.map((entry) =>
			Object.defineProperty({ ...entry }, 'movedTo', { get: () => void (reads += 1), enumerable: true })
		);
		const shelf = Object.defineProperty({ ...here.shelf }, 'entries', { get: () => counted });
		await deleteForGood(
			shelf,
			here.library,
			entries.map(({ noteId }) => noteId)
		);
		expect(here.shelf.entries).toEqual([]);
		expect(reads).toBeLessThanOrEqual(2 * entries.length);
	});

	it('is not done to a note that a tab has open, nor to one that moved to it and is open', async () => {
		const [old, last] = [await kept('Old'), await trashed('Last')];
		await move(old.noteId, last.noteId);
		for (const { noteId } of [old, last]) {
			const letGo = here.locks.hold(`perch:${noteId}:some-session`);
			expect(await deleted(here, last.noteId)).toEqual({ deleted: [], inUse: [last.noteId] });
			expect(chunksOf(last.noteId)).toBe(1);
			expect(here.library.trash).toHaveLength(1);
			letGo();
		}
		expect((await deleted(here, last.noteId)).deleted).toEqual([last.noteId]);
	});

	it('is refused as long as a part of the library cannot be read', async () => {
		const { noteId } = await trashed('Orchard');
		const key = { note: LIBRARY_ID, kind: 'update', hash: '0'.repeat(64) } as const;
		here.disk.put(key, new Uint8Array([1]));
		await expect(deleted(here, noteId)).rejects.toMatchObject({ reason: 'damaged' });
		expect(chunksOf(noteId)).toBe(1);
		here.disk.delete(key);
		expect((await deleted(here, noteId)).deleted).toEqual([noteId]);
	});

	it('that cannot be stored is not done, then or later: the note is in the trash as before, and can be deleted again', async () => {
		const { at: full, disk } = await failingDevice();
		const { noteId } = await kept('Orchard', full);
		await full.shelf.setPinned(noteId, 5);
		await moveToTrash(full.shelf, noteId);
		const before = full.shelf.entry(noteId);
		disk.fails = true;
		await expect(deleted(full, noteId)).rejects.toMatchObject({ reason: 'quota' });
		expect(full.library.trash.map(({ title, pinned }) => [title, pinned])).toEqual([['Orchard', true]]);
		await expect(deleted(full, noteId)).rejects.toMatchObject({ reason: 'quota' });
		disk.fails = false;
		await full.library.flush();
		const next = await tabOf(full);
		await finishErasing(next.shelf, next.library);
		expect(next.shelf.entry(noteId)).toEqual(before);
		expect((await stored(full, noteId)).body.toString()).toBe('the text of Orchard');
		expect((await deleted(full, noteId)).deleted).toEqual([noteId]);
		expect((await tabOf(full)).shelf.entries).toEqual([]);
	});

	it('erases nothing before it is stored that it is to be erased, whoever decided that', async () => {
		const { noteId } = await trashed('Orchard');
		const asked: string[] = [];
		const eraser: Eraser = {
			isReadWhole: true,
			erasing: [noteId],
			inUse: () => Promise.resolve(new Set()),
			remove: () => Promise.resolve(),
			flush: () => Promise.reject(new StorageError('quota')),
			erase: (ids) => Promise.resolve(void asked.push(...ids))
		};
		await expect(deleteForGood(here.shelf, eraser, [])).rejects.toMatchObject({ reason: 'quota' });
		await finishErasing(here.shelf, eraser);
		expect(asked).toEqual([]);
	});

	it('makes room on a full disk, by what can be made again, and is tried once more', async () => {
		const { at: full, disk } = await failingDevice();
		const { noteId } = await kept('Orchard', full);
		await moveToTrash(full.shelf, noteId);
		disk.fails = true;
		const makeRoom = () => Promise.resolve(void (disk.fails = false));
		expect(await withRoomMade(() => deleted(full, noteId), makeRoom)).toMatchObject({ deleted: [noteId] });
		const failure = () => Promise.reject(new StorageError('blocked'));
		await expect(withRoomMade(failure, () => Promise.reject(new Error()))).rejects.toMatchObject({
			reason: 'blocked'
		});
	});

	it('is ended by the next start if it was cut short, but not of what has an entry again', async () => {
		let fails = false;
		const disk = await device((operation) => {
			if (fails && operation === 'erase') throw new StorageError('unknown');
		});
		const [gone, back] = [await kept('Gone', disk), await kept('Back', disk)];
		for (const { noteId } of [gone, back]) await moveToTrash(disk.shelf, noteId);
		fails = true;
		await expect(deleted(disk, gone.noteId, back.noteId)).rejects.toBeInstanceOf(StorageError);
		const chunks = (noteId: string) => disk.disk.chunks.filter(({ key }) => key.note === noteId).length;
		expect([chunks(gone.noteId), chunks(back.noteId)]).toEqual([1, 1]);

		const next = await tabOf(disk);
		await next.shelf.put(back);
		await finishErasing(next.shelf, next.library);
		expect([chunks(gone.noteId), chunks(back.noteId)]).toEqual([0, 1]);
		expect(next.library.trash).toEqual([]);
		expect((await tabOf(disk)).library.erasing).toEqual([]);
	});

	it('many notes are erased together, in turns between which other tabs get theirs', async () => {
		const erasures: number[] = [];
		const many = await device(async (operation) => {
			if (operation !== 'erase') return;
			erasures.push(performance.now());
			await new Promise((resolve) => setTimeout(resolve, 600));
		});
		const entries = await Promise.all(Array.from({ length: 120 }, (_, at) => kept(`note ${at}`, many)));
		for (const { noteId } of entries) await moveToTrash(many.shelf, noteId);
		const turns = vi.spyOn(many.library, 'decide');
		const noteIds = entries.map(({ noteId }) => noteId);
		expect((await deleted(many, ...noteIds)).deleted).toHaveLength(120);
		expect(erasures).toHaveLength(3);
		expect(turns.mock.calls.length).toBe(2);
		expect(many.disk.chunks.filter(({ key }) => noteIds.includes(key.note))).toEqual([]);
		expect((await tabOf(many)).library.erasing).toEqual([]);
	});

	it('notes whose erasing fails in a later turn are deleted all the same, and are erased at the next start', async () => {
		let erasures = 0;
		const many = await device(async (operation) => {
			if (operation !== 'erase') return;
			erasures += 1;
			if (erasures === 3) throw new StorageError('busy');
			await new Promise((resolve) => setTimeout(resolve, 600));
		});
		const entries = await Promise.all(Array.from({ length: 120 }, (_, at) => kept(`note ${at}`, many)));
		for (const { noteId } of entries) await moveToTrash(many.shelf, noteId);
		const noteIds = entries.map(({ noteId }) => noteId);
		const logged = vi.spyOn(console, 'warn').mockReturnValue();
		// Tests share a process: others may have been warned before.
		logged.mockClear();
		expect((await deleted(many, ...noteIds)).deleted).toHaveLength(120);
		expect(logged).toHaveBeenCalled();
		const next = await tabOf(many);
		expect(next.library.erasing).toHaveLength(20);
		await finishErasing(next.shelf, next.library);
		expect(many.disk.chunks.filter(({ key }) => noteIds.includes(key.note))).toEqual([]);
	});

	it('never erases what has an entry, whoever asks', async () => {
		const { noteId } = await trashed('Orchard');
		await expect(here.library.erase([noteId])).rejects.toThrow(RangeError);
		expect(chunksOf(noteId)).toBe(1);
	});

	it('a move that ends afterwards brings nothing back', async () => {
		const old = await kept('Old');
		const toId = await takeUp(here.shelf, old.noteId, createInvite());
		await moveToTrash(here.shelf, toId);
		await deleted(here, toId);
		await bringOver(here.shelf, old.noteId, toId);
		await endMove(here.shelf, old.noteId, toId);
		expect(chunksOf(toId)).toBe(0);
		expect(await textOf(old.noteId)).toBe('the text of Old');
	});
});

describe('S37 tabs that decide by the library take turns, and go by what is stored', () => {
	it('a note that another tab took out of the trash is not deleted', async () => {
		const { noteId } = await trashed('Orchard');
		const other = await tabOf(here);
		await restoreFromTrash(other.shelf, noteId);
		expect(here.library.trash).toHaveLength(1);
		expect((await deleted(here, noteId)).deleted).toEqual([]);
		expect(await textOf(noteId)).toBe('the text of Orchard');
		expect(here.library.notes.map(({ id }) => id)).toEqual([noteId]);
	});

	it('a note that another tab deleted for good is not listed without its content', async () => {
		const { noteId } = await trashed('Orchard');
		const other = await tabOf(here);
		await deleted(other, noteId);
		await expect(restoreFromTrash(here.shelf, noteId)).rejects.toMatchObject({ reason: 'gone' });
		expect(here.shelf.entries).toEqual([]);
		expect((await tabOf(here)).shelf.entries).toEqual([]);
	});

	it('restoring and emptying at the same time leaves a note whole or gone', async () => {
		for (let round = 0; round < 6; round += 1) {
			const { noteId } = await trashed(`Round ${round}`);
			const other = await tabOf(here);
			const restoring = restoreFromTrash(here.shelf, noteId).catch(() => undefined);
			const emptying = deleted(other, noteId);
			await Promise.all(round % 2 === 0 ? [restoring, emptying] : [emptying, restoring]);
			const entry = (await tabOf(here)).shelf.entry(noteId);
			expect(chunksOf(noteId)).toBe(entry === undefined ? 0 : 1);
			expect(entry?.trashedAt).toBeUndefined();
		}
	});

	it('a note that vanished while it was open here comes anew from its document', async () => {
		const { noteId } = await trashed('Orchard');
		here.open.set(noteId, await stored(here, noteId));
		await deleted(await tabOf(here), noteId);
		await restoreFromTrash(here.shelf, noteId);
		const next = await tabOf(here);
		expect(next.shelf.entry(noteId)).toMatchObject({ noteId });
		expect(next.shelf.entry(noteId)?.trashedAt).toBeUndefined();
		expect(next.library.erasing).toEqual([]);
		expect(await textOf(noteId)).toBe('the text of Orchard');
	});

	it('joining a note that another tab deleted for good is joining it anew', async () => {
		const link = `https://perch.example/join#${await encodeInvite(createInvite())}`;
		const noteId = await joinNote(here.shelf, link);
		await moveToTrash(here.shelf, noteId);
		await deleted(await tabOf(here), noteId);
		await joinNote(here.shelf, link);
		const next = await tabOf(here);
		expect(next.shelf.entry(noteId)?.trashedAt).toBeUndefined();
		expect(next.library.erasing).toEqual([]);
	});

	it('a tab waits for the turn of another', async () => {
		const letGo = here.locks.hold('perch:library-decisions');
		const { noteId } = await trashed('Orchard');
		const restoring = restoreFromTrash(here.shelf, noteId);
		await new Promise((resolve) => setTimeout(resolve, 50));
		expect(here.library.trash).toHaveLength(1);
		letGo();
		await restoring;
		expect(here.library.trash).toEqual([]);
	});
});
