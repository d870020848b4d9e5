import type { LoroPeerId, Version } from '../../../src/lib/note/version.js';
import { IdbChunkStore } from '../../../src/lib/storage/idb-chunk-store.js';
import { NoteLog } from '../../../src/lib/storage/note-log.js';
import { NoteSaver } from '../../../src/lib/storage/note-saver.js';

const WRITER: LoroPeerId = '1';

/** Writes a word at the moment when the page is hidden, and flushes as the app does. Settles once it is prepared. */
export async function writeWhenHidden(databaseName: string, note: string, word: string): Promise<void> {
	const words: string[] = ['before'];
	const encodeFrom = (from: number) => new TextEncoder().encode(words.slice(from).join(' '));
	const source = {
		version: (): Version => new Map([[WRITER, words.length]]),
		exportFrom: (from: Version) => encodeFrom(from.get(WRITER) ?? 0),
		exportPart: (from: Version) => ({ bytes: source.exportFrom(from), end: source.version() }),
		exportLoadableSnapshot: () => encodeFrom(0)
	};
	const saver = new NoteSaver(source, new NoteLog(new IdbChunkStore(databaseName), note), new Map());
	await saver.flush();
	document.addEventListener('visibilitychange', () => {
		words.push(word);
		saver.flush().catch((failure: unknown) => console.error(failure));
	});
}
