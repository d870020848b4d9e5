import { describe, expect, it } from 'vitest';
import { createInvite } from '$lib/crypto/invite.js';
import { deriveNoteKeys, viewInviteOf } from '$lib/crypto/keys.js';
import { Note } from '$lib/note/note.js';
import { StorageError } from '$lib/storage/chunk-store.js';
import { NoteLog } from '$lib/storage/note-log.js';
import {
	bringBack,
	endMove,
	endMoves,
	giveWay,
	markMoved,
	MoveRefusedError,
	takeUp,
	withdraw
} from '$lib/workspace/move-note.js';
import { listed } from '$lib/workspace/succession.js';
import { seeded } from '../../fuzz/random.js';
import { device, factsOf, grownNote, inventory, keep, stored, type Device } from './shelf.js';

async function textOf(at: Device, noteId: string): Promise<string> {
	return (await stored(at, noteId)).body.toString();
}

/** What is typed into the stored note from another session. */
async function typeInto(at: Device, noteId: string, text: string): Promise<void> {
	const note = await stored(at, noteId);
	const before = note.version();
	note.body.insert(note.body.length, text);
	note.doc.commit();
	await new NoteLog(at.shelf.chunks, noteId).append(note.exportFrom(before));
}

describe('S33 a note that moves', () => {
	it('is stored with its whole history under the new id, before the library names that', async () => {
		let appended: readonly string[] = [];
		const here: Device = await device((operation) => {
			if (operation === 'append')
				appended = [...appended, here.shelf.entries.map(({ noteId }) => noteId).join()];
		});
		const { noteId } = await keep(here, grownNote(seeded(1)));
		appended = [];
		const to = await takeUp(here.shelf, noteId, createInvite());
		expect(appended[0]).not.toContain(to);
		expect(appended).toHaveLength(2);
		expect(factsOf(await stored(here, to))).toEqual(factsOf(await stored(here, noteId)));
		expect(here.shelf.entry(to)).toMatchObject({ shared: true, movedFrom: noteId });
		expect(here.shelf.summary(to)?.title).toBe((await stored(here, noteId)).title);
	});

	it('takes along what the open document has not saved', async () => {
		const here = await device();
		const note = Note.of({ title: 'a', text: 'saved' }, new Date());
		const { noteId } = await keep(here, note);
		note.body.insert(5, ' and not saved');
		note.doc.commit();
		here.open.set(noteId, note);
		const to = await takeUp(here.shelf, noteId, createInvite());
		expect(await textOf(here, to)).toBe('saved and not saved');
	});

	it('keeps the old note as it is, and says where it went', async () => {
		const here = await device();
		const entry = await keep(here, grownNote(seeded(2)));
		const before = inventory(here, [entry.noteId]);
		const to = await takeUp(here.shelf, entry.noteId, createInvite());
		await markMoved(here.shelf, entry.noteId, to);
		await endMove(here.shelf, entry.noteId, to);
		expect(inventory(here, [entry.noteId])).toEqual(before);
		expect(here.shelf.entry(entry.noteId)).toEqual({ ...entry, movedTo: to });
		expect(here.shelf.entry(to)?.movedFrom).toBeUndefined();
	});

	it('brings over what the old note took in after it was copied', async () => {
		const here = await device();
		const { noteId } = await keep(here, Note.of({ title: 'a', text: 'one' }, new Date()));
		const to = await takeUp(here.shelf, noteId, createInvite());
		await typeInto(here, noteId, ' two');
		await typeInto(here, to, ' three');
		await markMoved(here.shelf, noteId, to);
		await endMove(here.shelf, noteId, to);
		const text = await textOf(here, to);
		expect(text.startsWith('one')).toBe(true);
		expect([text.includes(' two'), text.includes(' three')]).toEqual([true, true]);
		expect(here.told).toEqual([to, to]);
	});

	it('may be moved again and again: nothing comes twice', async () => {
		const here = await device();
		const { noteId } = await keep(here, grownNote(seeded(3)));
		const invite = createInvite();
		const to = await takeUp(here.shelf, noteId, invite);
		const before = inventory(here, [to]);
		expect(await takeUp(here.shelf, noteId, invite)).toBe(to);
		await endMove(here.shelf, noteId, to);
		expect(inventory(here, [to])).toEqual(before);
	});

	it('merges with what is there of the new note, and an invite to edit stays one', async () => {
		const [mover, other] = [await device(), await device()];
		const first = await keep(mover, grownNote(seeded(4)));
		const invite = createInvite();
		const viewInvite = viewInviteOf(await deriveNoteKeys(invite));
		await keep(other, await stored(mover, first.noteId), first);
		const to = await takeUp(other.shelf, first.noteId, invite);
		await typeInto(other, to, 'mine');
		expect(await takeUp(other.shelf, first.noteId, viewInvite)).toBe(to);
		expect(other.shelf.entry(to)?.invite).toEqual(invite);
		expect(await textOf(other, to)).toContain('mine');
	});

	it('never writes into a note that is here in its own right: whoever sent the invite may only view that', async () => {
		const here = await device();
		const { noteId } = await keep(here, Note.of({ title: 'a', text: 'of A' }, new Date()));
		const held = await keep(here, Note.of({ title: 'b', text: 'of B' }, new Date()));
		const before = inventory(here, [noteId, held.noteId]);
		const view = viewInviteOf(await deriveNoteKeys(held.invite));
		for (const invite of [view, held.invite])
			await expect(takeUp(here.shelf, noteId, invite)).rejects.toThrow(MoveRefusedError);
		expect(inventory(here, [noteId, held.noteId])).toEqual(before);
		expect(await textOf(here, held.noteId)).toBe('of B');
		expect(here.shelf.entry(held.noteId)).toEqual(held);
	});

	it('does not move to itself', async () => {
		const here = await device();
		const { noteId, invite } = await keep(here, grownNote(seeded(5)));
		await expect(takeUp(here.shelf, noteId, invite)).rejects.toThrow(RangeError);
	});
});

describe('S33 a move that is cut short', () => {
	it('loses nothing at whichever write it ends, and the next start ends it', async () => {
		for (let writes = 0; writes < 8; writes += 1) {
			let room = Infinity;
			const here = await device((operation) => {
				if (operation === 'append' && --room < 0) throw new StorageError('closed');
			});
			const { noteId } = await keep(here, Note.of({ title: 'a', text: 'one' }, new Date()));
			room = writes;
			const move = async () => {
				const to = await takeUp(here.shelf, noteId, createInvite());
				await markMoved(here.shelf, noteId, to);
				await endMove(here.shelf, noteId, to);
			};
			await move().catch((failure: unknown) => expect(failure).toBeInstanceOf(StorageError));
			expect(await textOf(here, noteId)).toBe('one');
			room = Infinity;
			await typeInto(here, noteId, ' two');
			await endMoves(here.shelf);
			const { movedTo } = here.shelf.entry(noteId) ?? {};
			const successors = here.shelf.entries.filter((entry) => entry.noteId !== noteId);
			if (movedTo === undefined) expect(successors).toEqual([]);
			else {
				expect(successors.map((entry) => [entry.noteId, entry.movedFrom])).toEqual([[movedTo, undefined]]);
				expect(await textOf(here, movedTo)).toContain('one');
			}
		}
	});

	it('that would lead round in a circle is not ended: both notes stay listed', async () => {
		const here = await device();
		const { noteId: a, invite } = await keep(here, grownNote(seeded(7)));
		const b = await takeUp(here.shelf, a, createInvite());
		await markMoved(here.shelf, a, b);
		await expect(takeUp(here.shelf, b, invite)).rejects.toThrow(MoveRefusedError);
		// As an earlier Perch left it: B moved back to A, and neither move was ended.
		await here.shelf.put({ noteId: a, invite, addedAt: 1, shared: true, movedFrom: b });
		await endMoves(here.shelf);
		await endMoves(here.shelf);
		expect(listed(here.shelf.entries)).toHaveLength(1);
		expect(factsOf(await stored(here, a))).toEqual(factsOf(await stored(here, b)));
	});

	it('leaves a note where it stands by now', async () => {
		const here = await device();
		const { noteId } = await keep(here, grownNote(seeded(8)));
		const first = await takeUp(here.shelf, noteId, createInvite());
		const second = await takeUp(here.shelf, noteId, createInvite());
		await markMoved(here.shelf, noteId, second);
		await endMoves(here.shelf);
		expect(here.shelf.entry(noteId)?.movedTo).toBe(second);
		expect(here.shelf.entry(first)).toBeDefined();
	});

	it('that was withdrawn is not ended, and what it made is not listed; it may be taken up again', async () => {
		const here = await device();
		const { noteId } = await keep(here, grownNote(seeded(9)));
		const invite = createInvite();
		const to = await takeUp(here.shelf, noteId, invite);
		await withdraw(here.shelf, noteId, to);
		await endMoves(here.shelf);
		expect(listed(here.shelf.entries).map((entry) => entry.noteId)).toEqual([noteId]);
		expect(await takeUp(here.shelf, noteId, invite)).toBe(to);
		await markMoved(here.shelf, noteId, to);
		expect(listed(here.shelf.entries).map((entry) => entry.noteId)).toEqual([to]);
	});

	it('gives way to another with what was written meanwhile', async () => {
		const here = await device();
		const { noteId } = await keep(here, Note.of({ title: 'a', text: 'one' }, new Date()));
		const loser = await takeUp(here.shelf, noteId, createInvite());
		await markMoved(here.shelf, noteId, loser);
		await typeInto(here, loser, ' two');
		const winner = await takeUp(here.shelf, noteId, createInvite());
		await giveWay(here.shelf, loser, winner);
		await markMoved(here.shelf, noteId, winner);
		expect(listed(here.shelf.entries).map((entry) => entry.noteId)).toEqual([winner]);
		expect(await textOf(here, winner)).toBe('one two');
		expect(await textOf(here, loser)).toBe('one two');
	});

	it('does not take a note for moved that somebody joined again', async () => {
		const here = await device();
		const { noteId } = await keep(here, grownNote(seeded(6)));
		const to = await takeUp(here.shelf, noteId, createInvite());
		await markMoved(here.shelf, noteId, to);
		await bringBack(here.shelf, noteId);
		await endMoves(here.shelf);
		expect(here.shelf.entry(noteId)?.movedTo).toBeUndefined();
		expect(here.shelf.entry(to)).toBeDefined();
	});
});
