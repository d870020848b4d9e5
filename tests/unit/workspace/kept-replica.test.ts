import { describe, expect, it, vi } from 'vitest';
import { Note } from '$lib/note/note';
import { covers, EMPTY_VERSION } from '$lib/note/version';
import { StorageError } from '$lib/storage/chunk-store';
import { MemoryChunkStore } from '$lib/storage/memory-chunk-store';
import { Connections } from '$lib/sync/connections';
import { MemoryChannel } from '$lib/transport/memory-channel';
import { toBase64Url } from '$lib/util/bytes';
import { systemClock } from '$lib/util/clock';
import { KeptReplica, type Keeping } from '$lib/workspace/kept-replica';
import { ManualClock } from '../sync/manual-clock';
import { trustingAdmission } from '../sync/trusting-admission.js';
import { eventually } from '../support/eventually.js';

function keeping(): Keeping {
	return { chunks: new MemoryChunkStore(), clock: systemClock };
}

function nobody(): Connections {
	return new Connections(toBase64Url(new Uint8Array(8)), systemClock, trustingAdmission());
}

function page(session: number): Connections {
	return new Connections(toBase64Url(new Uint8Array(8).fill(session)), systemClock, trustingAdmission());
}

function type(note: Note, text: string): void {
	note.body.insert(note.body.length, text);
	note.doc.commit();
}

it('saves what is written, and finds it again', async () => {
	const kept = keeping();
	const first = await KeptReplica.open('n', () => Note.empty(), kept, nobody());
	type(first.replica, 'hello');
	await first.close();
	const second = await KeptReplica.open('n', () => Note.empty(), kept, nobody());
	expect(second.replica.body.toString()).toBe('hello');
	await second.close();
});

it('keeps what no commit covers yet, for the case that the document dies', async () => {
	const kept = keeping();
	const first = await KeptReplica.open('n', () => Note.empty(), kept, nobody());
	type(first.replica, 'saved ');
	await first.saver.flush();
	expect(first.unsavedUpdates).toEqual([]);
	type(first.replica, 'and ');
	type(first.replica, 'unsaved');
	expect(first.unsavedUpdates).toHaveLength(2);
	first.abandon();
	const second = await KeptReplica.open('n', () => Note.empty(), kept, nobody(), first.unsavedUpdates);
	expect(second.replica.body.toString()).toBe('saved and unsaved');
	await second.close();
	const third = await KeptReplica.open('n', () => Note.empty(), kept, nobody());
	expect(third.replica.body.toString()).toBe('saved and unsaved');
	await third.close();
});

it('merges the unsaved updates when they grow many, and loses none', async () => {
	const kept = keeping();
	const first = await KeptReplica.open('n', () => Note.empty(), kept, nobody());
	vi.spyOn(kept.chunks, 'append').mockReturnValue(new Promise(() => undefined));
	for (let count = 0; count < 1_000; count += 1) type(first.replica, 'x');
	expect(first.unsavedUpdates.length).toBeLessThanOrEqual(256);
	first.abandon();
	vi.restoreAllMocks();
	const second = await KeptReplica.open('n', () => Note.empty(), kept, nobody(), first.unsavedUpdates);
	expect(second.replica.body.toString()).toBe('x'.repeat(1_000));
	await second.close();
});

describe('S6: of what a document had not saved when it died', () => {
	it('what the new one cannot take is set aside and told of, and all else is there', async () => {
		const kept = keeping();
		const source = Note.empty();
		type(source, 'good');
		const good = source.exportFrom(EMPTY_VERSION);
		type(source, ' waits for this');
		const needed = source.version();
		type(source, ' and is not lost');
		const waiting = source.exportFrom(needed);
		const garbage = Uint8Array.of(1, 2, 3);
		const unsaved = [good, garbage, waiting];
		const replica = await KeptReplica.open('n', () => Note.empty(), kept, nobody(), unsaved);
		expect(replica.replica.body.toString()).toBe('good');
		expect(replica.damagedChunks).toBe(2);
		expect(replica.unsavedUpdates).toEqual([good]);
		const { chunks } = await kept.chunks.load('aside:n');
		expect(new Set(chunks.map(({ bytes }) => bytes.join()))).toEqual(
			new Set([garbage.join(), waiting.join()])
		);
		replica.abandon();
		const { unsavedUpdates, setAsideUpdates } = replica;
		const again = await KeptReplica.open(
			'n',
			() => Note.empty(),
			kept,
			nobody(),
			unsavedUpdates,
			setAsideUpdates
		);
		expect([again.replica.body.toString(), again.damagedChunks]).toEqual(['good', 2]);
		await again.close();
	});

	it('nothing is given up while it cannot be set aside', async () => {
		const kept = keeping();
		vi.spyOn(kept.chunks, 'append').mockRejectedValue(new StorageError('quota'));
		const opening = KeptReplica.open('n', () => Note.empty(), kept, nobody(), [Uint8Array.of(1)]);
		await expect(opening).rejects.toEqual(new StorageError('quota'));
		vi.restoreAllMocks();
	});
});

/** Three pages that are linked with each other. */
function linked(): readonly [Connections, Connections, Connections] {
	const pages = [page(1), page(2), page(3)] as const;
	for (const [a, b] of [
		[0, 1],
		[0, 2],
		[1, 2]
	] as const) {
		const [ofA, ofB] = MemoryChannel.pair();
		pages[a].add(ofA);
		pages[b].add(ofB);
	}
	return pages;
}

it('P14: what is let go of tells everybody first what is stored of it, whoever sent it', async () => {
	const pages = linked();
	const open = async (connections: Connections) =>
		await KeptReplica.open('n', () => Note.empty(), keeping(), connections);
	const [typist, leaving, other] = [await open(pages[0]), await open(pages[1]), await open(pages[2])];
	const storedBy = () => other.synchroniser.peers.find(({ session }) => session === pages[1].session)?.stored;
	const isTold = () => covers(storedBy() ?? EMPTY_VERSION, typist.replica.version());
	const write = async (text: string) => {
		type(typist.replica, text);
		const arrived = () => expect(leaving.replica.body.length).toBe(typist.replica.body.length);
		await vi.waitFor(arrived, { interval: 1, timeout: 30_000 });
	};
	await write('first');
	await leaving.saver.flush();
	await vi.waitFor(() => expect(isTold()).toBe(true), { interval: 1, timeout: 30_000 });
	// The next is stored so soon that only its sender hears of that at once.
	await write(', last');
	await leaving.close();
	await eventually(() => expect(isTold()).toBe(true));
	await typist.close();
	await other.close();
	for (const connections of pages) connections.close();
});

it('P14: what is stored as the page may end is told to everybody at once, whoever sent it', async () => {
	const pages = linked();
	const open = (connections: Connections, kept: Keeping) =>
		KeptReplica.open('n', () => Note.empty(), kept, connections);
	const typist = await open(pages[0], keeping());
	// Time stands still for it: nothing is told later.
	const hidden = await open(pages[1], { ...keeping(), clock: new ManualClock() });
	const other = await open(pages[2], keeping());
	const length = () => hidden.replica.body.length;
	const storedBy = () => other.synchroniser.peers.find(({ session }) => session === pages[1].session)?.stored;
	await eventually(() =>
		expect([typist, other].map((kept) => kept.synchroniser.peers.length)).toEqual([2, 2])
	);
	for (const text of ['first', ', last']) {
		type(typist.replica, text);
		await vi.waitFor(() => expect(length()).toBe(typist.replica.body.length), {
			interval: 1,
			timeout: 30_000
		});
		await hidden.flush();
		const isTold = () => covers(storedBy() ?? EMPTY_VERSION, typist.replica.version());
		await eventually(() => expect(isTold()).toBe(true));
	}
	for (const kept of [typist, hidden, other]) await kept.close();
	for (const connections of pages) connections.close();
});
