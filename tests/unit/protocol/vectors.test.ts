import { expect, it } from 'vitest';
import { FrameAssembler, FrameCutter } from '$lib/protocol/frames.js';
import { decodeMessage, encodeMessage } from '$lib/protocol/message-codec.js';
import type { Message } from '$lib/protocol/messages.js';
import { MAX_COUNTER } from '$lib/protocol/limits.js';
import { fromHex, vectorBytes, VECTOR_SESSION } from './vectors.js';

const PRESENCE = { type: 'presence', person: 'p1', name: 'Zoë', colour: 3, caret: undefined } as const;
const HELLO = {
	type: 'hello',
	protocolVersion: 4,
	session: VECTOR_SESSION,
	nonce: new Uint8Array(16).fill(0x33)
} as const;

const MESSAGES: readonly (readonly [string, Message])[] = [
	['hello, nothing heard', { ...HELLO, heard: false }],
	['hello, heard', { ...HELLO, heard: true }],
	[
		'version {1: 5, 300: 128}, stored {1: 5}, 3 updates heard, an answer wanted',
		{
			type: 'version',
			version: new Map([
				['1', 5],
				['300', 128]
			]),
			stored: new Map([['1', 5]]),
			updatesHeard: 3,
			answer: true
		}
	],
	[
		'version {1: 5}, all stored, nothing heard, no answer wanted',
		{
			type: 'version',
			version: new Map([['1', 5]]),
			stored: new Map([['1', 5]]),
			updatesHeard: 0,
			answer: false
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
	],
	['alive, an answer wanted', { type: 'alive', answer: true }],
	['open the note “n”', { type: 'open', noteId: 'n' }],
	['neighbours, the session above alone', { type: 'neighbours', sessions: [VECTOR_SESSION] }],
	[
		'digest, version 8 times 11, content 8 times 22',
		{ type: 'digest', version: new Uint8Array(8).fill(0x11), content: new Uint8Array(8).fill(0x22) }
	],
	['history 01 02 03', { type: 'history', snapshot: Uint8Array.of(1, 2, 3) }],
	[
		'proof of a viewer, membership 16 times 44',
		{
			type: 'proof',
			proof: { role: 'viewer', membership: new Uint8Array(16).fill(0x44), signature: undefined }
		}
	],
	[
		'proof of a writer, the same, signature 64 times 55',
		{
			type: 'proof',
			proof: {
				role: 'writer',
				membership: new Uint8Array(16).fill(0x44),
				signature: new Uint8Array(64).fill(0x55)
			}
		}
	],
	['moved, with the invite “i”', { type: 'moved', invite: 'i' }],
	['moved, without one', { type: 'moved', invite: undefined }]
];

it.each(MESSAGES)('P5: the bytes of docs/protocol.md are written and read: %s', (name, message) => {
	expect(encodeMessage({ note: 0, message })).toEqual(vectorBytes(name));
	expect(decodeMessage(vectorBytes(name), 4)).toEqual({ note: 0, message });
});

it('P8: the frames of docs/protocol.md', () => {
	expect([...new FrameCutter().greeting(Uint8Array.of(1, 2, 3))]).toEqual([
		vectorBytes('01 02 03, as a hello')
	]);
	const cutter = new FrameCutter();
	expect([...cutter.cut(Uint8Array.of(1, 2, 3))]).toEqual([vectorBytes('01 02 03')]);
	const longestWhole = [...cutter.cut(new Uint8Array(16_382))];
	expect(longestWhole.map((frame) => frame.length)).toEqual([16_384]);
	expect(longestWhole[0]?.subarray(0, 3)).toEqual(fromHex('010100'));
	const [first, more, ...rest] = [...cutter.cut(new Uint8Array(16_384))];
	expect(first).toHaveLength(5 + 16_379);
	expect(first?.subarray(0, 6)).toEqual(fromHex('020280800100'));
	expect(more).toEqual(fromHex('03030000000000'));
	expect(rest).toEqual([]);
	expect(new FrameAssembler().push(vectorBytes('01 02 03'))).toEqual(Uint8Array.of(1, 2, 3));
});
