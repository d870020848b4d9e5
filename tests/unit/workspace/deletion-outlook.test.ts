import { beforeEach, expect, it } from 'vitest';
import { Note } from '$lib/note/note.js';
import type { Version } from '$lib/note/version.js';
import { systemClock } from '$lib/util/clock.js';
import { deletionOutlook } from '$lib/workspace/deletion-outlook.js';
import { Receipts } from '$lib/workspace/receipts.js';
import { ManualClock } from '../sync/manual-clock.js';
import { device, keep, type Device } from './shelf.js';

let here: Device;
let note: Note;
let noteId: string;
let early: Version;

beforeEach(async () => {
	here = await device();
	note = Note.of({ title: 'Orchard', text: 'pears' }, new Date(0));
	early = note.version();
	note.body.insert(5, ' and plums');
	note.doc.commit();
	const entry = await keep(here, note);
	noteId = entry.noteId;
	await here.shelf.put({ ...entry, shared: true });
});

async function heard(...said: readonly (readonly [device: string, name: string, stored: Version])[]) {
	const receipts = await Receipts.load(noteId, here.local, new ManualClock());
	for (const [deviceId, name, stored] of said)
		receipts.heard({ device: deviceId, name, stored }, note.version());
	// What is written is written in a later task.
	await new Promise((resolve) => setTimeout(resolve, 10));
}

function outlook() {
	return deletionOutlook(here.shelf, here.local, systemClock, noteId);
}

it('S38 of a note that was never shared nobody has a copy, whatever is stored of it', async () => {
	await heard(['a', 'Ada', note.version()]);
	const entry = here.shelf.entry(noteId);
	if (entry === undefined) throw new Error('no such note');
	await here.shelf.put({ ...entry, shared: false });
	expect(await outlook()).toEqual({ shared: false, haveAll: [], lackSome: [] });
});

it('S38 says who said to have all that is stored here, and who less', async () => {
	expect(await outlook()).toEqual({ shared: true, haveAll: [], lackSome: [] });
	await heard(['a', 'Ada', note.version()], ['b', 'Ben', early]);
	expect(await outlook()).toEqual({ shared: true, haveAll: ['Ada'], lackSome: ['Ben'] });
});

it('S38 names are told once: whoever has all on one device is not said to lack some', async () => {
	await heard(['a', 'Ada', early], ['b', 'Ada', note.version()], ['c', 'Cy', early], ['d', 'Cy', early]);
	expect(await outlook()).toEqual({ shared: true, haveAll: ['Ada'], lackSome: ['Cy'] });
});
