import { describe, expect, it } from 'vitest';
import { DecodeError, Writer } from '$lib/protocol/codec.js';
import { FrameAssembler, FrameCutter, FrameGapError } from '$lib/protocol/frames.js';
import { MAX_FRAME_BYTES, MAX_MESSAGE_BYTES } from '$lib/protocol/limits.js';
import { seeded } from '../../fuzz/random.js';
import { someBytes } from './examples.js';
import { fromHex } from './vectors.js';

const WHOLE = 1;
const FIRST = 2;
const MORE = 3;

type Frame = (number: number) => Uint8Array;

function frame(kind: number, ...parts: Uint8Array[]): Frame {
	return (number) =>
		parts.reduce((writer, part) => writer.raw(part), new Writer().u8(kind).u8(number)).finish();
}

function first(length: number, part: Uint8Array): Frame {
	return frame(FIRST, new Writer().varint(length).finish(), part);
}

function cutIntoFrames(message: Uint8Array): Iterable<Uint8Array> {
	return new FrameCutter().cut(message);
}

const LONGEST = 1_000_000;
const LONG_MESSAGE = Uint8Array.from({ length: LONGEST }, (_, index) => (index * 31 + (index >> 8)) & 0xff);

/** A message whose bytes tell their place. */
function message(length: number): Uint8Array {
	return LONG_MESSAGE.subarray(0, length);
}

/** Whether these are the messages; in one comparison, for a list of their bytes takes too long to compare. */
function areMessages(assembled: readonly Uint8Array[], expected: readonly Uint8Array[]): boolean {
	return (
		assembled.length === expected.length &&
		assembled.every((one, index) => Buffer.compare(one, expected[index] ?? new Uint8Array()) === 0)
	);
}

function assemble(assembler: FrameAssembler, frames: Iterable<Uint8Array>): Uint8Array[] {
	return [...frames].flatMap((part) => assembler.push(part) ?? []);
}

describe('cutting and assembling', () => {
	const sizes = [-2, -1, 0, 1, 2].flatMap((off) =>
		[1, 2, 3, 16].map((times) => times * MAX_FRAME_BYTES + off)
	);

	it.each([0, 1, 100, ...sizes, 256 * 1024, 256 * 1024 + 1, LONGEST])(
		'P8: a message of %d bytes',
		(length) => {
			const frames = [...cutIntoFrames(message(length))];
			expect(frames.every((part) => part.length <= MAX_FRAME_BYTES)).toBe(true);
			expect(frames.slice(0, -1).every((part) => part.length === MAX_FRAME_BYTES)).toBe(true);
			expect(areMessages(assemble(new FrameAssembler(), frames), [message(length)])).toBe(true);
		}
	);

	it('P8: a message shorter than a frame is one frame, a longer one is announced', () => {
		expect([...cutIntoFrames(message(MAX_FRAME_BYTES - 2))]).toHaveLength(1);
		expect([...cutIntoFrames(message(MAX_FRAME_BYTES - 1))].map((part) => part[0])).toEqual([FIRST, MORE]);
	});

	it('P8: many messages one after the other, through one assembler', () => {
		const random = seeded(9);
		const messages = Array.from({ length: 30 }, () => message(random.int(60_000)));
		const [cutter, assembler] = [new FrameCutter(), new FrameAssembler()];
		const assembled = messages.flatMap((one) => assemble(assembler, cutter.cut(one)));
		expect(areMessages(assembled, messages)).toBe(true);
	});
});

describe('what is refused', () => {
	const part = message(MAX_FRAME_BYTES - 10);
	const length = 3 * MAX_FRAME_BYTES;

	it.each<[string, Frame[]]>([
		['a frame of no bytes', [() => new Uint8Array()]],
		['a frame without a number', [() => Uint8Array.of(WHOLE)]],
		['an unknown kind', [frame(4, part)]],
		['a frame over the limit', [frame(WHOLE, new Uint8Array(MAX_FRAME_BYTES))]],
		['more of a message that was never begun', [frame(MORE, part)]],
		['more after a whole one', [frame(WHOLE, part), frame(MORE, part)]],
		['a whole message within another', [first(length, part), frame(WHOLE, part)]],
		['a message begun within another', [first(length, part), first(length, part)]],
		['an unknown kind within a message', [first(length, part), frame(9, part)]],
		['more than was announced', [first(MAX_FRAME_BYTES, part), frame(MORE, message(11))]],
		['a length that needs no cutting', [first(MAX_FRAME_BYTES - 2, part)]],
		['a length cut short', [() => fromHex('020080')]],
		['a length not in its shortest form', [() => fromHex('020080808100')]]
	])('P8: %s', (_, frames) => {
		const numbered = frames.map((one, number) => one(number));
		expect(() => assemble(new FrameAssembler(), numbered)).toThrow(DecodeError);
	});

	it('P8: a frame lost, repeated or out of order, wherever it is', () => {
		const frames = [...new FrameCutter().cut(message(5 * MAX_FRAME_BYTES))];
		for (let at = 0; at < frames.length - 1; at += 1) {
			const lost = frames.toSpliced(at, 1);
			const repeated = frames.toSpliced(at, 0, frames[at] ?? new Uint8Array());
			const swapped = frames.toSpliced(at, 2, ...frames.slice(at, at + 2).reverse());
			for (const wrong of [lost, repeated, swapped]) {
				expect(() => assemble(new FrameAssembler(), wrong)).toThrow(FrameGapError);
			}
		}
	});

	it('P8: greetings bear no number and may be lost', () => {
		const [cutter, assembler] = [new FrameCutter(), new FrameAssembler()];
		const sent = [cutter.greeting(message(9)), cutter.cut(message(3)), cutter.greeting(message(9))];
		expect(
			assemble(
				assembler,
				[...sent].slice(1).flatMap((frames) => [...frames])
			)
		).toEqual([message(3), message(9)]);
		expect(assemble(assembler, cutter.cut(message(4)))).toEqual([message(4)]);
	});

	it('P7: a message announced over the limit; at the limit it costs no memory before it comes', () => {
		const assembler = new FrameAssembler();
		expect(() => assembler.push(first(MAX_MESSAGE_BYTES + 1, part)(0))).toThrow(DecodeError);
		const assemblers = Array.from({ length: 200 }, () => new FrameAssembler());
		const before = process.memoryUsage().arrayBuffers;
		for (const each of assemblers) expect(each.push(first(MAX_MESSAGE_BYTES, part)(0))).toBeUndefined();
		expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(2 * MAX_MESSAGE_BYTES);
	});

	it('P8: garbage between the frames of a message never makes another message of it', () => {
		const random = seeded(10);
		for (let run = 0; run < 200; run += 1) {
			const sent = message(MAX_FRAME_BYTES + random.int(3 * MAX_FRAME_BYTES));
			const frames: Uint8Array[] = [...cutIntoFrames(sent)];
			frames.splice(1 + random.int(frames.length - 1), 0, someBytes(random, random.int(50)));
			try {
				for (const assembled of assemble(new FrameAssembler(), frames))
					expect(assembled).toHaveLength(sent.length);
			} catch (failure) {
				expect(failure).toBeInstanceOf(DecodeError);
			}
		}
	});
});
