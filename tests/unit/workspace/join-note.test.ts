import { beforeEach, expect, it } from 'vitest';
import { createInvite, encodeInvite, type Invite } from '$lib/crypto/invite.js';
import { deriveNoteKeys, viewInviteOf } from '$lib/crypto/keys.js';
import { Note } from '$lib/note/note.js';
import { joinNote } from '$lib/workspace/join-note.js';
import { device, keep, stored, type Device } from './shelf.js';

let here: Device;
let edit: Invite;
let view: Invite;

beforeEach(async () => {
	here = await device();
	edit = createInvite();
	view = viewInviteOf(await deriveNoteKeys(edit));
});

async function join(invite: Invite): Promise<string> {
	return await joinNote(here.shelf, `https://perch.example/join#${await encodeInvite(invite)}`);
}

function rights(): string[] {
	return here.shelf.entries.map(({ invite }) => invite.kind);
}

it('joining a note twice is joining it once', async () => {
	const id = await join(edit);
	const before = here.shelf.entry(id);
	expect(await join(edit)).toBe(id);
	expect(here.shelf.entries).toEqual([before]);
});

it('a link that gives less leads to the same note and takes nothing away; one that gives more upgrades it', async () => {
	const id = await join(view);
	expect(rights()).toEqual(['view']);
	expect(await join(edit)).toBe(id);
	expect(rights()).toEqual(['edit']);
	expect(await join(view)).toBe(id);
	expect(rights()).toEqual(['edit']);
});

it("joining one's own note by its link changes nothing but that it has peers to be met", async () => {
	const entry = await keep(here, Note.of({ title: 'Orchard', text: 'pears' }, new Date()), {
		noteId: (await deriveNoteKeys(edit)).noteId,
		invite: edit,
		addedAt: 1_000,
		shared: false
	});
	await join(view);
	expect(here.shelf.entries).toEqual([{ ...entry, shared: true }]);
	expect((await stored(here, entry.noteId)).body.toString()).toBe('pears');
});

it('a note that was moved away is listed again', async () => {
	const id = await join(edit);
	const other = await join(createInvite());
	const entry = here.shelf.entry(id);
	if (entry === undefined) throw new Error('not joined');
	await here.shelf.put({ ...entry, movedTo: other });
	await join(edit);
	expect(here.shelf.entry(id)?.movedTo).toBeUndefined();
});
