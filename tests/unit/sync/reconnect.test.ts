import { expect, it } from 'vitest';
import { MAX_PART_OPERATIONS } from '$lib/note/schema.js';
import { countCodePoints, hasPairs, toUtf16 } from '../traces/code-points.js';
import { generateTrace, readTrace, type Transaction } from '../traces/trace-file.js';
import { sampleOrFull } from '../../support/long.js';
import { ManualClock } from './manual-clock.js';
import { connect, SimulatedPeer } from './simulated-peer.js';

const SETTLED_MS = 5_000;
const EDITS_EACH = 1_000;
const GENERATED_LENGTH = 30_000;
/** All that goes over the wire until both are in sync, handshake included, to what Loro exports of what is lacking. */
const MAX_TIMES = 1.1;

const trace = readTrace('automerge-paper') ?? generateTrace(31, GENERATED_LENGTH);
/** One who typed alone, so that each edit stands where the one before left the text. */
const edits = trace.transactions.filter(({ agent }) => agent === 0);
/** What both sides have before they part: of typing that was made there is less. */
const SHARED_EDITS = Math.min(sampleOrFull(5_000, 20_000), edits.length - EDITS_EACH);

/** Types as the trace says, each step a commit, for the editor makes one for each keystroke. */
function typeAll(peer: SimulatedPeer, steps: readonly Transaction[], isEachCommitted: boolean): void {
	const { body, doc } = peer.note;
	for (const { patches } of steps) {
		for (const [position, deleted, inserted] of patches) {
			const text = () => body.toString();
			const pairs = trace.endContent === undefined || hasPairs(inserted);
			const at = toUtf16(text, position, pairs);
			const end = toUtf16(text, position + deleted, pairs);
			if (deleted > 0) body.delete(at, end - at);
			if (inserted !== '') body.insert(at, inserted);
		}
		if (isEachCommitted) doc.commit();
	}
	doc.commit();
}

function operationsIn(steps: readonly Transaction[]): number {
	return steps
		.flatMap(({ patches }) => patches)
		.reduce((sum, [, deleted, inserted]) => sum + deleted + countCodePoints(inserted), 0);
}

it(`P11, P12: a reconnect takes little more bytes than what each lacks of the other: ${trace.source}`, () => {
	const clock = new ManualClock();
	const [a, b] = [new SimulatedPeer(clock), new SimulatedPeer(clock)];
	const first = connect(a, b);
	const ownEdits = edits.slice(SHARED_EDITS, SHARED_EDITS + EDITS_EACH);
	expect(operationsIn(ownEdits)).toBeLessThan(MAX_PART_OPERATIONS);
	typeAll(a, edits.slice(0, SHARED_EDITS), false);
	clock.advance(SETTLED_MS);
	expect(b.text).toBe(a.text);
	first.cut();
	clock.advance(SETTLED_MS);
	const common = a.note.version();
	// Both go on from the same text, so the same steps fit for both.
	typeAll(a, ownEdits, true);
	typeAll(b, ownEdits, true);
	clock.advance(SETTLED_MS);
	const wanted = { a: a.note.exportFrom(common).length, b: b.note.exportFrom(common).length };
	const link = connect(a, b);
	const bytes = () => [link.a.sentBytes, link.b.sentBytes];
	let untilInSync = [0, 0];
	for (let ms = 0; ms < SETTLED_MS && untilInSync[0] === 0; ms += 1) {
		clock.advance(1);
		if (a.inSyncWith(1) && b.inSyncWith(1)) untilInSync = bytes();
	}
	clock.advance(SETTLED_MS);
	expect([a.inSyncWith(1), b.inSyncWith(1)]).toEqual([true, true]);
	expect(b.text).toBe(a.text);
	const types = Object.fromEntries(
		[link.a, link.b].map((end, index) => [
			index === 0 ? 'a' : 'b',
			end.sentMessages.map(({ type }) => type).join(' ')
		])
	);
	console.warn('bytes of a reconnect', {
		wanted,
		untilInSync,
		all: bytes(),
		types
	});
	expect(untilInSync[0]).toBeLessThanOrEqual(MAX_TIMES * wanted.a);
	expect(untilInSync[1]).toBeLessThanOrEqual(MAX_TIMES * wanted.b);
});
