import type { Splice } from '../../tests/support/recorded-typing.js';
import { assertEqual, type Contestant } from './contestant.js';
import { loadRival } from './load-rival.js';

interface Content {
	readonly body: string;
}

/** What Automerge hands out, and takes back, without being looked into. */
type SyncState = { readonly syncState: unique symbol };

interface Automerge {
	from(content: Content): Content;
	clone(doc: Content): Content;
	change(doc: Content, edit: (draft: Content) => void): Content;
	splice(draft: Content, path: readonly string[], from: number, deleted: number, insert: string): void;
	save(doc: Content): Uint8Array;
	saveIncremental(doc: Content): Uint8Array;
	initSyncState(): SyncState;
	generateSyncMessage(doc: Content, state: SyncState): [SyncState, Uint8Array | null];
	receiveSyncMessage(doc: Content, state: SyncState, message: Uint8Array): [Content, SyncState];
}

const PATH = ['body'];

const am = await loadRival<Automerge>('@automerge/automerge');

/** Two documents with Automerge's sync protocol between them. */
class Pair {
	readonly sent = { a: { messages: 0, bytes: 0 }, b: { messages: 0, bytes: 0 } };
	a: Content;
	b: Content;
	#ofA = am.initSyncState();
	#ofB = am.initSyncState();

	constructor(doc: Content) {
		this.a = doc;
		this.b = am.clone(doc);
	}

	/** Exchanges messages until neither has anything to say. */
	sync(): void {
		for (let isTalking = true; isTalking;) {
			const [ofA, fromA] = am.generateSyncMessage(this.a, this.#ofA);
			this.#ofA = ofA;
			if (fromA !== null) [this.b, this.#ofB] = am.receiveSyncMessage(this.b, this.#ofB, fromA);
			const [ofB, fromB] = am.generateSyncMessage(this.b, this.#ofB);
			this.#ofB = ofB;
			if (fromB !== null) [this.a, this.#ofA] = am.receiveSyncMessage(this.a, this.#ofA, fromB);
			count(this.sent.a, fromA);
			count(this.sent.b, fromB);
			isTalking = fromA !== null || fromB !== null;
		}
		assertEqual(this.a.body, this.b.body, 'Automerge');
	}
}

/** Automerge with its own sync protocol, as its documentation has it; its repository's framing is not counted. */
export const automerge: Contestant = {
	column: 'automerge',

	keys(history, keys) {
		const pair = new Pair(docOf(history));
		pair.sync();
		const before = { a: { ...pair.sent.a }, b: { ...pair.sent.b } };
		for (const key of keys) {
			pair.a = spliced(pair.a, [pair.a.body.length, 0, key]);
			pair.sync();
		}
		return Promise.resolve({
			messages: (pair.sent.a.messages - before.a.messages) / keys.length,
			bytes: (pair.sent.a.bytes - before.a.bytes) / keys.length,
			bytesBack: (pair.sent.b.bytes - before.b.bytes) / keys.length
		});
	},

	reconnect({ history, apart }) {
		const pair = new Pair(docOf(history));
		for (const edit of apart[0]) pair.a = spliced(pair.a, edit);
		for (const edit of apart[1]) pair.b = spliced(pair.b, edit);
		pair.sync();
		return Promise.resolve(pair.sent.a.bytes + pair.sent.b.bytes);
	},

	storage(history) {
		let doc = am.from({ body: '' });
		let bytesWritten = am.save(doc).length;
		for (const edit of history) {
			doc = spliced(doc, edit);
			bytesWritten += am.saveIncremental(doc).length;
		}
		return Promise.resolve({ bytesStored: am.save(doc).length, bytesWritten, transactions: history.length });
	}
};

function count(sent: { messages: number; bytes: number }, message: Uint8Array | null): void {
	sent.messages += message === null ? 0 : 1;
	sent.bytes += message?.length ?? 0;
}

function docOf(history: readonly Splice[]): Content {
	return history.reduce(spliced, am.from({ body: '' }));
}

function spliced(doc: Content, [from, deleted, insert]: Splice): Content {
	return am.change(doc, (draft) => am.splice(draft, PATH, from, deleted, insert));
}
