import { beforeEach, expect, it } from 'vitest';
import { NotePoisonedError, type ImportOutcome } from '$lib/note/guarded-import.js';
import { Note } from '$lib/note/note.js';
import { covers, EMPTY_VERSION, sameVersion, type Version } from '$lib/note/version.js';
import type { ChunkKey } from '$lib/storage/chunk-store.js';
import type { Loadable } from '$lib/storage/import-all.js';
import { loadNote } from '$lib/storage/load-note.js';
import { MemoryChunkStore, MemoryDisk } from '$lib/storage/memory-chunk-store.js';
import { NoteLog } from '$lib/storage/note-log.js';
import { equalBytes } from '$lib/util/bytes.js';
import { NOTE_ID } from './note-tab.js';

let disk: MemoryDisk;
let store: MemoryChunkStore;

beforeEach(() => {
	disk = new MemoryDisk();
	store = new MemoryChunkStore(disk);
});

/** Stores a text letter by letter, an update for each. */
async function storeTyped(text: string): Promise<{ note: Note; keys: ChunkKey[] }> {
	const note = Note.empty();
	const keys: ChunkKey[] = [];
	for (const letter of text) {
		const before = note.version();
		note.body.insert(note.body.length, letter);
		note.doc.commit();
		keys.push(await store.append(NOTE_ID, 'update', note.exportFrom(before)));
	}
	return { note, keys };
}

async function load(): Promise<{ note: Note; stored: Version; unread: readonly ChunkKey[]; log: NoteLog }> {
	const log = new NoteLog(store, NOTE_ID);
	return { log, ...(await loadNote(log, () => Note.empty())) };
}

it('S3 a note that is not stored is empty', async () => {
	const { note, stored, unread } = await load();
	expect(note.isEmpty).toBe(true);
	expect(stored).toEqual(EMPTY_VERSION);
	expect(unread).toEqual([]);
});

it('S3 updates are loaded whole, in whatever order their hashes put them', async () => {
	const text = 'the order of hashes is none at all';
	const { note: typed } = await storeTyped(text);
	const { note, stored, unread } = await load();
	expect(note.body.toString()).toBe(text);
	expect(sameVersion(stored, typed.version())).toBe(true);
	expect(unread).toEqual([]);
});

it('S3 snapshots and updates of several tabs merge', async () => {
	const { note: typed } = await storeTyped('one');
	await store.append(NOTE_ID, 'snapshot', typed.exportSnapshot());
	const other = Note.empty();
	other.import(typed.exportSnapshot());
	other.body.insert(0, 'two ');
	other.doc.commit();
	await store.append(NOTE_ID, 'snapshot', other.exportSnapshot());
	const { note, stored } = await load();
	expect(note.body.toString()).toBe('two one');
	expect(sameVersion(stored, other.version())).toBe(true);
});

it('S6 without a damaged update the rest opens, and compaction leaves what waits for it', async () => {
	const { keys } = await storeTyped('abcdef');
	const hurt = keys[3] as ChunkKey;
	disk.put(hurt, Uint8Array.of(0));
	const { note, unread, log } = await load();
	expect(note.body.toString()).toBe('abc');
	expect(new Set(unread)).toEqual(new Set(keys.slice(3)));
	await log.compact(() => note.exportSnapshot());
	const left = disk.chunks.map(({ key }) => key);
	expect(left.filter(({ kind }) => kind === 'update')).toEqual(keys.slice(3));
});

it('S6 what waited for a damaged update opens once that is there again', async () => {
	const { note: typed, keys } = await storeTyped('abcdef');
	disk.put(keys[3] as ChunkKey, Uint8Array.of(0));
	const first = await load();
	await first.log.compact(() => first.note.exportSnapshot());
	await store.append(NOTE_ID, 'update', typed.exportFrom(first.note.version()));
	const { note } = await load();
	expect(note.body.toString()).toBe('abcdef');
});

it('S6 bytes that no note can take are set aside, however well their hash fits', async () => {
	await storeTyped('abc');
	const key = await store.append(NOTE_ID, 'update', Uint8Array.of(1, 2, 3));
	const { note, unread, log } = await load();
	expect(note.body.toString()).toBe('abc');
	expect(unread).toEqual([key]);
	await log.compact(() => note.exportSnapshot());
	expect(disk.chunks.map((chunk) => chunk.key)).toContainEqual(key);
});

it('S7 what the note changes while it is loaded does not count as stored', async () => {
	const foreign = Note.empty();
	foreign.body.insert(0, 'line\r\nline');
	foreign.doc.commit();
	await store.append(NOTE_ID, 'update', foreign.exportFrom(EMPTY_VERSION));
	const { note, stored } = await load();
	expect(note.body.toString()).toBe('line\nline');
	expect(sameVersion(stored, foreign.version())).toBe(true);
	expect(covers(stored, note.version())).toBe(false);
});

it('S7 line ends that were repaired already are left alone, in whatever order the chunks come', async () => {
	for (let attempt = 0; attempt < 8; attempt += 1) {
		disk = new MemoryDisk();
		store = new MemoryChunkStore(disk);
		const foreign = Note.empty();
		foreign.body.insert(0, 'line\r\nline');
		foreign.doc.commit();
		await store.append(NOTE_ID, 'update', foreign.exportFrom(EMPTY_VERSION));
		const first = await load();
		await store.append(NOTE_ID, 'update', first.note.exportFrom(first.stored));
		const { note, stored } = await load();
		expect(note.body.toString()).toBe('line\nline');
		expect(note.version()).toEqual(stored);
	}
});

it('S6 a chunk that makes the document trap is set aside, and a fresh document gets the rest', async () => {
	const trap = Uint8Array.of(0xba, 0xd0);
	await storeTyped('abc');
	const key = await store.append(NOTE_ID, 'update', trap);
	let documents = 0;

	class TrappingNote implements Loadable {
		readonly inner = Note.empty();
		#dead = false;

		version(): Version {
			return this.inner.version();
		}

		load(bytes: Uint8Array): ImportOutcome {
			this.#dead ||= bytes.length === trap.length;
			if (this.#dead) throw new NotePoisonedError('trapped');
			return this.inner.load(bytes);
		}

		afterImport(): void {
			this.inner.afterImport();
		}
	}

	const { note, unread } = await loadNote(new NoteLog(store, NOTE_ID), () => {
		documents += 1;
		return new TrappingNote();
	});
	expect(note.inner.body.toString()).toBe('abc');
	expect(unread).toEqual([key]);
	// Once with it at the end, and once without it.
	expect(documents).toBe(3);
});

it.each<[string, (chunk: Uint8Array) => ImportOutcome]>([
	['refused', () => ({ kind: 'refused', reason: 'damaged' })],
	[
		'trapped on',
		() => {
			throw new NotePoisonedError('trapped');
		}
	]
])('S6 a chunk that is %s only before what it builds on is there is read after that', async (_, fail) => {
	const { keys } = await storeTyped('abcdefgh');

	/** Takes the first update only after all others. */
	class ParticularNote implements Loadable {
		readonly inner = Note.empty();
		#loaded = 0;

		version(): Version {
			return this.inner.version();
		}

		load(bytes: Uint8Array): ImportOutcome {
			this.#loaded += 1;
			const isEarly = equalBytes(bytes, first) && this.#loaded < keys.length;
			return isEarly ? fail(bytes) : this.inner.load(bytes);
		}

		afterImport(): void {
			this.inner.afterImport();
		}
	}

	const first = disk.chunks.find(({ key }) => key.hash === keys[0]?.hash)?.bytes ?? new Uint8Array();
	const { note, unread } = await loadNote(new NoteLog(store, NOTE_ID), () => new ParticularNote());
	expect(note.inner.body.toString()).toBe('abcdefgh');
	expect(unread).toEqual([]);
});
