import { describe, expect, it, vi } from 'vitest';
import { Note } from '$lib/note/note';
import { EMPTY_VERSION } from '$lib/note/version';
import { StorageError } from '$lib/storage/chunk-store';
import { MemoryChunkStore } from '$lib/storage/memory-chunk-store';
import { Connections } from '$lib/sync/connections';
import { toBase64Url } from '$lib/util/bytes';
import { systemClock } from '$lib/util/clock';
import { KeptReplica, type Keeping } from '$lib/workspace/kept-replica';
import { trustingAdmission } from '../sync/trusting-admission.js';

function keeping(): Keeping {
	return { chunks: new MemoryChunkStore(), clock: systemClock };
}

function nobody(): Connections {
	return new Connections(toBase64Url(new Uint8Array(8)), systemClock, trustingAdmission());
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
