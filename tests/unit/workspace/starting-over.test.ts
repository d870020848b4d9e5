import { beforeEach, describe, expect, it, vi } from 'vitest';
import { createInvite, decodeInvite, encodeInvite, type Invite } from '$lib/crypto/invite.js';
import { deriveNoteKeys } from '$lib/crypto/keys.js';
import type { LibraryEntry } from '$lib/note/library-entry.js';
import { Note } from '$lib/note/note.js';
import { StorageError } from '$lib/storage/chunk-store.js';
import { NoteDeparture } from '$lib/workspace/departure.svelte.js';
import { endMoves } from '$lib/workspace/move-note.js';
import { listed } from '$lib/workspace/succession.js';
import { ManualClock } from '../sync/manual-clock.js';
import { OpenStub, peer } from './mover.js';
import { device, keep, stored, type Device } from './shelf.js';

let here: Device;
let entry: LibraryEntry;
let clock: ManualClock;
let leaving: NoteDeparture;

beforeEach(async () => {
	here = await device();
	entry = await keep(here, Note.of({ title: 'Orchard', text: 'pears' }, new Date()));
	clock = new ManualClock();
	leaving = new NoteDeparture(entry.noteId, 'edit', here.shelf, clock);
	vi.spyOn(console, 'warn').mockReturnValue(undefined);
});

function listedIds(): string[] {
	return listed(here.shelf.entries).map(({ noteId }) => noteId);
}

/** Lets time pass until something settles; what it waits for beside time gets its turn. */
async function settled<Result>(result: Promise<Result>): Promise<Result> {
	let isOver = false;
	const over = () => (isOver = true);
	result.then(over, over);
	while (!isOver) {
		await new Promise((resolve) => setTimeout(resolve));
		clock.advance(100);
	}
	return await result;
}

/** An invite whose note id is less or greater than another. */
async function inviteBeside(noteId: string, isLess: boolean): Promise<{ noteId: string; text: string }> {
	for (;;) {
		const invite: Invite = createInvite();
		const keys = await deriveNoteKeys(invite);
		if (keys.noteId < noteId === isLess) return { noteId: keys.noteId, text: await encodeInvite(invite) };
	}
}

async function textOf(noteId: string): Promise<string> {
	return (await stored(here, noteId)).body.toString();
}

describe('S33 who comes along', () => {
	it('gets the invite of the right that it has proven; tabs always, and nobody else', async () => {
		const open = new OpenStub(
			peer('editor'),
			peer('viewer', { role: 'viewer' }),
			peer('left'),
			peer('left viewer', { role: 'viewer' }),
			peer('tab', { kind: 'tab' })
		);
		let markedBefore: string | undefined;
		open.afterTell = () => (markedBefore = here.shelf.entry(entry.noteId)?.movedTo);
		const to = await leaving.startOver(open, new Set(['editor', 'viewer', 'gone']));
		const kinds = new Map<string, string>();
		for (const [id, text] of open.invites ?? []) {
			const invite = await decodeInvite(text);
			kinds.set(id, invite.kind);
			expect((await deriveNoteKeys(invite)).noteId).toBe(to);
		}
		expect(Object.fromEntries(kinds)).toEqual({ editor: 'edit', tab: 'edit', viewer: 'view' });
		expect(markedBefore).toBeUndefined();
		expect(here.shelf.entry(to)?.invite.kind).toBe('edit');
		expect(leaving.current).toEqual({ kind: 'moved', to, name: undefined });
	});

	it('is the connection of the click: whoever comes under its session, or has become less, gets no more', async () => {
		const open = new OpenStub(peer('1', { session: 'flo' }), peer('2', { session: 'rae' }));
		open.beforeFlush = () => {
			open.here = [
				peer('3', { session: 'flo' }),
				peer('2', { session: 'rae', role: 'viewer' }),
				peer('4', { kind: 'tab' })
			];
			return Promise.resolve();
		};
		await leaving.startOver(open, new Set(['1', '2', '3']));
		expect([...(open.invites ?? new Map()).keys()]).toEqual(['2']);
		expect((await decodeInvite(open.invites?.get('2') ?? '')).kind).toBe('view');
	});

	it('is known: who was gone, was not told in time, or came back without the invite is named', async () => {
		const open = new OpenStub(
			peer('Gone'),
			peer('Flo', { session: 'flo' }),
			peer('Held', { session: 'held' }),
			peer('Back', { session: 'back' }),
			peer('Left', { session: 'left' }),
			peer('Tab', { kind: 'tab', session: 'tab' })
		);
		open.heldUp.add('Held');
		open.beforeFlush = () => Promise.resolve(void (open.here = open.here.slice(1)));
		await leaving.startOver(open, new Set(['Gone', 'Flo', 'Held', 'Back']));
		open.here = [...open.here.filter(({ id }) => id !== 'Back'), peer('9', { session: 'back' })];
		expect(await settled(leaving.linger(() => Promise.resolve()))).toEqual(['Gone', 'Held', 'Back']);
		expect(clock.now()).toBeGreaterThanOrEqual(10_000);
	});

	it('is told before this page goes, as soon as the channel has room', async () => {
		const open = new OpenStub(peer('Held'));
		open.heldUp.add('Held');
		await leaving.startOver(open, new Set(['Held']));
		clock.after(6_000, () => open.heldUp.clear());
		expect(await settled(leaving.linger(() => Promise.resolve()))).toEqual([]);
		expect(clock.now()).toBeGreaterThanOrEqual(6_000);
		expect(clock.now()).toBeLessThan(10_000);
	});

	it('is told also by a page that is left while the note moves', async () => {
		const open = new OpenStub(peer('Flo'));
		const moved = leaving.startOver(open, new Set(['Flo']));
		expect(leaving.lingers).toBe(true);
		expect(await settled(leaving.linger(() => Promise.resolve()))).toEqual([]);
		expect([...(open.invites ?? new Map()).keys()]).toEqual(['Flo']);
		expect(listedIds()).toEqual([await moved]);
	});
});

describe('S33 a move that fails', () => {
	it.each([0, 1, 2])(
		'before it was told is as if nothing happened, and the next try is the same (%i)',
		async (writes) => {
			let room = Infinity;
			here = await device((operation) => {
				if (operation === 'append' && --room < 0) throw new StorageError('quota');
			});
			await keep(
				here,
				await Promise.resolve(Note.of({ title: 'Orchard', text: 'pears' }, new Date())),
				entry
			);
			leaving = new NoteDeparture(entry.noteId, 'edit', here.shelf, clock);
			const open = new OpenStub(peer('Flo'));
			room = writes;
			const first = leaving.startOver(open, new Set(['Flo']));
			if (writes < 2) {
				await expect(first).rejects.toThrow(StorageError);
				expect([open.invites, leaving.current, leaving.lingers]).toEqual([undefined, undefined, false]);
				expect(listedIds()).toEqual([entry.noteId]);
				room = Infinity;
				await endMoves(here.shelf);
				expect(listedIds()).toEqual([entry.noteId]);
				const to = await leaving.startOver(open, new Set(['Flo']));
				expect(listedIds()).toEqual([to]);
				expect(here.shelf.entries).toHaveLength(2);
				expect(await textOf(to)).toBe('pears');
			} else {
				// Only the old note could not be marked: others act on what they were told, so it goes on.
				clock.after(1_000, () => (room = Infinity));
				const to = await settled(first);
				expect([...(open.invites ?? new Map()).keys()]).toEqual(['Flo']);
				expect(listedIds()).toEqual([to]);
				expect(leaving.current).toMatchObject({ kind: 'moved', to });
			}
		}
	);
});

describe('S33 two who move a note at the same time', () => {
	it('before one has told: it gives up its own, and follows the other', async () => {
		const other = await inviteBeside('', false);
		const open = new OpenStub(peer('Bea'));
		open.beforeFlush = () => {
			void leaving.heard({ peer: 'Bea', name: 'Bea', invite: other.text });
			return Promise.resolve();
		};
		expect(await leaving.startOver(open, new Set(['Bea']))).toBe(other.noteId);
		expect(open.invites).toBeUndefined();
		expect(listedIds()).toEqual([other.noteId]);
		expect(leaving.current).toEqual({ kind: 'moved', to: other.noteId, name: 'Bea' });
		await endMoves(here.shelf);
		expect(listedIds()).toEqual([other.noteId]);
		expect(await textOf(other.noteId)).toBe('pears');
	});

	it('before one has told: it goes on with its own if the other left it out, or leads nowhere', async () => {
		const open = new OpenStub(peer('Bea'));
		open.beforeFlush = () => {
			void leaving.heard({ peer: 'Bea', name: 'Bea', invite: undefined });
			void leaving.heard({ peer: 'Eve', name: 'Eve', invite: 'no invite' });
			return Promise.resolve();
		};
		const to = await leaving.startOver(open, new Set());
		expect(open.invites).toBeDefined();
		expect(leaving.current).toEqual({ kind: 'moved', to, name: undefined });
	});

	it.each([true, false])(
		'after both have told: the lesser note id wins (the other’s: %s)',
		async (isLess) => {
			const open = new OpenStub(peer('Bea'), peer('Flo'));
			const own = await leaving.startOver(open, new Set(['Bea', 'Flo']));
			const other = await inviteBeside(own, isLess);
			await leaving.heard({ peer: 'Bea', name: 'Bea', invite: other.text });
			const to = isLess ? other.noteId : own;
			expect(listedIds()).toEqual([to]);
			expect(await textOf(to)).toBe('pears');
			expect(leaving.current).toMatchObject({ kind: 'moved', to });
			// Whom only the one that lost has chosen may be there.
			expect(await settled(leaving.linger(() => Promise.resolve()))).toEqual(isLess ? ['Flo'] : []);
		}
	);

	it('after it has told: whom it left out cannot take it along by a lesser note id', async () => {
		const open = new OpenStub(peer('Flo'), peer('Eve'));
		const own = await leaving.startOver(open, new Set(['Flo']));
		const other = await inviteBeside(own, true);
		await leaving.heard({ peer: 'Eve', name: 'Eve', invite: other.text });
		expect(listedIds()).toEqual([own]);
		expect(here.shelf.entry(other.noteId)).toBeUndefined();
	});
});
