import { expect, it } from 'vitest';
import { Note } from '$lib/note/note.js';
import { seeded } from '../../fuzz/random.js';
import { MeteredPair } from './metered-pages.js';

/** More than is hashed at once: its snapshot is hashed by WebCrypto, which takes time that no clock of a test makes pass. */
const PASTED_UNITS = 80_000;
const KEYS = 400;
const TYPING_MS = 100;
const REST_MS = 10_000;

/** What a note that rests may take beside Loro's snapshot of it, and what was written on the way beside its updates. */
const MOST_OF_SNAPSHOT = 1.2;
const MOST_OF_UPDATES = 3;

it('S11 a long note that rests is stored as one snapshot, and at most three times its updates are written', async () => {
	const pair = await MeteredPair.apart(Note.empty().exportSnapshot());
	const { a } = pair;
	let updateBytes = 0;
	a.kept.replica.doc.subscribeLocalUpdates(({ length }) => (updateBytes += length));
	const random = seeded(8);
	a.key(Array.from({ length: PASTED_UNITS }, () => String.fromCodePoint(97 + random.int(26))).join(''));
	for (let key = 0; key < KEYS; key += 1) {
		a.key('e', random.int(PASTED_UNITS));
		await pair.pass(TYPING_MS);
	}
	await pair.pass(REST_MS);
	const { storedChunks, storedBytes, counts } = a;
	expect(storedChunks).toBe(1);
	expect(storedBytes).toBeLessThanOrEqual(MOST_OF_SNAPSHOT * a.kept.replica.exportSnapshot().length);
	expect(counts.bytesWritten).toBeLessThanOrEqual(MOST_OF_UPDATES * updateBytes);
	pair.close();
});
