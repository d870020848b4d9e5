import { beforeEach, expect, it, vi } from 'vitest';
import { createInvite, encodeInvite } from '$lib/crypto/invite.js';
import { deriveNoteKeys, viewInviteOf } from '$lib/crypto/keys.js';
import type { LibraryEntry } from '$lib/note/library-entry.js';
import { Note } from '$lib/note/note.js';
import { systemClock } from '$lib/util/clock.js';
import { NoteDeparture } from '$lib/workspace/departure.svelte.js';
import type { HeardMove } from '$lib/workspace/move-invites.js';
import { takeUp } from '$lib/workspace/move-note.js';
import { listed } from '$lib/workspace/succession.js';
import { device, inventory, keep, stored, type Device } from './shelf.js';

let here: Device;
let entry: LibraryEntry;

beforeEach(async () => {
	here = await device();
	entry = await keep(here, Note.of({ title: 'Orchard', text: 'pears' }, new Date()));
	vi.spyOn(console, 'warn').mockReturnValue(undefined);
});

function departure(right: 'edit' | 'view' = 'edit', at = here): NoteDeparture {
	return new NoteDeparture(entry.noteId, right, at.shelf, systemClock);
}

/** Ada, or whoever it is, says that the note has moved. */
function by(name: string, invite: string | undefined): HeardMove {
	return { peer: name, name, invite };
}

it.each(['edit', 'view'] as const)('follows an invite to %s with all that is here', async (right) => {
	const leaving = departure();
	const edit = createInvite();
	const keys = await deriveNoteKeys(edit);
	await leaving.heard(by('Ada', await encodeInvite(right === 'edit' ? edit : viewInviteOf(keys))));
	leaving.libraryChanged();
	expect(leaving.current).toEqual({ kind: 'moved', to: keys.noteId, name: 'Ada' });
	expect(here.shelf.entry(keys.noteId)?.invite.kind).toBe(right);
	expect((await stored(here, keys.noteId)).body.toString()).toBe('pears');
	expect((await stored(here, entry.noteId)).body.toString()).toBe('pears');
});

it('says who moved the note as soon as it says that it has moved', async () => {
	const leaving = departure();
	const put = here.shelf.put.bind(here.shelf);
	const seen: unknown[] = [];
	vi.spyOn(here.shelf, 'put').mockImplementation(async (changed) => {
		const stored = put(changed);
		leaving.libraryChanged();
		if (leaving.current !== undefined) seen.push(leaving.current);
		await stored;
	});
	await leaving.heard(by('Ada', await encodeInvite(createInvite())));
	expect(seen).toEqual([leaving.current]);
	expect(seen).toMatchObject([{ kind: 'moved', name: 'Ada' }]);
});

it('takes one invite, and none that is damaged or leads back here', async () => {
	const leaving = departure();
	const own = await encodeInvite(entry.invite);
	for (const text of ['', 'no invite', `${own.slice(0, -3)}AAA`, own]) await leaving.heard(by('Eve', text));
	expect(here.shelf.entries).toHaveLength(1);
	await leaving.heard(by('Ada', await encodeInvite(createInvite())));
	await leaving.heard(by('Eve', await encodeInvite(createInvite())));
	expect(here.shelf.entries).toHaveLength(2);
	leaving.libraryChanged();
	expect(leaving.current).toMatchObject({ kind: 'moved', name: 'Ada' });
});

it('without an invite it stays, and says so also after a restart; an invite may still come', async () => {
	const leaving = departure();
	await leaving.heard(by('Ada', undefined));
	leaving.libraryChanged();
	await leaving.heard(by('Eve', undefined));
	expect(leaving.current).toEqual({ kind: 'left', name: 'Ada' });
	expect(departure().current).toEqual({ kind: 'left', name: 'Ada' });
	await leaving.heard(by('Ada', await encodeInvite(createInvite())));
	leaving.libraryChanged();
	expect(leaving.current?.kind).toBe('moved');
});

it('opens anew what it may edit now', async () => {
	const view = { ...entry, invite: viewInviteOf(await deriveNoteKeys(entry.invite)) };
	const viewer = await device();
	await keep(viewer, await stored(here, entry.noteId), view);
	const reading = departure('view', viewer);
	expect(reading.current).toBeUndefined();
	await viewer.shelf.put(entry);
	reading.libraryChanged();
	expect(reading.current).toEqual({ kind: 'reopen' });
});

it('tries again until an invite that came is stored', async () => {
	const failing = vi.spyOn(here.shelf.chunks, 'append');
	const { StorageError } = await import('$lib/storage/chunk-store.js');
	failing.mockRejectedValueOnce(new StorageError('quota'));
	const leaving = departure();
	await leaving.heard(by('Ada', await encodeInvite(createInvite())));
	leaving.libraryChanged();
	expect(leaving.current).toMatchObject({ kind: 'moved', name: 'Ada' });
});

it.each(['edit', 'view'] as const)(
	'S33: an invite to %s that leads to a note of this device is not followed: nothing is copied, and it is left behind',
	async (right) => {
		const held = await keep(here, Note.of({ title: 'B', text: 'plums' }, new Date()));
		const keys = await deriveNoteKeys(held.invite);
		const before = inventory(here, [entry.noteId, held.noteId]);
		const leaving = departure();
		await leaving.heard(by('Eve', await encodeInvite(right === 'edit' ? held.invite : viewInviteOf(keys))));
		leaving.libraryChanged();
		expect(leaving.current).toEqual({ kind: 'left', name: 'Eve' });
		expect(inventory(here, [entry.noteId, held.noteId])).toEqual(before);
		expect((await stored(here, held.noteId)).body.toString()).toBe('plums');
		expect(here.shelf.entry(held.noteId)).toEqual(held);
		expect(listed(here.shelf.entries)).toHaveLength(2);
	}
);

it('S33: follows once more an invite whose move was cut short', async () => {
	const invite = createInvite();
	const to = await takeUp(here.shelf, entry.noteId, invite);
	const leaving = departure();
	await leaving.heard(by('Ada', await encodeInvite(invite)));
	expect(leaving.current).toEqual({ kind: 'moved', to, name: 'Ada' });
});
