import { describe, expect, it, vi } from 'vitest';
import { Note } from '$lib/note/note.js';
import { EMPTY_VERSION, type LoroPeerId, type Version } from '$lib/note/version.js';
import { MemoryKeyValueStore } from '$lib/storage/memory-key-value.js';
import type { PeerView } from '$lib/sync/views.js';
import { Copies } from '$lib/workspace/copies.svelte.js';
import { Receipts, receiptsOf, type DeviceReceipt } from '$lib/workspace/receipts.js';
import { ManualClock } from '../sync/manual-clock.js';

function version(entries: Readonly<Record<string, number>>): Version {
	return new Map(Object.entries(entries) as [LoroPeerId, number][]);
}

function peer(person: string, facts: Partial<PeerView> = {}): PeerView {
	const presence = { type: 'presence', person, name: person, colour: 0, caret: undefined } as const;
	return {
		id: person,
		session: person,
		role: 'writer',
		kind: 'network',
		presence,
		inSync: true,
		stored: EMPTY_VERSION,
		isQuiet: false,
		...facts
	};
}

/** A note that holds more than anybody says. */
const EVERYTHING = version({ 1: 99, 2: 99 });

async function settled(): Promise<void> {
	for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
}

describe('P14: where one’s last edit is', () => {
	it('is told of who has stored all that was written here, whatever else they lack', async () => {
		const receipts = await Receipts.load('n', new MemoryKeyValueStore(), new ManualClock());
		receipts.writesAs('1');
		const now = version({ 1: 5, 2: 9 });
		receipts.heard({ device: 'a', name: 'Ada', stored: version({ 1: 5, 2: 3 }) }, EVERYTHING);
		receipts.heard({ device: 'b', name: 'Bo', stored: version({ 1: 4, 2: 9 }) }, EVERYTHING);
		receipts.heard({ device: 'c', name: 'Cy', stored: now }, now);
		const copies = receipts.copies(now).map(({ name, hasLastEdit, hasAll }) => [name, hasLastEdit, hasAll]);
		expect(new Map(copies.map(([name, ...rest]) => [name, rest]))).toEqual(
			new Map([
				['Ada', [true, false]],
				['Bo', [false, false]],
				['Cy', [true, true]]
			])
		);
	});

	it('S30: what another tab wrote, or of which no word was kept, counts where the note says who wrote it', async () => {
		const store = new MemoryKeyValueStore();
		const receipts = await Receipts.load('n', store, new ManualClock());
		receipts.writesAs('1');
		receipts.heard({ device: 'a', name: 'Ada', stored: version({ 1: 5 }) }, EVERYTHING);
		const now = version({ 1: 5, 2: 7 });
		expect(receipts.copies(now)).toMatchObject([{ hasLastEdit: true }]);
		expect(receipts.copies(now, ['2'])).toMatchObject([{ hasLastEdit: false }]);
		receipts.heard({ device: 'a', name: 'Ada', stored: now }, EVERYTHING);
		expect(receipts.copies(now, ['2'])).toMatchObject([{ hasLastEdit: true }]);
		const note = Note.empty();
		note.recordAuthor({ person: 'me', name: 'Me' });
		note.doc.getMap('authors').set('77', { person: 'someone', name: 'Else' });
		note.doc.getMap('authors').set('78', null);
		expect(note.loroPeersOf('me')).toEqual([note.peerId]);
	});

	it('S35: what this device wrote is what it knows itself, in whatever tab, not who the note says wrote it', async () => {
		const store = new MemoryKeyValueStore();
		const copies = new Copies(await Receipts.load('n', store, new ManualClock()));
		const note = Note.empty();
		note.doc.getMap('authors').set('66', { person: 'me', name: 'Me' });
		note.doc.commit();
		const writers = await copies.writers();
		expect(writers).toEqual(new Set());
		copies.writesIn(note);
		expect(writers).toEqual(new Set([note.peerId]));
		const otherTab = await Receipts.load('n', store, new ManualClock());
		otherTab.writesAs('77');
		await settled();
		expect(await copies.writers()).toEqual(new Set([note.peerId, '77']));
		vi.spyOn(console, 'warn').mockReturnValueOnce();
		store.close();
		expect(await copies.writers()).toEqual(new Set([note.peerId, '77']));
	});

	it('is not claimed of anybody where nothing was written here', async () => {
		const receipts = await Receipts.load('n', new MemoryKeyValueStore(), new ManualClock());
		receipts.heard({ device: 'a', name: 'Ada', stored: version({ 2: 3 }) }, EVERYTHING);
		expect(receipts.copies(version({ 2: 3 }))).toMatchObject([{ hasLastEdit: false, hasAll: true }]);
	});

	it('is taken back when a device says that it has less', async () => {
		const receipts = await Receipts.load('n', new MemoryKeyValueStore(), new ManualClock());
		receipts.writesAs('1');
		expect(receipts.heard({ device: 'a', name: 'Ada', stored: version({ 1: 5 }) }, EVERYTHING)).toBe(true);
		expect(receipts.heard({ device: 'a', name: 'Ada', stored: version({ 1: 5 }) }, EVERYTHING)).toBe(false);
		expect(receipts.heard({ device: 'a', name: 'Ada', stored: EMPTY_VERSION }, EVERYTHING)).toBe(true);
		expect(receipts.copies(version({ 1: 5 }))).toMatchObject([{ hasLastEdit: false, hasAll: false }]);
	});

	it('is believed only of what is known here, and of no more devices than anybody has', async () => {
		const receipts = await Receipts.load('n', new MemoryKeyValueStore(), new ManualClock());
		const invented = version({ 1: 5, 77: 9 });
		expect(receipts.heard({ device: 'a', name: 'Ada', stored: invented }, version({ 1: 3 }))).toBe(true);
		expect(receipts.heard({ device: 'a', name: 'Ada', stored: version({ 1: 3 }) }, version({ 1: 3 }))).toBe(
			false
		);
		for (let device = 0; device < 200; device += 1) {
			receipts.heard({ device: `p${device}`, name: 'Many', stored: version({ 1: 3 }) }, EVERYTHING);
		}
		expect(receipts.copies(EVERYTHING)).toHaveLength(64);
	});

	it('is known after a restart, in each note for itself', async () => {
		const [store, clock] = [new MemoryKeyValueStore(), new ManualClock()];
		const receipts = await Receipts.load('n', store, clock);
		receipts.writesAs('1');
		receipts.heard({ device: 'a', name: 'Ada', stored: version({ 1: 4 }) }, EVERYTHING);
		receipts.heard({ device: 'a', name: 'Ada', stored: version({ 1: 5 }) }, EVERYTHING);
		receipts.close();
		await settled();
		const again = await Receipts.load('n', store, clock);
		again.writesAs('7');
		expect(again.copies(version({ 1: 5 }))).toMatchObject([{ name: 'Ada', hasLastEdit: true }]);
		expect(again.copies(version({ 1: 5, 7: 1 }))).toMatchObject([{ name: 'Ada', hasLastEdit: false }]);
		expect((await Receipts.load('other', store, clock)).copies(version({ 1: 5 }))).toEqual([]);
	});

	it('is written down once a second at most, and at its latest', async () => {
		const [store, clock] = [new MemoryKeyValueStore(), new ManualClock()];
		const receipts = await Receipts.load('n', store, clock);
		for (let counter = 1; counter <= 30; counter += 1) {
			receipts.heard({ device: 'a', name: 'Ada', stored: version({ 1: counter }) }, EVERYTHING);
			clock.advance(100);
		}
		clock.advance(2_000);
		await settled();
		const again = await Receipts.load('n', store, clock);
		expect(again.copies(version({ 1: 30 }))).toMatchObject([{ hasAll: true }]);
	});
});

it('P14: the pages of one device count together; one’s own, tabs and those who said nothing yet do not', () => {
	const peers = [
		peer('a', { stored: version({ 1: 3 }) }),
		peer('a', { session: 'a2', stored: version({ 2: 4 }) }),
		peer('self', { stored: version({ 1: 9 }) }),
		peer('t', { kind: 'tab', stored: version({ 1: 9 }) }),
		peer('b', { stored: undefined }),
		peer('c', { presence: undefined, stored: version({ 1: 9 }) })
	];
	expect(receiptsOf(peers, 'self')).toEqual([{ device: 'a', name: 'a', stored: version({ 1: 3, 2: 4 }) }]);
});

describe('P26: a viewer that says to be somebody else', () => {
	const writer = { device: 'ada', name: 'Ada', stored: version({ 1: 3 }) };
	const viewer = { device: 'ada/viewer', name: 'Ada', stored: version({ 1: 5 }) };
	const now = version({ 1: 5 });

	async function told(...words: readonly DeviceReceipt[]): Promise<unknown[]> {
		vi.useFakeTimers({ toFake: ['Date'] });
		try {
			const [store, clock] = [new MemoryKeyValueStore(), new ManualClock()];
			const receipts = await Receipts.load('n', store, clock);
			for (const word of words) {
				vi.advanceTimersByTime(1_000);
				receipts.heard(word, EVERYTHING);
			}
			receipts.close();
			await settled();
			const again = await Receipts.load('n', store, clock);
			expect(again.copies(now)).toEqual(receipts.copies(now));
			return again.copies(now).map(({ name, right, hasAll }) => [name, right, hasAll]);
		} finally {
			vi.useRealTimers();
		}
	}

	it('does not speak for that one', () => {
		const peers = [
			peer('ada', { stored: version({ 1: 3 }) }),
			peer('ada', { id: 'thief', role: 'viewer', stored: version({ 1: 5 }) })
		];
		expect(receiptsOf(peers, 'self')).toEqual([
			{ ...writer, name: 'ada' },
			{ ...viewer, name: 'ada' }
		]);
	});

	it('stands beside that one as a viewer, also after a restart', async () => {
		expect(await told(writer, viewer)).toEqual([
			['Ada', 'view', true],
			['Ada', 'edit', false]
		]);
	});

	it('is left out once that one was heard since; so whoever was upgraded counts once', async () => {
		expect(await told(viewer, writer)).toEqual([['Ada', 'edit', false]]);
	});

	it('displaces no writer, however many it says to be', async () => {
		const receipts = await Receipts.load('n', new MemoryKeyValueStore(), new ManualClock());
		for (let id = 0; id < 60; id += 1) receipts.heard({ ...writer, device: `w${id}` }, EVERYTHING);
		for (let id = 0; id < 200; id += 1) receipts.heard({ ...viewer, device: `v${id}/viewer` }, EVERYTHING);
		for (let id = 60; id < 64; id += 1) receipts.heard({ ...writer, device: `w${id}` }, EVERYTHING);
		expect(receipts.heard({ ...viewer, device: 'late/viewer' }, EVERYTHING)).toBe(false);
		const rights = receipts.copies(EVERYTHING).map(({ right }) => right);
		expect([rights.length, new Set(rights)]).toEqual([64, new Set(['edit'])]);
	});
});
