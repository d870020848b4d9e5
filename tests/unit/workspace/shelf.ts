import { createInvite } from '$lib/crypto/invite.js';
import { deriveNoteKeys } from '$lib/crypto/keys.js';
import type { LibraryEntry } from '$lib/note/library-entry.js';
import { Note } from '$lib/note/note.js';
import type { Version } from '$lib/note/version.js';
import { loadNote } from '$lib/storage/load-note.js';
import { MemoryChunkStore, MemoryDisk, type BeforeCommit } from '$lib/storage/memory-chunk-store.js';
import { MemoryKeyValueStore } from '$lib/storage/memory-key-value.js';
import { MemorySearchTexts } from '$lib/storage/search-texts.js';
import { NoteLog } from '$lib/storage/note-log.js';
import { systemClock } from '$lib/util/clock.js';
import { Library } from '$lib/workspace/library.svelte.js';
import { shelfOf, type NoteShelf } from '$lib/workspace/note-shelf.js';
import type { TransferControl } from '$lib/workspace/transfer-report.js';
import { MemoryLocks } from './memory-locks.js';
import type { Random } from '../../fuzz/random.js';

/** A device without a browser: the real library on a disk in memory. */
export interface Device extends Browser {
	readonly shelf: NoteShelf;
	readonly library: Library;
	/** Notes to be taken for open. */
	readonly open: Map<string, Note>;
	/** The notes that were told to have grown. */
	readonly told: string[];
}

export async function device(beforeCommit?: BeforeCommit): Promise<Device> {
	return await tabOf(
		{
			disk: new MemoryDisk(),
			local: new MemoryKeyValueStore(),
			texts: new MemorySearchTexts(),
			locks: new MemoryLocks()
		},
		beforeCommit
	);
}

/** What the tabs of one browser share. */
export interface Browser {
	readonly disk: MemoryDisk;
	readonly local: MemoryKeyValueStore;
	readonly texts: MemorySearchTexts;
	readonly locks: MemoryLocks;
}

/** A tab that hears nothing of the others: each goes by what it read when it was opened. */
export async function tabOf(browser: Browser, beforeCommit?: BeforeCommit): Promise<Device> {
	const { disk, local, texts, locks } = browser;
	const chunks = new MemoryChunkStore(disk, beforeCommit);
	const meetTabs = () => ({ onChannel: () => () => undefined, leave: () => undefined });
	const library = await Library.open({ chunks, clock: systemClock, meetTabs }, { local, texts }, locks);
	const open = new Map<string, Note>();
	const told: string[] = [];
	const shelf = shelfOf(library, chunks, {
		openNote: (noteId) => open.get(noteId),
		saveOpen: () => Promise.resolve(),
		grewInStorage: (noteId) => Promise.resolve(void told.push(noteId))
	});
	return { disk, local, texts, locks, shelf, library, open, told };
}

/** Stores a note and puts it into the library. */
export async function keep({ shelf }: Device, note: Note, known?: LibraryEntry): Promise<LibraryEntry> {
	const invite = createInvite();
	const { noteId } = await deriveNoteKeys(invite);
	const entry = known ?? { noteId, invite, addedAt: 1_000, shared: false };
	await new NoteLog(shelf.chunks, entry.noteId).append(note.exportSnapshot());
	await shelf.put(entry);
	return entry;
}

/** A note with a history of several sessions and commits, some of them at the same time. */
export function grownNote(random: Random, begin = Note.create(new Date(0))): Note {
	let note = begin;
	if (random.chance(0.8)) note.setTitle(random.word());
	for (let session = random.int(4); session >= 0; session -= 1) {
		const other = Note.empty();
		other.import(note.exportSnapshot());
		for (let edit = random.int(8); edit >= 0; edit -= 1) {
			for (const each of [note, other]) splice(each, random);
		}
		other.import(note.exportFrom(other.version()));
		note = other;
	}
	return note;
}

function splice(note: Note, random: Random): void {
	const at = random.int(note.body.length + 1);
	if (random.chance(0.7)) note.body.insert(at, `${random.word()}\n`);
	else note.body.delete(at, random.int(note.body.length - at));
	note.doc.commit();
}

/** What has to be equal of two notes: the content, the history, and the text as it once was. */
export interface Facts {
	readonly text: string;
	readonly title: string;
	readonly version: Version;
	readonly operations: number;
	readonly earlier: string;
}

/** The earlier text is that of the moment before the operation in the middle of the history. */
export function factsOf(note: Note): Facts {
	const changes = [...note.doc.getAllChanges().values()]
		.flat()
		.sort((a, b) => a.lamport - b.lamport || (a.peer < b.peer ? -1 : 1));
	const middle = changes[changes.length >> 1];
	const then = note.doc.forkAt(middle === undefined ? [] : [{ peer: middle.peer, counter: middle.counter }]);
	const facts: Facts = {
		text: note.body.toString(),
		title: note.title,
		version: new Map([...note.version()].sort()),
		operations: note.doc.opCount(),
		earlier: then.getText('body').toString()
	};
	then.free();
	return facts;
}

export async function stored({ shelf }: Device, noteId: string): Promise<Note> {
	const { note } = await loadNote(new NoteLog(shelf.chunks, noteId), () => Note.empty());
	return note;
}

/** A control that never stops; or one that stops at the given step. */
export function control(cancelAt = Infinity): TransferControl {
	const cancel = new AbortController();
	return {
		signal: cancel.signal,
		onProgress: (done) => {
			if (done >= cancelAt) cancel.abort();
		}
	};
}

/** Everything that is on a disk, to see whether it changed. */
export function inventory({ disk }: Device, noteIds: readonly string[]): string[] {
	return disk.chunks
		.filter(({ key }) => noteIds.includes(key.note))
		.map(({ key }) => JSON.stringify(key))
		.sort();
}
