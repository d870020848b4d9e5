// For Svelte as browsers have it: elsewhere in these tests effects do not run.
// @vitest-environment jsdom
import { flushSync } from 'svelte';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createInvite, encodeInvite } from '$lib/crypto/invite.js';
import { toStableCaret } from '$lib/note/caret.js';
import type { OpenNoteSession } from '$lib/workspace/open-note.svelte.js';
import { eventually } from '../support/eventually.js';
import { Holder, WaitingDevice } from './waiting-device.js';

// Its build for browsers does not load in Node.
vi.mock('loro-crdt', () => import('loro-crdt/nodejs'));

let here: WaitingDevice;
let holder: Holder;
let session: OpenNoteSession;

/** A note in which somebody else has written what was not seen. */
beforeEach(async () => {
	vi.spyOn(console, 'warn').mockReturnValue();
	here = await WaitingDevice.start();
	const invite = createInvite();
	holder = await Holder.of(invite);
	holder.type('pears');
	session = await here.read(await here.join(await encodeInvite(invite)));
	holder.meet(here);
	await eventually(() => expect(session.note.body.toString()).toBe('pears'));
	await eventually(() => expect(session.status.kind).toBe('synced'));
	// Until it is looked who is there, what a note that was just joined holds is not yet seen: on a busy machine that comes after the status.
	await eventually(async () => expect(await here.seen.load(session.id)).toBeDefined());
	holder.type(' and quinces');
	await eventually(() => expect(session.unseen.current).toBeDefined());
});

afterEach(async () => {
	await session.close();
	holder.leave();
	vi.restoreAllMocks();
});

/** Changes whatever of a session may be read. */
async function changeAll(): Promise<void> {
	here.profile.setName('Wren');
	session.setTitle('Orchard');
	holder.type('!');
	await eventually(() => expect(session.note.body.toString()).toContain('!'));
	session.unseen.seen();
	await here.library.setTrashed(session.id, 1);
	expect(session.trashed).toBe(true);
	await here.library.setTrashed(session.id, undefined);
	session.pairings.giveUp();
	flushSync();
}

const COMMANDS: Readonly<Record<string, () => unknown>> = {
	setTitle: () => session.setTitle('Harvest'),
	setCaret: () => session.setCaret({ anchor: 0, head: 1 }),
	libraryChanged: () => session.libraryChanged(),
	restore: () => session.restore(),
	share: () => session.share('edit'),
	'unseen.looked': () => (session.unseen.looked = true),
	'unseen.seen': () => session.unseen.seen(),
	'pairings.offer': () => session.pairings.offer('https://perch.example/join#'),
	'pairings.answer': () => session.pairings.answer('offer'),
	startOver: () => session.startOver(new Set())
};

it('an editor that is made right after an edit finds the carets of others where they are by then', async () => {
	const { replica, synchroniser } = holder.keeper.kept;
	const caret = toStableCaret(replica, { anchor: 2, head: 2 });
	synchroniser.setPresence({ type: 'presence', person: 'holder', name: 'Ada', colour: 0, caret });
	await eventually(() => expect(session.carets).toMatchObject([{ anchor: 2, head: 2 }]));
	const told: unknown[] = [];
	const stop = $effect.root(() => {
		$effect(() => void told.push(session.carets));
	});
	flushSync();
	session.note.body.insert(0, 'ripe ');
	session.note.doc.commit();
	flushSync();
	expect(told).toHaveLength(1);
	expect(session.carets).toMatchObject([{ anchor: 7, head: 7 }]);
	stop();
});

it('who writes is recorded for the Loro peer that wrote, if the session goes on under another at once', async () => {
	const { note } = session;
	const { peerId } = note;
	note.body.insert(0, 'ripe ');
	note.doc.commit();
	note.doc.setPeerId(BigInt(peerId) - 1n);
	await eventually(() => expect(note.authorName(peerId)).toBe(here.profile.name));
});

it('once it is closed, and its document freed, nobody looks any more at who is there', async () => {
	const looks = vi.spyOn(session.unseen, 'peersChanged').mockImplementation(() => {
		const until = performance.now() + 30;
		while (performance.now() < until);
	});
	session.note.body.insert(0, 'ripe ');
	session.note.doc.commit();
	await session.close();
	const before = looks.mock.calls.length;
	expect(before).toBeGreaterThan(0);
	await new Promise((done) => setTimeout(done, 500));
	expect(looks).toHaveBeenCalledTimes(before);
});

it('an effect that calls a command does not run again, whatever that reads', async () => {
	const runs: Record<string, number> = {};
	const outcomes: unknown[] = [];
	const stop = $effect.root(() => {
		for (const [name, command] of Object.entries(COMMANDS)) {
			$effect(() => {
				runs[name] = (runs[name] ?? 0) + 1;
				outcomes.push(command());
			});
		}
	});
	flushSync();
	await Promise.all(outcomes);
	await changeAll();
	expect(runs).toEqual(Object.fromEntries(Object.keys(COMMANDS).map((name) => [name, 1])));
	stop();
});
