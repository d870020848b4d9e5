import { beforeEach, expect, it, vi } from 'vitest';
import { createInvite, decodeInvite, encodeInvite } from '$lib/crypto/invite.js';
import { deriveNoteKeys, viewInviteOf } from '$lib/crypto/keys.js';
import type { LibraryEntry } from '$lib/note/library-entry.js';
import { Note } from '$lib/note/note.js';
import type { PeerView } from '$lib/sync/views.js';
import { systemClock } from '$lib/util/clock.js';
import { NoteDeparture } from '$lib/workspace/departure.svelte.js';
import { device, keep, stored, type Device } from './shelf.js';

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

function peer(id: string, facts: Partial<PeerView> = {}): PeerView {
	return {
		id,
		// All claim the same one: only the connection tells them apart.
		session: 'claimed',
		kind: 'network',
		role: 'writer',
		presence: { type: 'presence', person: id, name: id, colour: 0, caret: undefined },
		inSync: true,
		stored: undefined,
		isQuiet: false,
		...facts
	};
}

it('gives each who was chosen the invite of the right that it has proven, tabs always, and nobody else', async () => {
	const leaving = departure();
	let told = new Map<string, string>();
	const peers = [
		peer('editor'),
		peer('viewer', { role: 'viewer' }),
		peer('left'),
		peer('left viewer', { role: 'viewer' }),
		peer('tab', { kind: 'tab' })
	];
	const order: string[] = [];
	const to = await leaving.startOver(
		{
			peers: () => peers,
			flush: () => Promise.resolve(void order.push('flush')),
			tell: (invites) => {
				told = new Map(invites);
				order.push(here.shelf.entry(entry.noteId)?.movedTo === undefined ? 'tell' : 'marked before');
			}
		},
		new Set(['editor', 'viewer', 'gone'])
	);
	expect(order).toEqual(['flush', 'tell']);
	expect([...told.keys()].sort()).toEqual(['editor', 'tab', 'viewer']);
	const kinds = new Map<string, string>();
	for (const [id, text] of told) {
		const invite = await decodeInvite(text);
		kinds.set(id, invite.kind);
		expect((await deriveNoteKeys(invite)).noteId).toBe(to);
	}
	expect(Object.fromEntries(kinds)).toEqual({ editor: 'edit', tab: 'edit', viewer: 'view' });
	expect(here.shelf.entry(to)?.invite.kind).toBe('edit');
	expect(to).not.toBe(entry.noteId);
	leaving.libraryChanged();
	expect(leaving.current).toEqual({ kind: 'moved', to, name: undefined });
});

it.each(['edit', 'view'] as const)('follows an invite to %s with all that is here', async (right) => {
	const leaving = departure();
	const edit = createInvite();
	const keys = await deriveNoteKeys(edit);
	await leaving.heard('Ada', await encodeInvite(right === 'edit' ? edit : viewInviteOf(keys)));
	leaving.libraryChanged();
	expect(leaving.current).toEqual({ kind: 'moved', to: keys.noteId, name: 'Ada' });
	expect(here.shelf.entry(keys.noteId)?.invite.kind).toBe(right);
	expect((await stored(here, keys.noteId)).body.toString()).toBe('pears');
	expect((await stored(here, entry.noteId)).body.toString()).toBe('pears');
});

it('takes one invite, and none that is damaged or leads back here', async () => {
	const leaving = departure();
	const own = await encodeInvite(entry.invite);
	for (const text of ['', 'no invite', `${own.slice(0, -3)}AAA`, own]) await leaving.heard('Eve', text);
	expect(here.shelf.entries).toHaveLength(1);
	await leaving.heard('Ada', await encodeInvite(createInvite()));
	await leaving.heard('Eve', await encodeInvite(createInvite()));
	expect(here.shelf.entries).toHaveLength(2);
	leaving.libraryChanged();
	expect(leaving.current).toMatchObject({ kind: 'moved', name: 'Ada' });
});

it('without an invite it stays, and says so also after a restart; an invite may still come', async () => {
	const leaving = departure();
	await leaving.heard('Ada', undefined);
	leaving.libraryChanged();
	await leaving.heard('Eve', undefined);
	expect(leaving.current).toEqual({ kind: 'left', name: 'Ada' });
	expect(departure().current).toEqual({ kind: 'left', name: 'Ada' });
	await leaving.heard('Ada', await encodeInvite(createInvite()));
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
	await leaving.heard('Ada', await encodeInvite(createInvite()));
	leaving.libraryChanged();
	expect(leaving.current).toMatchObject({ kind: 'moved', name: 'Ada' });
});
