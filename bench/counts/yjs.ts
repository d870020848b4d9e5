import type { Splice } from '../../tests/support/recorded-typing.js';
import { assertEqual, type Contestant } from './contestant.js';
import { loadRival } from './load-rival.js';

interface YText {
	readonly length: number;
	insert(at: number, text: string): void;
	delete(at: number, length: number): void;
	toString(): string;
}

interface YDoc {
	getText(name: string): YText;
	transact(change: () => void): void;
	on(event: 'update', listener: (update: Uint8Array) => void): void;
}

interface Yjs {
	readonly Doc: new () => YDoc;
	encodeStateAsUpdate(doc: YDoc, from?: Uint8Array): Uint8Array;
	encodeStateVector(doc: YDoc): Uint8Array;
	applyUpdate(doc: YDoc, update: Uint8Array): void;
}

const TEXT = 'body';

/** y-webrtc puts before each update that it is one of sync, which kind of it, and how long it is. */
const KIND_BYTES = 2;
const BITS_OF_LENGTH = 7;

const yjs = await loadRival<Yjs>('yjs');

/**
 * Yjs as y-webrtc sends it and y-indexeddb stores it: each update in a message and a transaction of its own. What
 * y-webrtc says of carets is not counted, as it is not of the others; neither is that y-indexeddb now and then writes the whole again.
 */
export const yjsStack: Contestant = {
	column: 'yjs',

	keys(history, keys) {
		const doc = docOf(history);
		let bytes = 0;
		doc.on('update', (update) => (bytes += messageBytes(update)));
		for (const key of keys) splice(doc, [doc.getText(TEXT).length, 0, key]);
		return Promise.resolve({ messages: 1, bytes: bytes / keys.length, bytesBack: 0 });
	},

	reconnect({ history, apart }) {
		const a = docOf(history);
		const b = new yjs.Doc();
		yjs.applyUpdate(b, yjs.encodeStateAsUpdate(a));
		for (const edit of apart[0]) splice(a, edit);
		for (const edit of apart[1]) splice(b, edit);
		const [ofA, ofB] = [yjs.encodeStateVector(a), yjs.encodeStateVector(b)];
		const [toA, toB] = [yjs.encodeStateAsUpdate(b, ofA), yjs.encodeStateAsUpdate(a, ofB)];
		yjs.applyUpdate(a, toA);
		yjs.applyUpdate(b, toB);
		assertEqual(a.getText(TEXT).toString(), b.getText(TEXT).toString(), 'Yjs');
		return Promise.resolve([ofA, ofB, toA, toB].reduce((sum, part) => sum + messageBytes(part), 0));
	},

	storage(history) {
		const doc = new yjs.Doc();
		let bytesWritten = 0;
		doc.on('update', ({ length }) => (bytesWritten += length));
		for (const edit of history) splice(doc, edit);
		const bytesStored = yjs.encodeStateAsUpdate(doc).length;
		return Promise.resolve({ bytesStored, bytesWritten, transactions: history.length });
	}
};

function messageBytes({ length }: Uint8Array): number {
	let lengthBytes = 1;
	while (length >> (BITS_OF_LENGTH * lengthBytes) > 0) lengthBytes += 1;
	return KIND_BYTES + lengthBytes + length;
}

function docOf(history: readonly Splice[]): YDoc {
	const doc = new yjs.Doc();
	for (const edit of history) splice(doc, edit);
	return doc;
}

function splice(doc: YDoc, [from, deleted, insert]: Splice): void {
	const text = doc.getText(TEXT);
	doc.transact(() => {
		if (deleted > 0) text.delete(from, deleted);
		if (insert !== '') text.insert(from, insert);
	});
}
