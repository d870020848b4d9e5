import { Note } from '../../src/lib/note/note.js';
import { loadAutomergePaper, type Splice } from '../../tests/support/recorded-typing.js';
import { loadRival } from '../counts/load-rival.js';
import { replayInto } from '../replay.js';

/** A quick run takes only so much of the history. */
const QUICK_EDITS = 12_000;

interface YDoc {
	getText(name: string): {
		insert(at: number, text: string): void;
		delete(at: number, length: number): void;
		toString(): string;
	};
	transact(change: () => void): void;
}

interface Yjs {
	readonly Doc: new () => YDoc;
	encodeStateAsUpdate(doc: YDoc): Uint8Array;
}

/** What somebody has written over a long time, edit by edit. */
export interface History {
	readonly title: string;
	readonly edits: readonly Splice[];
}

/** The history of `automerge-paper`, or of generated typing where the recording is not there. */
export function loadHistory(isQuick: boolean): History {
	const { title, transactions } = loadAutomergePaper();
	const all = transactions.flat();
	const edits = isQuick ? all.slice(0, QUICK_EDITS) : all;
	return { title: `${title}, ${edits.length} edits`, edits };
}

/** A note with a history, as Perch exports it into a file. */
export function asPerchFile(title: string, edits: readonly Splice[]): Uint8Array {
	const note = Note.of({ title, text: '' }, new Date());
	replayInto(note, edits);
	const bytes = note.exportSnapshot();
	note.close();
	return bytes;
}

/** The same history as one update of Yjs, in base64. */
export async function asYjsUpdate(edits: readonly Splice[]): Promise<string> {
	const { Doc, encodeStateAsUpdate } = await loadRival<Yjs>('yjs');
	const doc = new Doc();
	const text = doc.getText('body');
	for (const [from, deleted, insert] of edits) {
		doc.transact(() => {
			if (deleted > 0) text.delete(from, deleted);
			if (insert !== '') text.insert(from, insert);
		});
	}
	return Buffer.from(encodeStateAsUpdate(doc)).toString('base64');
}

/** What such edits make of an empty text. */
export function textOf(edits: readonly Splice[]): string {
	let text = '';
	for (const [from, deleted, insert] of edits)
		text = text.slice(0, from) + insert + text.slice(from + deleted);
	return text;
}
