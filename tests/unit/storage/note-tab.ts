import { Note } from '$lib/note/note.js';
import type { Version } from '$lib/note/version.js';
import type { ChunkKey } from '$lib/storage/chunk-store.js';
import { loadNote } from '$lib/storage/load-note.js';
import {
	MemoryChunkStore,
	type BeforeCommit,
	type CrashFate,
	type MemoryDisk,
	type MemoryOperation
} from '$lib/storage/memory-chunk-store.js';
import { NoteLog } from '$lib/storage/note-log.js';
import { NoteSaver, type SaveState } from '$lib/storage/note-saver.js';
import type { Clock } from '$lib/util/clock.js';

export const NOTE_ID = 'note';

/** A tab that has a real note open, on a disk in memory. */
export class NoteTab {
	readonly states: SaveState[] = [];
	readonly storedVersions: Version[] = [];
	readonly saver: NoteSaver;

	private constructor(
		readonly note: Note,
		readonly log: NoteLog,
		stored: Version,
		readonly unread: readonly ChunkKey[],
		clock: Clock,
		private readonly fate: { crashed: boolean }
	) {
		this.saver = new NoteSaver(note, log, stored, clock);
		note.onChange(() => this.saver.noteChanged());
		this.saver.onState((state) => this.states.push(state));
		this.saver.onStored((version) => this.storedVersions.push(version));
	}

	/** Opens the note from the disk; `beforeCommit` as of MemoryChunkStore; `crashFate`: what `crash` makes of a write. */
	static async open(
		disk: MemoryDisk,
		clock: Clock,
		beforeCommit: BeforeCommit = () => undefined,
		crashFate: (operation: MemoryOperation) => CrashFate = () => ({ kind: 'lost' })
	): Promise<NoteTab> {
		const fate = { crashed: false };
		const store = new MemoryChunkStore(disk, async (operation) => {
			const outcome = await beforeCommit(operation);
			if (typeof outcome === 'object') return outcome;
			// What a killed tab had not written by then is never written, or only in part.
			return fate.crashed ? crashFate(operation) : undefined;
		});
		const log = new NoteLog(store, NOTE_ID);
		const { note, stored, unread } = await loadNote(log, () => Note.empty());
		return new NoteTab(note, log, stored, unread, clock, fate);
	}

	get text(): string {
		return this.note.body.toString();
	}

	/** Types at the end of the text. */
	type(text: string): void {
		this.note.body.insert(this.note.body.length, text);
		this.note.doc.commit();
	}

	/** The tab is gone from one moment to the next. */
	crash(): void {
		this.fate.crashed = true;
		this.saver.abandon();
	}
}

/** Lets everything happen that waits for no clock. */
export async function settled(): Promise<void> {
	for (let turn = 0; turn < 3; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}

/** The note as a tab finds it that is opened now. */
export async function reopened(disk: MemoryDisk, clock: Clock): Promise<NoteTab> {
	const tab = await NoteTab.open(disk, clock);
	tab.saver.abandon();
	return tab;
}
