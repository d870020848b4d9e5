import { afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { createInvite, encodeInvite, type Invite } from '$lib/crypto/invite.js';
import { deriveNoteKeys, viewInviteOf } from '$lib/crypto/keys.js';
import { MemoryDisk } from '$lib/storage/memory-chunk-store.js';
import { StorageError } from '$lib/storage/chunk-store.js';
import { AWAITED_NOTES_AT_ONCE } from '$lib/workspace/awaited-notes.js';
import { Holder, WaitingDevice } from './waiting-device.js';
import { eventually } from '../support/eventually.js';

const TEXT = 'Plant the quinces first.';

let here: WaitingDevice;
let invite: Invite;
let holder: Holder;

// Node has neither. They stay until the end: what a test leaves open asks for them later.
beforeAll(() => {
	vi.stubGlobal('navigator', { onLine: true });
	vi.stubGlobal('document', { visibilityState: 'visible' });
});

beforeEach(async () => {
	here = await WaitingDevice.start();
	here.awaited.leads = true;
	invite = createInvite();
	holder = await Holder.of(invite);
	holder.type(TEXT);
});

afterEach(() => {
	holder.leave();
	vi.restoreAllMocks();
});

async function awaited(device: WaitingDevice, noteId: string): Promise<void> {
	await eventually(() => expect(device.isInRoom(noteId)).toBe(true));
}

it('P32: a note that was joined while its holder was away is waited for without a screen, stored, and let go of', async () => {
	const id = await here.join(await encodeInvite(invite));
	await awaited(here, id);
	expect(here.says(id)).toBe('waiting');
	holder.meet(here);
	await eventually(() => expect(here.says(id)).toBe(TEXT));
	expect(await here.storedText(id)).toBe(TEXT);
	await eventually(() => expect(here.isInRoom(id)).toBe(false));
	expect(here.awaited.held).toEqual([]);
	expect(here.begun).toEqual([id]);
});

it('P32: it goes on waiting after a restart', async () => {
	const id = await here.join(await encodeInvite(invite));
	here.awaited.leads = false;
	const later = await WaitingDevice.start(here.disk);
	later.awaited.leads = true;
	await awaited(later, id);
	holder.meet(later);
	await eventually(() => expect(later.says(id)).toBe(TEXT));
});

it('P32: a view invite waits in the same way', async () => {
	const id = await here.join(await encodeInvite(await viewInvite()));
	await awaited(here, id);
	holder.meet(here);
	await eventually(() => expect(here.says(id)).toBe(TEXT));
	expect(await here.storedText(id)).toBe(TEXT);
});

it('P32: the list says that a note waits until its content is stored, also while its page is open', async () => {
	let commit: () => void = () => undefined;
	const stuck = new Promise<void>((resolve) => (commit = resolve));
	here = await WaitingDevice.start(new MemoryDisk(), (operation) =>
		operation === 'append' ? stuck : undefined
	);
	const id = await here.join(await encodeInvite(invite));
	const page = await here.read(id);
	holder.meet(here);
	await eventually(() => expect(page.note.body.toString()).toBe(TEXT));
	expect(page.waiting).toBe(false);
	// Longer than the list takes to follow a change.
	await new Promise((resolve) => setTimeout(resolve, 500));
	expect(here.says(id)).toBe('waiting');
	// Also a page that is left at that moment keeps it.
	const closed = page.close();
	commit();
	await closed;
	expect(here.says(id)).toBe(TEXT);
	expect(await here.storedText(id)).toBe(TEXT);
});

it('P32: content that cannot be stored is kept and tried again; the note waits on until then', async () => {
	let full = true;
	vi.spyOn(console, 'warn').mockReturnValue(undefined);
	here = await WaitingDevice.start(new MemoryDisk(), (operation) => {
		if (full && operation === 'append') throw new StorageError('quota');
	});
	here.awaited.leads = true;
	const id = await here.join(await encodeInvite(invite));
	await awaited(here, id);
	holder.meet(here);
	await eventually(() => expect(here.open.document(id)?.body.toString()).toBe(TEXT));
	holder.leave();
	expect(here.says(id)).toBe('waiting');
	full = false;
	await eventually(() => expect(here.says(id)).toBe(TEXT));
	expect(await here.storedText(id)).toBe(TEXT);
	await eventually(() => expect(here.awaited.held).toEqual([]));
});

it('P32: whoever opens it goes on with the very session that waits, at any moment, and loses nothing', async () => {
	for (let turn = 0; turn < 12; turn += 1) {
		const other = createInvite();
		const writer = await Holder.of(other);
		writer.type(TEXT);
		const id = await here.join(await encodeInvite(other));
		// From the moment of joining, when the session is not even open, to the moment at which it lets go.
		for (let step = 0; step < turn; step += 1) await new Promise((resolve) => setTimeout(resolve, 1));
		if (turn % 3 === 2) {
			await awaited(here, id);
			writer.meet(here);
			for (let step = 0; step < turn; step += 1) await new Promise((resolve) => setTimeout(resolve, 1));
		}
		const page = await here.read(id);
		if (turn % 3 !== 2) writer.meet(here);
		writer.type(' Then pears.');
		await eventually(() => expect(page.note.body.toString()).toBe(`${TEXT} Then pears.`));
		expect(here.awaited.held).not.toContain(id);
		page.note.body.insert(0, '! ');
		page.note.doc.commit();
		await eventually(() => expect(writer.text).toBe(`! ${TEXT} Then pears.`));
		await page.close();
		expect(await here.storedText(id)).toBe(`! ${TEXT} Then pears.`);
		expect(here.begun.filter((begun) => begun === id)).toHaveLength(1);
		writer.leave();
	}
});

it('P32: two sessions of one note never exist at once; a page that is left while it waits is waited for again', async () => {
	const id = await here.join(await encodeInvite(invite));
	const page = await here.read(id);
	here.awaited.refresh();
	await new Promise((resolve) => setTimeout(resolve));
	expect(here.awaited.held).toEqual([]);
	await page.close();
	await awaited(here, id);
	expect(here.awaited.held).toEqual([id]);
	holder.meet(here);
	await eventually(() => expect(here.says(id)).toBe(TEXT));
});

it(`P32: at most ${AWAITED_NOTES_AT_ONCE} are waited for at once, the last added first`, async () => {
	const ids: string[] = [];
	let time = 1_000;
	vi.spyOn(Date, 'now').mockImplementation(() => (time += 1));
	for (let count = 0; count <= AWAITED_NOTES_AT_ONCE; count += 1) {
		ids.push(await here.join(await encodeInvite(createInvite())));
		await awaited(here, ids.at(-1) ?? '');
	}
	await eventually(() => expect([...here.awaited.held].sort()).toEqual(ids.slice(1).sort()));
	const newest = await here.read(ids.at(-1) ?? '');
	// One that the person has open takes no place.
	await eventually(() => expect([...here.awaited.held].sort()).toEqual(ids.slice(0, -1).sort()));
	await newest.close();
	await eventually(() => expect([...here.awaited.held].sort()).toEqual(ids.slice(1).sort()));
});

it('P32: only the leading tab waits; what is coming in by then is finished', async () => {
	here.awaited.leads = false;
	const id = await here.join(await encodeInvite(invite));
	await new Promise((resolve) => setTimeout(resolve, 20));
	expect(here.begun).toEqual([]);
	here.awaited.leads = true;
	await awaited(here, id);
	here.awaited.leads = false;
	await eventually(() => expect(here.isInRoom(id)).toBe(false));
	here.awaited.leads = true;
	await awaited(here, id);
	// Far more than one update takes.
	holder.type('0123456789'.repeat(20_000));
	holder.meet(here);
	await eventually(() => expect(here.says(id)).not.toBe('waiting'));
	here.awaited.leads = false;
	await eventually(() => expect(here.awaited.held).toEqual([]));
	expect(await here.storedText(id)).toBe(holder.text);
});

it('P32: an invite that gives more takes the place of the one that waits', async () => {
	const id = await here.join(await encodeInvite(await viewInvite()));
	await awaited(here, id);
	await here.join(await encodeInvite(invite));
	const page = await here.read(id);
	expect(page.right).toBe('edit');
	holder.meet(here);
	await eventually(() => expect(page.note.body.toString()).toBe(TEXT));
	await page.close();
});

async function viewInvite(): Promise<Invite> {
	return viewInviteOf(await deriveNoteKeys(invite));
}

it('S36 a note that comes into the trash while it is being opened is in it once it is open', async () => {
	const id = await here.join(await encodeInvite(invite));
	here.awaited.leads = false;
	const opening = here.read(id);
	await here.library.setTrashed(id, 5);
	const session = await opening;
	expect(session.trashed).toBe(true);
	await session.close();
});
