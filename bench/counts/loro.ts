import { LoroDoc } from 'loro-crdt';
import type { Splice } from '../../tests/support/recorded-typing.js';
import { assertEqual, type Contestant } from './contestant.js';
import type { Workload } from './workload.js';

const TEXT = 'body';

/** Of ten edits each 100 ms, what is written together where nothing waits longer than that. */
const EDITS_A_WRITE = 10;

/** The floor: Loro's own exports, with nobody who sends or stores them. */
export const loro: Contestant = {
	column: 'floor',

	keys(history, keys) {
		const doc = docOf(history);
		let bytes = 0;
		doc.subscribeLocalUpdates((update) => (bytes += update.length));
		for (const key of keys) splice(doc, [doc.getText(TEXT).length, 0, key]);
		return Promise.resolve({ messages: 1, bytes: bytes / keys.length, bytesBack: 0 });
	},

	reconnect({ history, apart }) {
		return Promise.resolve(meetAgain(docOf(history).export({ mode: 'snapshot' }), apart).bytes);
	},

	storage(history) {
		const doc = new LoroDoc();
		let bytesWritten = 0;
		for (let at = 0; at < history.length; at += EDITS_A_WRITE) {
			const before = doc.version();
			for (const edit of history.slice(at, at + EDITS_A_WRITE)) splice(doc, edit);
			bytesWritten += doc.export({ mode: 'update', from: before }).length;
		}
		return Promise.resolve({ bytesStored: doc.export({ mode: 'snapshot' }).length, bytesWritten });
	}
};

/** The textbook way: each key takes the whole text out and puts it in again, and sends the whole document. */
export const textbook: Contestant = {
	column: 'textbook',

	keys(history, keys) {
		const doc = docOf(history);
		const text = doc.getText(TEXT);
		let bytes = 0;
		for (const key of keys) {
			const after = text.toString() + key;
			text.delete(0, text.length);
			text.insert(0, after);
			doc.commit();
			bytes += doc.export({ mode: 'snapshot' }).length;
		}
		return Promise.resolve({ messages: 1, bytes: bytes / keys.length, bytesBack: 0 });
	},

	reconnect({ history, apart }) {
		const a = docOf(history);
		const b = LoroDoc.fromSnapshot(a.export({ mode: 'snapshot' }));
		for (const edit of apart[0]) splice(a, edit);
		for (const edit of apart[1]) splice(b, edit);
		return Promise.resolve(a.export({ mode: 'snapshot' }).length + b.export({ mode: 'snapshot' }).length);
	},

	storage: () => Promise.resolve(undefined)
};

/** Two who have a snapshot edit it apart, and are made equal by Loro alone: the bytes that go both ways, and how long that takes in milliseconds. */
export function meetAgain(snapshot: Uint8Array, apart: Workload['apart']): { bytes: number; ms: number } {
	const [a, b] = [LoroDoc.fromSnapshot(snapshot), LoroDoc.fromSnapshot(snapshot)];
	for (const edit of apart[0]) splice(a, edit);
	for (const edit of apart[1]) splice(b, edit);
	const startedAt = performance.now();
	const toB = a.export({ mode: 'update', from: b.version() });
	const toA = b.export({ mode: 'update', from: a.version() });
	a.import(toA);
	b.import(toB);
	const ms = performance.now() - startedAt;
	assertEqual(a.getText(TEXT).toString(), b.getText(TEXT).toString(), 'Loro');
	return { bytes: toA.length + toB.length, ms };
}

function docOf(history: readonly Splice[]): LoroDoc {
	const doc = new LoroDoc();
	for (const edit of history) splice(doc, edit);
	return doc;
}

function splice(doc: LoroDoc, [from, deleted, insert]: Splice): void {
	const text = doc.getText(TEXT);
	if (deleted > 0) text.delete(from, deleted);
	if (insert !== '') text.insert(from, insert);
	doc.commit();
}
