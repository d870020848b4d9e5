import { concatBytes, equalBytes, fromBase64Url, toBase64Url } from '../util/bytes.js';
import { DecodeError, Reader, Writer } from './codec.js';
import {
	MAX_CURSOR_BYTES,
	MAX_MESSAGE_BYTES,
	MAX_NAME_BYTES,
	MAX_NOTE_NUMBER,
	MAX_PERSON_BYTES,
	SESSION_BYTES
} from './limits.js';
import type { EncodedMessage, Envelope, Hello, Message, Presence } from './messages.js';
import { readVersion, writeVersion } from './version-codec.js';

/** The first byte of a message (docs/protocol.md, P5). */
const TYPE = { hello: 1, version: 2, update: 3, receipt: 4, presence: 5 } as const;

/** A hello begins so in every version of the protocol; the version follows, and only then may anything differ. */
const HELLO_MAGIC = new TextEncoder().encode('perch');

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function readText(reader: Reader, maxBytes: number): string {
	const bytes = reader.bytes(maxBytes);
	try {
		return utf8.decode(bytes);
	} catch (cause) {
		throw new DecodeError('not UTF-8', { cause });
	}
}

function readFlag(reader: Reader): boolean {
	const byte = reader.u8();
	if (byte > 1) throw new DecodeError('not a flag');
	return byte === 1;
}

function writePresence(writer: Writer, { person, name, colour, caret }: Presence): Writer {
	const encoder = new TextEncoder();
	writer.bytes(encoder.encode(person)).bytes(encoder.encode(name)).u8(colour);
	writer.u8(caret === undefined ? 0 : 1);
	return caret === undefined ? writer : writer.bytes(caret.anchor).bytes(caret.head);
}

function readPresence(reader: Reader): Presence {
	const person = readText(reader, MAX_PERSON_BYTES);
	const name = readText(reader, MAX_NAME_BYTES);
	const colour = reader.u8();
	const caret = readFlag(reader)
		? { anchor: reader.bytes(MAX_CURSOR_BYTES).slice(), head: reader.bytes(MAX_CURSOR_BYTES).slice() }
		: undefined;
	return { type: 'presence', person, name, colour, caret };
}

function readHello(reader: Reader, ownVersion: number): Hello {
	if (!equalBytes(reader.raw(HELLO_MAGIC.length), HELLO_MAGIC)) throw new DecodeError('not a hello');
	const protocolVersion = reader.u16();
	if (protocolVersion !== ownVersion) {
		reader.rest();
		return { type: 'hello', protocolVersion, session: '', heard: false };
	}
	const session = toBase64Url(reader.raw(SESSION_BYTES));
	return { type: 'hello', protocolVersion, session, heard: readFlag(reader) };
}

function sessionBytes(session: string): Uint8Array {
	const bytes = fromBase64Url(session);
	if (bytes?.length !== SESSION_BYTES) throw new RangeError('a session id has 16 bytes');
	return bytes;
}

/** The message's bytes, before it is cut into frames. */
export function encodeMessage({ note, message }: Envelope): EncodedMessage {
	const writer = new Writer().u8(TYPE[message.type]).varint(note);
	switch (message.type) {
		case 'hello':
			return writer
				.raw(concatBytes(HELLO_MAGIC))
				.u16(message.protocolVersion)
				.raw(sessionBytes(message.session))
				.u8(message.heard ? 1 : 0)
				.finish();
		case 'version':
			return writeVersion(writeVersion(writer, message.version), message.stored).finish();
		case 'update':
			return writer.raw(message.bytes).finish();
		case 'receipt':
			return writeVersion(writer, message.stored).finish();
		case 'presence':
			return writePresence(writer, message).finish();
	}
}

function readMessage(type: number, reader: Reader, ownVersion: number): Message {
	switch (type) {
		case TYPE.hello:
			return readHello(reader, ownVersion);
		case TYPE.version:
			return { type: 'version', version: readVersion(reader), stored: readVersion(reader) };
		case TYPE.update:
			return { type: 'update', bytes: reader.rest() };
		case TYPE.receipt:
			return { type: 'receipt', stored: readVersion(reader) };
		case TYPE.presence:
			return readPresence(reader);
		default:
			throw new DecodeError('unknown message type');
	}
}

/**
 * Reads a message that `encodeMessage` made. Of a hello of another protocol version only that version is read.
 *
 * @throws DecodeError for anything else, trailing bytes included.
 */
export function decodeMessage(bytes: Uint8Array, ownVersion: number): Envelope {
	if (bytes.length > MAX_MESSAGE_BYTES) throw new DecodeError('message too large');
	const reader = new Reader(bytes);
	const type = reader.u8();
	const note = reader.varint(MAX_NOTE_NUMBER);
	const message = readMessage(type, reader, ownVersion);
	reader.end();
	return { note, message };
}
