import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { NotePoisonedError, PoisonousUpdateError } from '$lib/note/guarded-import.js';
import { Note } from '$lib/note/note.js';
import { EMPTY_VERSION } from '$lib/note/version.js';
import type { Message } from '$lib/protocol/messages.js';
import type { DropReason } from '$lib/sync/connection.js';
import { MemoryChunkStore, MemoryDisk } from '$lib/storage/memory-chunk-store.js';
import { OPENING_CHUNKS } from '$lib/storage/limits.js';
import { Connections } from '$lib/sync/connections.js';
import { NoteKeeper } from '$lib/workspace/note-keeper.js';
import { ManualClock } from '../sync/manual-clock.js';
import { Link } from '../sync/simulated-link.js';
import { nextSession } from '../sync/simulated-peer.js';
import { Speaker } from '../sync/speaker.js';
import { trustingAdmission } from '../sync/trusting-admission.js';
import { eventually } from '../support/eventually.js';

const SETTLED_MS = 5_000;

/** A page that keeps one note. */
class Page {
	readonly disk = new MemoryDisk();
	readonly connections: Connections;
	keeper!: NoteKeeper;
	died = 0;
	replaced = 0;
	differed = 0;

	constructor(readonly clock: ManualClock) {
		this.connections = new Connections(nextSession(), clock, trustingAdmission());
	}

	async open(): Promise<this> {
		const keeping = { chunks: new MemoryChunkStore(this.disk), clock: this.clock };
		this.keeper = await NoteKeeper.open('n', keeping, this.connections);
		this.keeper.listener = {
			died: () => (this.died += 1),
			replaced: () => (this.replaced += 1),
			cannotReopen: () => undefined,
			cannotClose: () => undefined,
			differs: () => (this.differed += 1)
		};
		return this;
	}

	get note(): Note {
		return this.keeper.kept.replica;
	}

	get text(): string {
		return this.note.body.toString();
	}

	get isInSync(): boolean {
		const { peers } = this.keeper.kept.synchroniser;
		return peers.length > 0 && peers.every(({ inSync }) => inSync);
	}

	type(text: string): void {
		this.note.body.insert(this.note.body.length, text);
		this.note.doc.commit();
	}
}

let clock: ManualClock;

afterEach(() => vi.restoreAllMocks());

beforeEach(() => {
	clock = new ManualClock();
});

/** Lets time pass, and what the stores do in it. */
async function pass(ms: number): Promise<void> {
	const until = clock.now() + ms;
	do {
		for (let turn = 0; turn < 30; turn += 1) await Promise.resolve();
	} while (clock.step(until));
}

function connect(a: Page, b: Page): void {
	const link = new Link(clock);
	a.connections.add(link.a);
	b.connections.add(link.b);
}

it('P17: a document that traps is loaded anew, with what was not saved; its sender is dropped, the others stay', async () => {
	const [a, honest, hostile] = [
		await new Page(clock).open(),
		await new Page(clock).open(),
		await new Page(clock).open()
	];
	connect(a, honest);
	connect(a, hostile);
	a.type('saved ');
	await pass(SETTLED_MS);
	const { note } = a;
	const importUpdate = note.importFromPeer.bind(note);
	let isTrapping = false;
	note.importFromPeer = (bytes) => {
		if (!isTrapping) return importUpdate(bytes);
		throw new PoisonousUpdateError('trapped');
	};
	isTrapping = true;
	a.type('and not saved yet');
	hostile.type('!');
	await pass(SETTLED_MS);
	expect([a.died, a.replaced]).toEqual([1, 1]);
	expect(a.note).not.toBe(note);
	expect(a.text).toContain('saved and not saved yet');
	expect(a.connections.admitted.map(({ session }) => session)).toEqual([honest.connections.session]);
	honest.type(' and on');
	await pass(SETTLED_MS);
	expect(honest.text).toBe(a.text);
	expect(a.text).toContain(' and on');
	expect([a.isInSync, honest.isInSync]).toEqual([true, true]);
});

/** A peer that greets, opens the note and says what it is told to, on a channel of its own. */
async function stranger(to: Page): Promise<{ say(message: Message): void; readonly isDropped: boolean }> {
	const { a: end, b } = new Link(clock);
	to.connections.add(b);
	let isDropped = false;
	end.onClose(() => (isDropped = true));
	const speaker = new Speaker((frame) => {
		if (!isDropped) end.send(frame);
	});
	speaker.greet('n');
	await pass(100);
	return {
		say: (message) => speaker.say(message),
		get isDropped() {
			return isDropped;
		}
	};
}

it('P17: damage drops its sender and not the document, also of a note that was loaded from many chunks', async () => {
	const first = await new Page(clock).open();
	for (let chunk = 0; chunk < 12; chunk += 1) {
		first.type(`${chunk} `);
		await pass(SETTLED_MS);
	}
	await Promise.all([first.keeper.close(), pass(SETTLED_MS)]);
	await first.open();
	const by = await stranger(first);
	by.say({ type: 'update', bytes: Uint8Array.of(1, 2, 3) });
	await pass(100);
	expect([by.isDropped, first.died]).toEqual([true, 0]);
});

it('P21: who comes back time and again to ruin the document does not cut off those who mean well', async () => {
	const [a, honest] = [await new Page(clock).open(), await new Page(clock).open()];
	connect(a, honest);
	const other = Note.empty();
	other.doc.getMap('other').set('key', 1);
	other.doc.commit();
	const poison = other.exportFrom(EMPTY_VERSION);
	const reasons: DropReason[] = [];
	honest.connections.onDropped((reason) => {
		reasons.push(reason);
		// As a room does after a channel was given up.
		connect(a, honest);
	});
	for (let attempt = 0; attempt < 40; attempt += 1) {
		const by = await stranger(a);
		by.say({ type: 'update', bytes: poison });
		await pass(400);
		expect(by.isDropped).toBe(true);
	}
	expect(a.died).toBe(40);
	expect(new Set(reasons)).toEqual(new Set(['reopening']));
	a.type('still here');
	await pass(SETTLED_MS);
	expect(honest.text).toBe('still here');
	expect([a.isInSync, honest.isInSync]).toEqual([true, true]);
});

it('S32: a document that dies of its compaction is loaded anew, once, and not compacted any more', async () => {
	const page = await new Page(clock).open();
	for (let chunk = 0; chunk <= OPENING_CHUNKS; chunk += 1) {
		page.type('x');
		await pass(SETTLED_MS);
	}
	await Promise.all([page.keeper.close(), pass(SETTLED_MS)]);
	const trapping = vi.spyOn(Note.prototype, 'exportSnapshot').mockImplementation(() => {
		throw new NotePoisonedError('trapped');
	});
	await page.open();
	await pass(SETTLED_MS);
	await eventually(() => expect(page.replaced).toBe(1));
	await pass(10 * SETTLED_MS);
	expect([page.died, page.replaced]).toEqual([1, 1]);
	page.type('typed later');
	await pass(SETTLED_MS);
	expect(trapping).toHaveBeenCalledTimes(1);
	trapping.mockRestore();
	await Promise.all([page.keeper.close(), pass(SETTLED_MS)]);
	await page.open();
	expect(page.text).toBe(`${'x'.repeat(OPENING_CHUNKS + 1)}typed later`);
});

it('P22: notes that differ at equal versions are mended; both texts are there, also after a restart', async () => {
	const [a, b] = [await new Page(clock).open(), await new Page(clock).open()];
	for (const [page, text] of [
		[a, 'apples'],
		[b, 'grapes']
	] as const) {
		page.note.doc.setPeerId('77');
		page.type(text);
	}
	await pass(SETTLED_MS);
	connect(a, b);
	await pass(2 * SETTLED_MS);
	expect([a.differed, b.differed, a.replaced + b.replaced]).toEqual([1, 1, 1]);
	expect(a.text).toBe(b.text);
	expect([a.text.includes('apples'), a.text.includes('grapes')]).toEqual([true, true]);
	expect([a.isInSync, b.isInSync]).toEqual([true, true]);
	for (const page of [a, b]) {
		const { text } = page;
		await Promise.all([page.keeper.close(), pass(SETTLED_MS)]);
		await page.open();
		expect(page.text).toBe(text);
	}
	await pass(2 * SETTLED_MS);
	expect([a.differed, b.differed]).toEqual([1, 1]);
});

it('S31: what a mended note took the place of is set aside on the disk', async () => {
	const [a, b] = [await new Page(clock).open(), await new Page(clock).open()];
	for (const [page, text] of [
		[a, 'apples'],
		[b, 'grapes']
	] as const) {
		page.note.doc.setPeerId('77');
		page.type(text);
	}
	await pass(SETTLED_MS);
	connect(a, b);
	await pass(2 * SETTLED_MS);
	const replaced = a.replaced === 1 ? a : b;
	const aside = replaced.disk.chunks.filter(({ key }) => key.note === 'aside:n');
	expect(aside).toHaveLength(1);
	const before = Note.empty();
	before.import(aside[0]?.bytes ?? new Uint8Array());
	expect(before.body.toString()).toBe(replaced === a ? 'apples' : 'grapes');
});
