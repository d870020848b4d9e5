import { expect, it } from 'vitest';
import { Note } from '$lib/note/note.js';
import type { ChunkKind } from '$lib/storage/chunk-store.js';
import { loadNote } from '$lib/storage/load-note.js';
import { MemoryChunkStore } from '$lib/storage/memory-chunk-store.js';
import { NoteLog } from '$lib/storage/note-log.js';
import { loadSveltecomponent } from '../../support/recorded-typing.js';
import { NOTE_ID } from './note-tab.js';

/** Fast typing of 10 keys a second saves every key on its own; this many are saved together in a burst. */
const EDITS_PER_SAVE = [1, 10];
const MAX_WRITTEN_TO_UPDATES = 3;

const typing = loadSveltecomponent();

class CountingStore extends MemoryChunkStore {
	readonly written: Record<ChunkKind, number> = { update: 0, snapshot: 0 };

	override append(note: string, kind: ChunkKind, bytes: Uint8Array): ReturnType<MemoryChunkStore['append']> {
		this.written[kind] += bytes.length;
		return super.append(note, kind, bytes);
	}
}

it.each(EDITS_PER_SAVE)(
	`S11 at most three times the updates is written in all: ${typing.title}, %d edits a save`,
	async (editsPerSave) => {
		const store = new CountingStore();
		const log = new NoteLog(store, NOTE_ID);
		const note = Note.empty();
		let stored = note.version();
		for (const [index, transaction] of typing.transactions.entries()) {
			for (const [from, deleted, insert] of transaction) {
				if (deleted > 0) note.body.delete(from, deleted);
				if (insert !== '') note.body.insert(from, insert);
			}
			note.doc.commit();
			if ((index + 1) % editsPerSave !== 0 && index + 1 < typing.transactions.length) continue;
			await log.append(note.exportFrom(stored));
			stored = note.version();
			if (log.compactionNeed !== 'none') await log.compact(() => note.exportSnapshot());
		}
		const { update, snapshot } = store.written;
		expect(snapshot).toBeGreaterThan(0);
		expect((update + snapshot) / update).toBeLessThan(MAX_WRITTEN_TO_UPDATES);
		const reopened = await loadNote(new NoteLog(store, NOTE_ID), () => Note.empty());
		expect(reopened.note.body.toString()).toBe(typing.endContent);
	},
	60_000
);
