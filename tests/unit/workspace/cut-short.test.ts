import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { LibraryEntry } from '$lib/note/library-entry.js';
import { Note } from '$lib/note/note.js';
import { NoteLog } from '$lib/storage/note-log.js';
import { NoteDeparture } from '$lib/workspace/departure.svelte.js';
import { endMoves } from '$lib/workspace/move-note.js';
import type { NoteShelf } from '$lib/workspace/note-shelf.js';
import { listed } from '$lib/workspace/succession.js';
import { ManualClock } from '../sync/manual-clock.js';
import { OpenStub, peer } from './mover.js';
import { device, keep, stored, type Device } from './shelf.js';

const TURNS = 50;

let here: Device;
let entry: LibraryEntry;
let clock: ManualClock;

beforeEach(async () => {
	here = await device();
	entry = await keep(here, Note.of({ title: 'Orchard', text: 'pears' }, new Date()));
	clock = new ManualClock();
	vi.spyOn(console, 'warn').mockReturnValue(undefined);
});

/** The shelf, on which something happens around the writing of the new note's entry. */
function shelfWith(around: (write: () => Promise<void>) => Promise<void>): NoteShelf {
	const real = here.shelf;
	const put = (written: LibraryEntry) => {
		const write = () => real.put(written);
		return written.movedFrom === undefined ? write() : around(write);
	};
	return Object.create(real, { entries: { get: () => real.entries }, put: { value: put } }) as NoteShelf;
}

function listedIds(): string[] {
	return listed(here.shelf.entries).map(({ noteId }) => noteId);
}

async function typeInto(noteId: string, text: string): Promise<void> {
	const note = await stored(here, noteId);
	const before = note.version();
	note.body.insert(note.body.length, text);
	note.doc.commit();
	await new NoteLog(here.shelf.chunks, noteId).append(note.exportFrom(before));
}

describe('S33 a move that is cut short', () => {
	it('while the page lingers: what the old note took in meanwhile is in the new one after the next start', async () => {
		const leaving = new NoteDeparture(entry.noteId, 'edit', here.shelf, clock);
		const to = await leaving.startOver(new OpenStub(peer('Flo')), new Set(['Flo']));
		void leaving.linger(() => Promise.resolve());
		for (let turn = 0; turn < TURNS; turn += 1) await new Promise((resolve) => setTimeout(resolve));
		await typeInto(entry.noteId, ' and plums');
		await endMoves(here.shelf);
		expect((await stored(here, to)).body.toString()).toBe('pears and plums');
		expect(listedIds()).toEqual([to]);
	});

	it('by another tab that starts before anybody was told: it goes on to the very same note', async () => {
		let isStarted = false;
		const shelf = shelfWith(async (write) => {
			await write();
			if (isStarted) return;
			isStarted = true;
			await endMoves(here.shelf);
		});
		const leaving = new NoteDeparture(entry.noteId, 'edit', shelf, clock);
		const open = new OpenStub(peer('Flo'));
		const to = await leaving.startOver(open, new Set(['Flo']));
		expect([...(open.invites ?? []).keys()]).toEqual(['Flo']);
		expect(listedIds()).toEqual([to]);
	});

	it('by a page that is left while storing hangs: nobody is told, and the old note stays', async () => {
		const shelf = shelfWith(async (write) => {
			await new Promise<void>((resolve) => void clock.after(12_000, resolve));
			await write();
		});
		const leaving = new NoteDeparture(entry.noteId, 'edit', shelf, clock);
		const open = new OpenStub(peer('Flo'));
		const moving = leaving.startOver(open, new Set(['Flo'])).then(
			() => 'moved',
			() => 'given up'
		);
		let isOver = false;
		const left = Promise.all([moving, leaving.linger(() => Promise.resolve())]).finally(
			() => (isOver = true)
		);
		while (!isOver) {
			await new Promise((resolve) => setTimeout(resolve));
			clock.advance(100);
		}
		expect([(await left)[0], open.invites, listedIds()]).toEqual(['given up', undefined, [entry.noteId]]);
	});

	it('and a note that names itself stays listed', () => {
		expect(listed([{ ...entry, movedTo: entry.noteId }])).toHaveLength(1);
	});
});
