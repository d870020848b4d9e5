import { describe, expect, it } from 'vitest';
import { DecodeError, Writer } from '$lib/protocol/codec.js';
import {
	MAX_CURSOR_BYTES,
	MAX_MESSAGE_BYTES,
	MAX_NAME_BYTES,
	MAX_NOTE_NUMBER,
	MAX_PERSON_BYTES,
	PROTOCOL_VERSION
} from '$lib/protocol/limits.js';
import { decodeMessage, encodeMessage } from '$lib/protocol/message-codec.js';
import type { Envelope, Presence } from '$lib/protocol/messages.js';
import { concatBytes, equalBytes } from '$lib/util/bytes.js';
import { seeded } from '../../fuzz/random.js';
import { someBytes, someEnvelope } from './examples.js';
import { fromHex, VECTOR_SESSION } from './vectors.js';

const PRESENCE: Presence = { type: 'presence', person: 'p', name: 'n', colour: 1, caret: undefined };

function decode(bytes: Uint8Array): Envelope {
	return decodeMessage(bytes, PROTOCOL_VERSION);
}

/** Whether the bytes are read, or refused as the protocol says; any other error gets out. */
function isRead(bytes: Uint8Array): boolean {
	try {
		decode(bytes);
		return true;
	} catch (failure) {
		if (failure instanceof DecodeError) return false;
		throw failure;
	}
}

describe('what is written is read', () => {
	it('P5: every message comes back', () => {
		const random = seeded(3);
		for (let run = 0; run < 500; run += 1) {
			const envelope = someEnvelope(random);
			expect(decode(encodeMessage(envelope))).toEqual(envelope);
		}
	});

	it('P6: what is read was written so and in no other way', () => {
		const random = seeded(4);
		for (let run = 0; run < 2_000; run += 1) {
			const bytes = encodeMessage(someEnvelope(random));
			const at = random.int(bytes.length);
			bytes[at] = random.int(256);
			if (!isRead(bytes)) continue;
			const envelope = decode(bytes);
			const { message } = envelope;
			if (message.type === 'hello' && message.protocolVersion !== PROTOCOL_VERSION) continue;
			expect(equalBytes(encodeMessage(envelope), bytes)).toBe(true);
		}
	});

	it('P5: a session id of another length is a mistake of the caller', () => {
		const hello = {
			type: 'hello',
			protocolVersion: PROTOCOL_VERSION,
			session: 'AAAA',
			nonce: new Uint8Array(16),
			heard: false
		} as const;
		expect(() => encodeMessage({ note: 0, message: hello })).toThrow(RangeError);
	});
});

describe('what is refused', () => {
	it('P6: every message cut short anywhere, but for updates and histories, whose end nothing but the frame tells', () => {
		const random = seeded(5);
		for (let run = 0; run < 200; run += 1) {
			const { note, message } = someEnvelope(random);
			if (message.type === 'update' || message.type === 'history') continue;
			const bytes = encodeMessage({ note, message });
			for (let length = 0; length < bytes.length; length += 1) {
				expect(isRead(bytes.subarray(0, length)), `${message.type} cut to ${length}`).toBe(false);
			}
		}
		expect(isRead(new Uint8Array())).toBe(false);
		expect(isRead(Uint8Array.of(3))).toBe(false);
	});

	it('P6: every message with bytes left over, but for updates and histories', () => {
		const random = seeded(6);
		for (let run = 0; run < 200; run += 1) {
			const envelope = someEnvelope(random);
			if (['update', 'history'].includes(envelope.message.type)) continue;
			expect(isRead(concatBytes(encodeMessage(envelope), Uint8Array.of(random.int(2))))).toBe(false);
		}
	});

	it('P6: random bytes are read or refused, and nothing else happens', () => {
		const random = seeded(7);
		for (let run = 0; run < 20_000; run += 1) {
			const bytes = someBytes(random, random.int(60));
			if (bytes.length > 0 && random.chance(0.9)) bytes[0] = 1 + random.int(10);
			if (bytes.length > 1 && random.chance(0.9)) bytes[1] = 0;
			isRead(bytes);
		}
	});

	it.each([
		['an unknown type', '0e00'],
		['an alive about a note', '060100'],
		['a flag of 2 in an alive', '060002'],
		['a note id that is not UTF-8', '070001ff'],
		['a stored version that says the version again', '02000100000000000000010500010000000000000001050000'],
		['neighbours cut short', '08000100'],
		['a digest cut short', `0900${'00'.repeat(15)}`],
		['type 0', '0000'],
		['a note number longer than need be', '03800001'],
		['a note number over the limit', '03808004'],
		['a flag of 2 in a hello', '01007065726368000400010203040506073333333333333333333333333333333302'],
		['a hello of something else', '01007065726369000400010203040506073333333333333333333333333333333300'],
		['a role of 3 in a proof', `0b0003${'44'.repeat(16 + 64)}`],
		['a viewer with a signature', `0b0001${'44'.repeat(16 + 64)}`],
		['a writer without one', `0b0002${'44'.repeat(16)}`],
		['a proof about a note', `0b0101${'44'.repeat(16)}`],
		['an invite of 257 bytes', `0c008102${'41'.repeat(257)}`],
		['a flag of 2 in a presence', '050001700161030200'],
		['a person that is not UTF-8', '050001ff01610300'],
		['a name that is half of a surrogate pair', '0500017003eda0800300']
	])('P6: %s', (_, hex) => {
		expect(() => decode(fromHex(hex))).toThrow(DecodeError);
	});

	it('P7: the parts of a presence over their limits; at their limits they are read', () => {
		const cut = (length: number) => new Uint8Array(length);
		const at = {
			...PRESENCE,
			person: 'p'.repeat(MAX_PERSON_BYTES),
			name: 'ä'.repeat(MAX_NAME_BYTES / 2),
			caret: { anchor: cut(MAX_CURSOR_BYTES), head: cut(MAX_CURSOR_BYTES) }
		};
		const isTaken = (message: Presence) => isRead(encodeMessage({ note: 0, message }));
		expect(isTaken(at)).toBe(true);
		expect(isTaken({ ...at, person: `${at.person}p` })).toBe(false);
		expect(isTaken({ ...at, name: `${at.name}n` })).toBe(false);
		expect(isTaken({ ...at, caret: { ...at.caret, anchor: cut(MAX_CURSOR_BYTES + 1) } })).toBe(false);
		expect(isTaken({ ...at, caret: { ...at.caret, head: cut(MAX_CURSOR_BYTES + 1) } })).toBe(false);
	});

	it('P7: a message over the limit, and the note number over the limit', () => {
		const update = new Uint8Array(MAX_MESSAGE_BYTES + 1);
		update[0] = 3;
		expect(isRead(update.subarray(0, MAX_MESSAGE_BYTES))).toBe(true);
		expect(isRead(update)).toBe(false);
		const numbered = (note: number) => new Writer().u8(3).varint(note).finish();
		expect(isRead(numbered(MAX_NOTE_NUMBER))).toBe(true);
		expect(isRead(numbered(MAX_NOTE_NUMBER + 1))).toBe(false);
	});
});

it('P4: of a hello of another version that version is understood, whatever else it holds', () => {
	const random = seeded(8);
	for (const protocolVersion of [0, 1, 3, 5, 255, 256, 65_535]) {
		const begin = new Writer().u8(1).varint(0).raw(new TextEncoder().encode('perch')).u16(protocolVersion);
		const hello = begin.raw(someBytes(random, random.int(100))).finish();
		expect(decode(hello).message).toEqual({
			type: 'hello',
			protocolVersion,
			session: '',
			nonce: new Uint8Array(),
			heard: false
		});
	}
	const ours = encodeMessage({
		note: 0,
		message: {
			type: 'hello',
			protocolVersion: PROTOCOL_VERSION,
			session: VECTOR_SESSION,
			nonce: new Uint8Array(16),
			heard: true
		}
	});
	expect(decodeMessage(ours, PROTOCOL_VERSION + 1).message).toMatchObject({
		protocolVersion: PROTOCOL_VERSION
	});
});
