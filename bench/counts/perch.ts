import { Note } from '../../src/lib/note/note.js';
import { MeteredPair, type MeteredPage } from '../../tests/unit/performance/metered-pages.js';
import type { Splice } from '../../tests/support/recorded-typing.js';
import { replayInto } from '../replay.js';
import { assertEqual, type Contestant } from './contestant.js';

const SETTLE_MS = 500;
const MEET_MS = 10_000;

/** Ten edits each 100 ms. */
const EDIT_MS = 10;

/** Perch's own synchroniser, saver and protocol, between two pages in memory; what WebRTC and IndexedDB add is not counted. */
export const perch: Contestant = {
	column: 'perch',

	async keys(history, keys, everyMs) {
		const pair = await MeteredPair.start(snapshotOf(history));
		for (const key of keys) {
			pair.a.key(key);
			await pair.pass(everyMs);
		}
		await pair.pass(SETTLE_MS);
		assertEqual(pair.a.text, pair.b.text, 'Perch');
		const { a, b } = pair;
		pair.close();
		return {
			messages: a.counts.messages / keys.length,
			bytes: a.counts.bytes / keys.length,
			bytesBack: b.counts.bytes / keys.length
		};
	},

	async reconnect({ history, apart }) {
		const pair = await MeteredPair.apart(snapshotOf(history));
		type(pair.a, apart[0]);
		type(pair.b, apart[1]);
		await pair.pass(MEET_MS);
		pair.connect();
		await pair.pass(MEET_MS);
		assertEqual(pair.a.text, pair.b.text, 'Perch');
		const bytes = pair.a.counts.bytes + pair.b.counts.bytes;
		pair.close();
		return bytes;
	},

	async storage(history) {
		const pair = await MeteredPair.apart(Note.empty().exportSnapshot());
		for (const splice of history) {
			pair.a.splice(...splice);
			await pair.pass(EDIT_MS);
		}
		await pair.pass(MEET_MS);
		const { counts, storedBytes } = pair.a;
		pair.close();
		return { bytesStored: storedBytes, bytesWritten: counts.bytesWritten, transactions: counts.writes };
	}
};

function type(page: MeteredPage, splices: readonly Splice[]): void {
	for (const splice of splices) page.splice(...splice);
}

function snapshotOf(history: readonly Splice[]): Uint8Array {
	const note = Note.empty();
	replayInto(note, history);
	const bytes = note.exportSnapshot();
	note.close();
	return bytes;
}
