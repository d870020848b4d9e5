import { expect, it } from 'vitest';
import { cutIntoFrames, FrameAssembler } from '$lib/protocol/frames.js';
import { decodeMessage, encodeMessage } from '$lib/protocol/message-codec.js';
import type { Message } from '$lib/protocol/messages.js';
import { MAX_COUNTER } from '$lib/protocol/limits.js';
import { fromHex, vectorBytes, VECTOR_SESSION } from './vectors.js';

const PRESENCE = { type: 'presence', person: 'p1', name: 'Zoë', colour: 3, caret: undefined } as const;
const HELLO = { type: 'hello', protocolVersion: 1, session: VECTOR_SESSION } as const;

const MESSAGES: readonly (readonly [string, Message])[] = [
	['hello, nothing heard', { ...HELLO, heard: false }],
	['hello, heard', { ...HELLO, heard: true }],
	[
		'version {1: 5, 300: 128}, stored {1: 5}',
		{
			type: 'version',
			version: new Map([
				['1', 5],
				['300', 128]
			]),
			stored: new Map([['1', 5]])
		}
	],
	['update 01 02 03', { type: 'update', bytes: Uint8Array.of(1, 2, 3) }],
	[
		'receipt {2⁶⁴ − 2: 2³¹ − 1}',
		{ type: 'receipt', stored: new Map([['18446744073709551614', MAX_COUNTER]]) }
	],
	['presence of person p1, name Zoë, colour 3, no caret', PRESENCE],
	[
		'the same with a caret, anchor of no bytes, head aa bb',
		{ ...PRESENCE, caret: { anchor: Uint8Array.of(), head: Uint8Array.of(0xaa, 0xbb) } }
	]
];

it.each(MESSAGES)('P5: the bytes of docs/protocol.md are written and read: %s', (name, message) => {
	expect(encodeMessage({ note: 0, message })).toEqual(vectorBytes(name));
	expect(decodeMessage(vectorBytes(name), 1)).toEqual({ note: 0, message });
});

it('P8: the frames of docs/protocol.md', () => {
	expect([...cutIntoFrames(Uint8Array.of(1, 2, 3))]).toEqual([vectorBytes('01 02 03')]);
	const longestWhole = [...cutIntoFrames(new Uint8Array(16_383))];
	expect(longestWhole.map((frame) => frame.length)).toEqual([16_384]);
	expect(longestWhole[0]?.every((byte) => byte === 0)).toBe(true);
	const [first, more, ...rest] = [...cutIntoFrames(new Uint8Array(16_384))];
	expect(first).toHaveLength(4 + 16_380);
	expect(first?.subarray(0, 5)).toEqual(fromHex('0180800100'));
	expect(more).toEqual(fromHex('0200000000'));
	expect(rest).toEqual([]);
	expect(new FrameAssembler().push(vectorBytes('01 02 03'))).toEqual(Uint8Array.of(1, 2, 3));
});
