import { expect, it } from 'vitest';
import { ManualClock } from '../sync/manual-clock.js';
import { connect, SimulatedPeer } from '../sync/simulated-peer.js';

const KEYS = 10;
/** Between two keys, in milliseconds: each is stored and receipted before the next. */
const TYPING_MS = 200;
/** All know within it that all have stored everything. */
const SETTLED_MS = 6_000;
/** What the messages of all may be for each peer beside those in a room of two: receipts to those who did not send come on top. */
const MOST_GROWTH = 3;
/** Much more than is needed on a machine that does nothing else. */
const PATIENCE_MS = 60_000;

/** What a key costs in a room in which all reach all. */
interface Costs {
	/** How often the typist's document encodes operations. */
	readonly exports: number;
	/** How often the document of a reader takes some in. */
	readonly imports: number;
	/** What the typist and a reader send to each other peer. */
	readonly typistMessages: number;
	readonly typistBytes: number;
	readonly readerMessages: number;
	/** What all send in all, for each who is there beside the typist. */
	readonly allMessages: number;
}

function costsOfKey(size: number): Costs {
	const clock = new ManualClock();
	const peers = Array.from({ length: size }, () => new SimulatedPeer(clock));
	const [typist, reader] = peers;
	if (typist === undefined || reader === undefined) throw new RangeError('nobody there');
	const ends = peers.flatMap((peer, at) =>
		peers.slice(0, at).flatMap((other) => {
			const { a, b } = connect(other, peer);
			return [
				{ peer: other, end: a },
				{ peer, end: b }
			];
		})
	);
	clock.advance(SETTLED_MS);
	for (const { end } of ends) end.sentFrames.length = 0;
	const counted = { exports: 0, imports: 0 };
	const exportPart = typist.note.doc.export.bind(typist.note.doc);
	typist.note.doc.export = (mode) => {
		counted.exports += 1;
		return exportPart(mode);
	};
	reader.note.onChange(() => (counted.imports += 1));
	for (let key = 0; key < KEYS; key += 1) {
		typist.type('x');
		clock.advance(TYPING_MS);
	}
	expect(new Set(peers.map(({ text }) => text))).toEqual(new Set(['x'.repeat(KEYS)]));
	const sentBy = (who: SimulatedPeer) =>
		ends.filter(({ peer }) => peer === who).flatMap(({ end }) => end.sentFrames);
	const others = KEYS * (size - 1);
	const costs = {
		exports: counted.exports / KEYS,
		imports: counted.imports / KEYS,
		typistMessages: sentBy(typist).length / others,
		typistBytes: sentBy(typist).reduce((sum, { length }) => sum + length, 0) / others,
		readerMessages: sentBy(reader).length / others,
		allMessages: ends.reduce((sum, { end }) => sum + end.sentFrames.length, 0) / others
	};
	for (const peer of peers) peer.close();
	return costs;
}

it(
	'in a large room a key is encoded as often as in a small one, each peer is sent no more, and all that it leads to grows no faster than the room',
	{ timeout: PATIENCE_MS },
	() => {
		const small = costsOfKey(2);
		expect(small).toMatchObject({ exports: 2, imports: 1 });
		expect(small.typistMessages).toBeLessThanOrEqual(2.2);
		expect(small.readerMessages).toBeLessThanOrEqual(1.2);
		for (const size of [8, 32]) {
			const { typistBytes, allMessages, ...counts } = costsOfKey(size);
			expect(counts).toMatchObject({ exports: small.exports, imports: 1 });
			expect(allMessages).toBeLessThan(MOST_GROWTH * small.allMessages);
			expect(typistBytes).toBeLessThan(small.typistBytes * 1.1);
			expect(counts.typistMessages).toBeLessThanOrEqual(small.typistMessages);
			expect(counts.readerMessages).toBeLessThanOrEqual(small.readerMessages);
		}
	}
);
