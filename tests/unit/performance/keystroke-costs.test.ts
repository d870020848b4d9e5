import { describe, expect, it } from 'vitest';
import { Note } from '$lib/note/note.js';
import { MeteredPair, type MeteredPage } from './metered-pages.js';

const KEYS = 100;

/** Between two keys, in milliseconds, at 10 characters a second and where a key is held down. */
const TYPING_MS = 100;
const BURST_MS = 10;

/** How long the last receipt may take. */
const SETTLE_MS = 500;

/** What a message may weigh beyond Loro's own update of a key. */
const MESSAGE_OVERHEAD_BYTES = 16;

const RECEIPT_BYTES = 16;

const SIZES = { 'an empty note': 0, 'a note of 1 MB': 1_000_000 };

interface Measured {
	readonly a: MeteredPage['counts'];
	readonly b: MeteredPage['counts'];
	/** What Loro itself makes of the keys, one update a key. */
	readonly updateBytes: number;
}

/** What it costs two connected pages that one of them types so many keys. */
async function measure(length: number, everyMs: number): Promise<Measured> {
	const pair = await MeteredPair.start(noteOf(length));
	const { a, b } = pair;
	let updateBytes = 0;
	const unsubscribe = a.kept.replica.doc.subscribeLocalUpdates((bytes) => (updateBytes += bytes.length));
	for (let key = 0; key < KEYS; key += 1) {
		a.key('etaoin shrdlu'[key % 13] ?? '');
		await pair.pass(everyMs);
	}
	await pair.pass(SETTLE_MS);
	expect(b.text).toBe(a.text);
	expect(b.text).toHaveLength(length + KEYS);
	unsubscribe();
	pair.close();
	return { a: a.counts, b: b.counts, updateBytes };
}

function noteOf(length: number): Uint8Array {
	const note = Note.empty();
	note.body.insert(0, 'lorem ipsum '.repeat(length).slice(0, length));
	note.doc.commit();
	const bytes = note.exportSnapshot();
	note.close();
	return bytes;
}

describe.each(Object.entries(SIZES))('%s, at 10 characters a second, costs for each key', (_, length) => {
	it('one update and one receipt each way, hardly larger than what Loro makes of it', async () => {
		const { a, b, updateBytes } = await measure(length, TYPING_MS);
		expect(a.messages).toBeLessThanOrEqual(2 * KEYS + 1);
		expect(a.bytes).toBeLessThanOrEqual(updateBytes + MESSAGE_OVERHEAD_BYTES * a.messages);
		expect(b.messages).toBeLessThanOrEqual(KEYS + 1);
		expect(b.bytes).toBeLessThanOrEqual(RECEIPT_BYTES * b.messages);
	});

	it('one transaction on each device, of the update alone', async () => {
		const { a, b, updateBytes } = await measure(length, TYPING_MS);
		for (const { writes, bytesWritten } of [a, b]) {
			expect(writes).toBe(KEYS);
			expect(bytesWritten).toBeLessThanOrEqual(updateBytes);
		}
	});

	it('one import, and two exports on each device', async () => {
		const { a, b } = await measure(length, TYPING_MS);
		expect([a.imports, b.imports]).toEqual([0, KEYS]);
		expect(Math.max(a.exports, b.exports)).toBeLessThanOrEqual(2 * KEYS);
	});
});

describe('a key that is held down, 100 characters a second', () => {
	it('is stored in few transactions, and receipted as seldom', async () => {
		const { a, b } = await measure(0, BURST_MS);
		const most = (KEYS * BURST_MS) / 50;
		expect(Math.max(a.writes, b.writes)).toBeLessThanOrEqual(most);
		expect(b.messages).toBeLessThanOrEqual(most);
		expect(a.messages).toBeLessThanOrEqual(KEYS + most);
	});

	it('costs no more bytes for each character than slow typing', async () => {
		const [slow, fast] = [await measure(0, TYPING_MS), await measure(0, BURST_MS)];
		expect(fast.a.bytes).toBeLessThan(slow.a.bytes);
		expect(fast.a.bytesWritten).toBeLessThan(slow.a.bytesWritten / 4);
	});
});

it('what a key costs does not grow with the note', async () => {
	const [small, large] = [await measure(0, TYPING_MS), await measure(1_000_000, TYPING_MS)];
	const calls = ({ messages, writes, exports, imports }: MeteredPage['counts']) => ({
		messages,
		writes,
		exports,
		imports
	});
	expect(calls(large.a)).toEqual(calls(small.a));
	expect(calls(large.b)).toEqual(calls(small.b));
	expect(large.a.bytes).toBeLessThan(small.a.bytes * 1.1);
});

it('two pages that are quiet say little, and store nothing', async () => {
	const pair = await MeteredPair.start(noteOf(1_000));
	await pair.pass(60_000);
	for (const { messages, bytes, writes, exports, imports } of [pair.a.counts, pair.b.counts]) {
		expect(messages).toBeLessThanOrEqual(60);
		expect(bytes).toBeLessThanOrEqual(600);
		expect([writes, exports, imports]).toEqual([0, 0, 0]);
	}
	pair.close();
});
