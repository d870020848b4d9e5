import { setImmediate } from 'node:timers/promises';
import { afterEach, expect, it, vi } from 'vitest';
import { Note } from '$lib/note/note.js';
import { MemoryKeyValueStore } from '$lib/storage/memory-key-value.js';
import type { PeerView } from '$lib/sync/views.js';
import { StorageError } from '$lib/storage/chunk-store.js';
import { SeenVersions } from '$lib/workspace/seen-versions.js';
import { Unseen } from '$lib/workspace/unseen.svelte.js';
import { copyOf, noteWith } from '../note/note-with.js';
import { ManualClock } from '../sync/manual-clock.js';

const ID = 'note';
const A_WHILE_MS = 10_000;
const PEER = { session: 's', kind: 'network', role: 'writer', presence: undefined } as const;

function peer(inSync: boolean): PeerView {
	return { id: 'ada', ...PEER, inSync, stored: undefined, isQuiet: false };
}

/** A device on which a note is opened and looked at, and somebody else who writes in it. */
class Desk {
	readonly clock = new ManualClock();
	readonly local = new MemoryKeyValueStore();
	readonly versions = new SeenVersions(this.local);
	note = noteWith('one two three');
	readonly ada = copyOf(this.note);
	own = (): Promise<ReadonlySet<string>> => Promise.resolve(new Set([this.note.peerId]));
	isDead = false;
	unseen = this.#made();

	constructor() {
		this.ada.recordAuthor({ person: 'ada', name: 'Ada' });
	}

	/** Opens the note, as one that holds what it held. */
	async open(looked = true): Promise<void> {
		this.unseen = this.#made();
		await this.unseen.start();
		this.unseen.looked = looked;
		await this.settle();
	}

	async settle(): Promise<void> {
		this.clock.advance(A_WHILE_MS);
		await setImmediate();
		this.clock.advance(A_WHILE_MS);
		await setImmediate();
	}

	type(text: string): void {
		this.note.body.insert(0, text);
		this.note.doc.commit();
		this.unseen.changed(true);
	}

	/** Ada writes, and it comes here. */
	adaTypes(text: string): void {
		this.ada.import(this.note.exportFrom(this.ada.version()));
		this.ada.body.insert(this.ada.body.length, text);
		this.ada.doc.commit();
		this.note.import(this.ada.exportFrom(this.note.version()));
		this.unseen.changed(false);
	}

	/** Ada writes, it comes here, and a while passes. */
	async adaWrites(text: string): Promise<void> {
		this.adaTypes(text);
		await this.settle();
	}

	/** Lets so much time pass, and what it brings about come to its end. */
	async pass(ms: number): Promise<void> {
		this.clock.advance(ms);
		await setImmediate();
	}

	/** Ada has written while the note was closed here, and it is opened without being looked at. */
	async openWithNews(): Promise<void> {
		await this.open();
		await this.leave();
		await this.open(false);
		await this.adaWrites(' four');
		expect(this.unseen.current).toBeDefined();
	}

	async leave(): Promise<void> {
		this.unseen.close();
		await setImmediate();
	}

	async listed(): Promise<boolean> {
		return (await this.versions.notesWithUnseen()).has(ID);
	}

	#made(): Unseen {
		const source = { id: ID, note: () => (this.isDead ? undefined : this.note), own: () => this.own() };
		return new Unseen(source, this.versions, this.clock);
	}
}

let desk: Desk;

afterEach(() => {
	vi.restoreAllMocks();
	desk.note.close();
	desk.ada.close();
});

it('S35: what came while the note was closed is told when it is opened, with who', async () => {
	desk = new Desk();
	await desk.open();
	expect(desk.unseen.current).toBeUndefined();
	await desk.leave();
	await desk.open(false);
	await desk.adaWrites(' four');
	expect(await desk.listed()).toBe(true);
	await desk.leave();
	await desk.open();
	expect(desk.unseen.current).toEqual({
		authors: ['Ada'],
		changes: [{ from: 13, to: 18, author: 'Ada' }]
	});
	desk.unseen.seen();
	await desk.leave();
	expect(await desk.listed()).toBe(false);
	await desk.open();
	expect(desk.unseen.current).toBeUndefined();
});

it('S35: what a peer brings as it connects is told, what is written before one’s eyes is not', async () => {
	desk = new Desk();
	await desk.open();
	desk.unseen.peersChanged([peer(false)]);
	await desk.adaWrites(' four');
	expect(desk.unseen.current?.changes).toHaveLength(1);
	desk.unseen.seen();
	desk.unseen.peersChanged([peer(true)]);
	desk.unseen.peersChanged([peer(false)]);
	await desk.adaWrites(' five');
	expect(desk.unseen.current).toBeUndefined();
});

it('S35: what was written here under a Loro peer id of a little while ago is no news', async () => {
	desk = new Desk();
	const own = new Set<string>();
	desk.own = () => Promise.resolve(own);
	await desk.open();
	desk.unseen.looked = false;
	await desk.adaWrites(' four');
	desk.type('here');
	own.add(desk.note.peerId);
	desk.note.doc.setPeerId(BigInt(desk.note.peerId) - 1n);
	desk.type('and here');
	await desk.leave();
	await desk.open();
	expect(desk.unseen.current?.authors).toEqual(['Ada']);
	expect(desk.unseen.current?.changes).toHaveLength(1);
});

it('S35: what comes while nobody looks is told when somebody does', async () => {
	desk = new Desk();
	await desk.open();
	desk.unseen.peersChanged([peer(true)]);
	desk.unseen.looked = false;
	await desk.adaWrites(' four');
	desk.unseen.looked = true;
	await desk.settle();
	expect(desk.unseen.current?.changes).toHaveLength(1);
});

it('S35: who leaves at once has seen nothing, who stayed has', async () => {
	desk = new Desk();
	await desk.open();
	await desk.leave();
	await desk.open(false);
	await desk.adaWrites(' four');
	desk.unseen.looked = true;
	await desk.leave();
	await desk.open();
	expect(desk.unseen.current?.changes).toHaveLength(1);
	await desk.leave();
	await desk.open();
	expect(desk.unseen.current).toBeUndefined();
});

it('S35: who leaves before it was looked what is new has it in the list all the same', async () => {
	desk = new Desk();
	await desk.open();
	desk.unseen.peersChanged([peer(false)]);
	desk.adaTypes(' four');
	await desk.leave();
	expect(await desk.listed()).toBe(true);
	await desk.open();
	expect(desk.unseen.current?.changes).toHaveLength(1);
});

it('S35: who leaves at once takes nothing back that another tab has seen', async () => {
	desk = new Desk();
	await desk.open();
	desk.unseen.peersChanged([peer(false)]);
	desk.adaTypes(' four');
	await desk.versions.store(ID, { seen: desk.note.version(), unseen: false });
	await desk.leave();
	await setImmediate();
	expect(await desk.listed()).toBe(false);
});

it('S35: what came to a page that is closed at once is in the list, and own words from another tab are no longer once that is known', async () => {
	desk = new Desk();
	await desk.open();
	desk.unseen.looked = false;
	desk.adaTypes(' four');
	desk.unseen.flush();
	await setImmediate();
	expect(await desk.listed()).toBe(true);

	desk.own = () => Promise.resolve(new Set([desk.note.peerId, desk.ada.peerId]));
	await desk.settle();
	expect(await desk.listed()).toBe(false);
});

it('S35: who leaves at once after own words from another tab has nothing new in the list', async () => {
	desk = new Desk();
	await desk.open();
	desk.unseen.peersChanged([peer(false)]);
	const otherTab = copyOf(desk.note);
	desk.own = () => Promise.resolve(new Set([desk.note.peerId, otherTab.peerId]));
	await desk.leave();
	await desk.open();
	otherTab.body.insert(0, 'four ');
	otherTab.doc.commit();
	desk.note.import(otherTab.exportFrom(desk.note.version()));
	desk.unseen.changed(false);
	await desk.leave();
	expect(await desk.listed()).toBe(false);
	otherTab.close();
});

it('S35: one’s own words are no news, and end nothing', async () => {
	desk = new Desk();
	await desk.open();
	desk.type('mine ');
	await desk.settle();
	expect(desk.unseen.current).toBeUndefined();
	await desk.adaWrites(' four');
	const { current } = desk.unseen;
	expect(current).toBeDefined();
	desk.type('mine ');
	await desk.settle();
	expect(desk.unseen.current).toBe(current);
});

it('S35: a note that was just joined is not new', async () => {
	desk = new Desk();
	desk.note.close();
	desk.note = Note.empty();
	await desk.open();
	desk.unseen.peersChanged([peer(false)]);
	await desk.adaWrites(' four');
	desk.unseen.peersChanged([peer(true)]);
	await desk.settle();
	expect(desk.unseen.current).toBeUndefined();
	await desk.adaWrites(' five');
	expect(desk.unseen.current).toBeUndefined();
	await desk.leave();
	expect(await desk.listed()).toBe(false);
});

it('S35: what another tab was looked at for is not told again', async () => {
	desk = new Desk();
	await desk.open(false);
	desk.ada.body.insert(0, 'seen elsewhere ');
	desk.ada.doc.commit();
	await desk.versions.store(ID, { seen: desk.ada.version(), unseen: false });
	desk.note.import(desk.ada.exportFrom(desk.note.version()));
	desk.unseen.changed(false);
	await desk.settle();
	expect(desk.unseen.current).toBeUndefined();
});

it('S35: where what was seen cannot be read, nothing is written over it, and it is read again', async () => {
	desk = new Desk();
	await desk.openWithNews();
	await desk.leave();
	vi.spyOn(console, 'warn').mockReturnValue();
	const load = vi.spyOn(desk.versions, 'load').mockRejectedValue(new StorageError('unknown'));
	await desk.open();
	desk.unseen.peersChanged([peer(true)]);
	desk.unseen.seen();
	await desk.settle();
	load.mockRestore();
	expect(await desk.listed()).toBe(true);
	desk.unseen.looked = false;
	desk.unseen.looked = true;
	await desk.settle();
	expect(desk.unseen.current?.changes).toHaveLength(1);
});

it('S35: peers who are there before what was seen is read make nothing count as seen', async () => {
	desk = new Desk();
	await desk.openWithNews();
	await desk.leave();
	const opened = desk.open();
	desk.unseen.peersChanged([peer(true)]);
	await opened;
	expect(desk.unseen.current?.changes).toHaveLength(1);
});

it('S35: a document that is dead as the note is opened makes nothing count as seen', async () => {
	desk = new Desk();
	await desk.openWithNews();
	await desk.leave();
	desk.isDead = true;
	await desk.open();
	desk.isDead = false;
	desk.unseen.peersChanged([peer(true)]);
	desk.unseen.documentReplaced();
	await desk.settle();
	expect(desk.unseen.current?.changes).toHaveLength(1);
});

it('S35: who looks away has seen what was marked for a while, and not what was marked just now', async () => {
	desk = new Desk();
	await desk.openWithNews();
	desk.unseen.looked = true;
	await desk.pass(3_900);
	desk.unseen.looked = false;
	expect(desk.unseen.current).toBeDefined();
	desk.unseen.looked = true;
	await desk.pass(4_000);
	desk.unseen.looked = false;
	expect(desk.unseen.current).toBeUndefined();
	// Looked at for long, but marked only now.
	desk.unseen.looked = true;
	await desk.settle();
	desk.unseen.peersChanged([peer(false)]);
	desk.adaTypes(' five');
	await desk.pass(1_000);
	expect(desk.unseen.current).toBeDefined();
	desk.unseen.looked = false;
	expect(desk.unseen.current).toBeDefined();
});

it('S35: somebody who writes on and on does not put off that it is told', async () => {
	desk = new Desk();
	await desk.open();
	for (let at = 0; at < 11; at += 1) {
		desk.adaTypes('.');
		await desk.pass(200);
	}
	expect(desk.unseen.current).toBeDefined();
	await desk.settle();
	desk.unseen.seen();
	desk.unseen.looked = false;
	for (let at = 0; at < 11; at += 1) {
		desk.adaTypes('.');
		await desk.pass(1_000);
	}
	expect(desk.unseen.current).toBeDefined();
});

it('S35: once it was too much, nothing is compared before that was seen; another tab may have', async () => {
	desk = new Desk();
	await desk.open(false);
	await desk.adaWrites('x'.repeat(30_000));
	const { current } = desk.unseen;
	expect(current).toEqual({ authors: ['Ada'], changes: undefined });
	await desk.adaWrites('y');
	expect(desk.unseen.current).toBe(current);
	await desk.versions.store(ID, { seen: desk.note.version(), unseen: false });
	await desk.adaWrites('z');
	expect(desk.unseen.current?.changes).toHaveLength(1);
});

it('S35: after a comparison that took long, there is none for twenty times as long', async () => {
	desk = new Desk();
	await desk.openWithNews();
	const authorName = desk.note.authorName.bind(desk.note);
	const slow = vi.spyOn(desk.note, 'authorName').mockImplementation((loroPeer) => {
		desk.clock.sleep(1_000);
		return authorName(loroPeer);
	});
	await desk.adaWrites('.');
	const asked = slow.mock.calls.length;
	const lasted = 1_000 * asked;
	await desk.pass(0);
	const { current } = desk.unseen;
	desk.adaTypes('.');
	await desk.pass(20 * lasted - 20_000 - 1);
	expect(desk.unseen.current).toBe(current);
	await desk.pass(20_001);
	expect(desk.unseen.current).not.toBe(current);
});

it('S35: a name is told as names are shown', async () => {
	desk = new Desk();
	desk.ada.recordAuthor({ person: 'ada', name: `A\u202Eda\n${'a'.repeat(500)}` });
	await desk.openWithNews();
	expect(desk.unseen.current?.authors).toEqual([`A da ${'a'.repeat(35)}`]);
});

it('S35: a peer that never gets in step is not waited for', async () => {
	desk = new Desk();
	await desk.open();
	desk.unseen.peersChanged([{ ...peer(false), hasMore: true }]);
	desk.adaTypes(' four');
	desk.unseen.peersChanged([{ ...peer(false), hasMore: false }]);
	await desk.pass(1_000);
	expect(desk.unseen.current).toBeDefined();
	desk.unseen.seen();
	desk.adaTypes(' five');
	await desk.pass(1_000);
	expect(desk.unseen.current).toBeUndefined();
	// Nor one that always claims to have more.
	desk.unseen.peersChanged([{ ...peer(false), id: 'bea', hasMore: true }]);
	await desk.pass(10_000);
	await desk.adaWrites(' six');
	expect(desk.unseen.current).toBeUndefined();
});

it('S35: what fails is shown as nothing, and counts as not seen', async () => {
	desk = new Desk();
	await desk.openWithNews();
	const logged = vi.spyOn(console, 'error').mockReturnValue();
	// Tests share a process: others may have told of an error before.
	logged.mockClear();
	const diff = vi.spyOn(desk.note.doc, 'diff').mockImplementation(() => {
		throw new Error('unreachable');
	});
	desk.unseen.looked = true;
	await desk.settle();
	expect(logged).toHaveBeenCalled();
	expect(desk.unseen.current).toBeUndefined();
	await desk.leave();
	diff.mockRestore();
	await desk.open();
	expect(desk.unseen.current?.changes).toHaveLength(1);
});

it('S35: where another document takes the place of the note’s, it is looked anew', async () => {
	desk = new Desk();
	await desk.openWithNews();
	const before = desk.note;
	desk.note = copyOf(before);
	before.close();
	desk.note.body.insert(0, '>> ');
	desk.note.doc.commit();
	desk.unseen.documentReplaced();
	expect(desk.unseen.current).toBeUndefined();
	await desk.settle();
	expect(desk.unseen.current?.changes).toEqual([{ from: 16, to: 21, author: 'Ada' }]);
});

it('S35: where the last mark goes by one’s own hand, what has come since it was found is told all the same', async () => {
	desk = new Desk();
	await desk.openWithNews();
	desk.unseen.looked = true;
	await desk.settle();
	desk.adaTypes(' five');
	desk.unseen.marksGone();
	expect(desk.unseen.current).toBeUndefined();
	await desk.settle();
	expect(JSON.stringify(desk.unseen.current?.changes)).toContain('Ada');
	desk.unseen.marksGone();
	await desk.settle();
	expect(desk.unseen.current).toBeUndefined();
});
