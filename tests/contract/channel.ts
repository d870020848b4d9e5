import { BUFFER_HIGH_BYTES } from '../../src/lib/transport/limits.js';
import { assert, assertEqual } from './assert.js';
import type { ChannelEnd, EndReport } from './channel-driver.js';

/** A way to make channels of one kind. */
export interface ChannelBench {
	/** Whether its channels ever say that they are full. */
	readonly fills: boolean;
	/** Whether its ends have certificates, to prove themselves over. */
	readonly isProven: boolean;
	/** Whether its ends are of the network, and tell how it goes there. */
	readonly tellsStats: boolean;
	/** Two ends that lead to each other. The second one listens to messages only when it is told to, if so asked. */
	connect(options?: { readonly secondListens: boolean }): Promise<[ChannelEnd, ChannelEnd]>;
	/** The most bytes that waited in an end's buffer since it was connected, or undefined where nobody can tell. */
	mostBuffered(): Promise<number | undefined>;
}

/** A promise of `Channel`, which each kind keeps (docs/protocol.md, P9 and P16). */
export type ChannelCase = readonly [name: string, run: (bench: ChannelBench) => Promise<void>];

/** A frame of the protocol is no larger. */
const FRAME_BYTES = 16_384;
const SMALL_MESSAGES = 5_000;
const SMALL_BYTES = 20;
const STREAM_FRAMES = 1_280;
const FILL_MAX_BYTES = 4 * 1024 * 1024;
const TIMES_FULL = 3;
/** Time, in milliseconds, for what must not happen. */
const A_WHILE_MS = 60;

export const CHANNEL_CASES: readonly ChannelCase[] = [
	['P9 messages of every size arrive whole, in order, once', everySize],
	['P9 both ways at the same time', bothWays],
	['P9 many small messages sent at once', manySmall],
	['P9 a message is taken as it was when it was sent, and its buffer is free', takenAtCall],
	['P9 what is sent before the other side listens is lost whole or arrives', beforeListening],
	['P16 20 MB in frames, as there is room, take a bounded buffer', stream],
	['P16 it says when it is full, and each time that it has room again', fullAndRoom],
	['closing tells both sides once, whichever closes', closing],
	['closing twice, or from both sides, is closing once', closingTwice],
	['what was sent before closing is not garbled, and arrives before the end', sentThenClosed],
	['sending after the end throws ChannelClosedError, on both sides', sendAfterClose],
	['nothing arrives on the side that has closed', nothingAfterClose],
	['giving up tells both sides once', givingUp],
	['P25 both ends know one another by the same certificates', sameFingerprints],
	['it tells the way to the peer and what went over it, or nothing where there is no network', tellingStats],
	['a channel that has ended tells no more how it goes, and asking for it does not fail', statsAfterEnd]
];

async function tellingStats(bench: ChannelBench): Promise<void> {
	const [a, b] = await bench.connect();
	await a.send(1_000, FRAME_BYTES);
	await b.reportOnce({ received: 2 });
	const [ofA, ofB] = [await a.stats(), await b.stats()];
	if (!bench.tellsStats) {
		assertEqual([ofA, ofB], [undefined, undefined], 'what there is to tell');
		return;
	}
	assertEqual([ofA?.path, ofB?.path], ['direct', 'direct'], 'the way');
	assertEqual(ofA?.ownCandidate, 'host', 'the own address');
	assertEqual([ofA?.bytesSent, ofA?.bytesReceived], [1_000 + FRAME_BYTES, 0], 'bytes at the first end');
	assertEqual([ofB?.bytesSent, ofB?.bytesReceived], [0, 1_000 + FRAME_BYTES], 'bytes at the second end');
	assert((ofA?.roundTripMs ?? -1) >= 0, 'expected a round trip');
	const told = Object.keys(ofA ?? {}).sort();
	const keys = ['bytesReceived', 'bytesSent', 'ownCandidate', 'path', 'peerCandidate', 'roundTripMs'];
	assertEqual(told, keys, 'what is told, and no address');
}

async function statsAfterEnd(bench: ChannelBench): Promise<void> {
	const ends = await bench.connect();
	await ends[0].giveUp();
	await assertEnded(ends);
	for (const end of ends) assertEqual(await end.stats(), undefined, 'what there is to tell');
}

async function sameFingerprints(bench: ChannelBench): Promise<void> {
	const [a, b] = await bench.connect();
	await a.send(1);
	await b.reportOnce({ received: 1 });
	const [ofA, ofB] = [(await a.report()).fingerprints, (await b.report()).fingerprints];
	assertEqual(ofA?.own, ofB?.peer, 'the certificate of the first end');
	assertEqual(ofA?.peer, ofB?.own, 'the certificate of the second end');
	assert(ofA === undefined || ofA.own !== ofA.peer, 'two certificates');
	assertEqual(ofA !== undefined, bench.isProven, 'whether there is something to prove oneself over');
}

async function everySize(bench: ChannelBench): Promise<void> {
	const [a, b] = await bench.connect();
	const sizes = [0, 1, 2, 3, 4, 5, 255, 256, 1_000, FRAME_BYTES - 1, FRAME_BYTES, 0, 0, 1];
	await a.send(...sizes);
	assertWhole(await b.reportOnce({ received: sizes.length }), sizes.length, sum(sizes));
	await aWhile();
	assertWhole(await b.report(), sizes.length, sum(sizes));
	assertEqual((await a.report()).received, 0, 'what came back to the sender');
}

async function bothWays(bench: ChannelBench): Promise<void> {
	const [a, b] = await bench.connect();
	await Promise.all([a.stream(300, 100), b.stream(200, 1_000)]);
	assertWhole(await b.reportOnce({ received: 300 }), 300, 30_000);
	assertWhole(await a.reportOnce({ received: 200 }), 200, 200_000);
}

async function manySmall(bench: ChannelBench): Promise<void> {
	const [a, b] = await bench.connect();
	await a.send(...new Array<number>(SMALL_MESSAGES).fill(SMALL_BYTES));
	assertWhole(await b.reportOnce({ received: SMALL_MESSAGES }), SMALL_MESSAGES, SMALL_MESSAGES * SMALL_BYTES);
}

/** The driver overwrites each message right after it was sent. */
async function takenAtCall(bench: ChannelBench): Promise<void> {
	const [a, b] = await bench.connect();
	await a.send(100);
	assertWhole(await b.reportOnce({ received: 1 }), 1, 100);
}

async function beforeListening(bench: ChannelBench): Promise<void> {
	const [a, b] = await bench.connect({ secondListens: false });
	await a.send(...new Array<number>(50).fill(1_000));
	await b.listen();
	await a.send(...new Array<number>(50).fill(1_000));
	const { received, garbled, missing } = await b.reportOnce({ received: 100 - (await missingOf(b)) });
	assertEqual(garbled, 0, 'garbled messages');
	assert(received >= 50, `expected all 50 that were sent while it listened, got ${received}`);
	assertEqual(received + missing, 100, 'messages that arrived or were lost');
}

async function missingOf(end: ChannelEnd): Promise<number> {
	return (await end.reportOnce({ received: 50 })).missing;
}

async function stream(bench: ChannelBench): Promise<void> {
	const [a, b] = await bench.connect();
	await a.stream(STREAM_FRAMES, FRAME_BYTES);
	assertWhole(await b.reportOnce({ received: STREAM_FRAMES }), STREAM_FRAMES, STREAM_FRAMES * FRAME_BYTES);
	const most = await bench.mostBuffered();
	assert(most === undefined || most <= BUFFER_HIGH_BYTES + FRAME_BYTES, `the buffer held ${most ?? 0} bytes`);
	const { wronglyWritable, timesWritable } = await a.report();
	assertEqual(wronglyWritable, 0, 'wrong news of room');
	if (bench.fills) assert(timesWritable > 0, 'expected the stream to fill the channel');
}

async function fullAndRoom(bench: ChannelBench): Promise<void> {
	const [a, b] = await bench.connect();
	if (!bench.fills) return;
	let sent = 0;
	for (let time = 0; time < TIMES_FULL; time += 1) {
		const { timesWritable, writable } = await a.report();
		assert(writable, 'expected room');
		const count = await a.fill(FRAME_BYTES, FILL_MAX_BYTES);
		sent += count;
		assert(count * FRAME_BYTES < FILL_MAX_BYTES, 'expected the channel to say that it is full');
		const after = await a.reportOnce({ timesWritable: timesWritable + 1 });
		assert(after.timesWritable > timesWritable, 'expected news of room');
		assertEqual(after.wronglyWritable, 0, 'wrong news of room');
	}
	assertWhole(await b.reportOnce({ received: sent }), sent, sent * FRAME_BYTES);
}

async function closing(bench: ChannelBench): Promise<void> {
	for (const closer of [0, 1] as const) {
		const ends = await bench.connect();
		await ends[closer].close();
		await assertEnded(ends);
	}
}

async function closingTwice(bench: ChannelBench): Promise<void> {
	const twice = await bench.connect();
	await twice[0].close(2);
	await assertEnded(twice);
	await twice[0].close();
	await twice[1].close();
	await assertEnded(twice);
	const both = await bench.connect();
	await Promise.all([both[0].close(), both[1].close()]);
	await assertEnded(both);
}

async function sentThenClosed(bench: ChannelBench): Promise<void> {
	const [a, b] = await bench.connect();
	await a.stream(30, FRAME_BYTES);
	await a.close();
	const { garbled, missing, closes } = await b.reportOnce({ closes: 1 });
	assertEqual([garbled, missing, closes], [0, 0, 1], 'garbled, missing, closes');
}

async function sendAfterClose(bench: ChannelBench): Promise<void> {
	const ends = await bench.connect();
	await ends[0].close();
	assertEqual(await ends[0].trySend(), 'ChannelClosedError', 'sending right after closing');
	await ends[1].reportOnce({ closes: 1 });
	assertEqual(await ends[1].trySend(), 'ChannelClosedError', 'sending after the other side closed');
	await assertEnded(ends);
}

async function nothingAfterClose(bench: ChannelBench): Promise<void> {
	const [a, b] = await bench.connect();
	await a.closeAtMessage(5);
	await b.send(...new Array<number>(200).fill(1_000));
	await a.reportOnce({ closes: 1 });
	await b.reportOnce({ closes: 1 });
	await aWhile();
	const { received, closes } = await a.report();
	assertEqual([received, closes], [5, 1], 'messages, closes');
}

async function givingUp(bench: ChannelBench): Promise<void> {
	const ends = await bench.connect();
	await ends[0].giveUp();
	await assertEnded(ends);
	await ends[0].giveUp();
	await ends[0].close();
	assertEqual(await ends[0].trySend(), 'ChannelClosedError', 'sending after giving up');
	await assertEnded(ends);
}

/** Both ends were told once that the channel has ended, and neither has room. */
async function assertEnded(ends: readonly ChannelEnd[]): Promise<void> {
	for (const end of ends) await end.reportOnce({ closes: 1 });
	await aWhile();
	for (const end of ends) {
		const { closes, writable } = await end.report();
		assertEqual([closes, writable], [1, false], 'times told of the end, room');
	}
}

function assertWhole(
	{ received, bytes, garbled, missing }: EndReport,
	messages: number,
	total: number
): void {
	assertEqual(
		[received, bytes, garbled, missing],
		[messages, total, 0, 0],
		'messages, bytes, garbled, missing'
	);
}

function sum(numbers: readonly number[]): number {
	return numbers.reduce((total, number) => total + number, 0);
}

function aWhile(): Promise<void> {
	return new Promise((resolve) => setTimeout(resolve, A_WHILE_MS));
}
