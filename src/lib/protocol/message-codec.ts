import { MEMBERSHIP_BYTES, type ChannelProof, type Role } from '../crypto/channel-proof.js';
import { SIGNATURE_BYTES } from '../crypto/ed25519.js';
import { sameVersion, type Version } from '../note/version.js';
import { equalBytes, fromBase64Url, toBase64Url } from '../util/bytes.js';
import { DecodeError, Reader, Writer } from './codec.js';
import { deflated, inflated } from './deflate.js';
import {
	DIGEST_BYTES,
	MAX_COUNTER,
	MAX_CURSOR_BYTES,
	MAX_DEFLATED_UPDATE_BYTES,
	MAX_INVITE_BYTES,
	MAX_MESSAGE_BYTES,
	MAX_NAME_BYTES,
	MAX_NEIGHBOURS,
	MAX_NOTE_ID_BYTES,
	MAX_NOTE_NUMBER,
	MAX_PERSON_BYTES,
	NONCE_BYTES,
	SESSION_BYTES
} from './limits.js';
import type {
	EncodedMessage,
	Envelope,
	Hello,
	Message,
	Neighbours,
	Presence,
	VersionMessage
} from './messages.js';
import { readVersion, writeVersion } from './version-codec.js';

/** The first byte of a message (docs/protocol.md, P5). */
const TYPE = {
	hello: 1,
	version: 2,
	update: 3,
	receipt: 4,
	presence: 5,
	alive: 6,
	open: 7,
	neighbours: 8,
	digest: 9,
	history: 10,
	proof: 11,
	moved: 12
} as const satisfies Record<Message['type'], number>;

/** An update whose bytes are deflated. */
const DEFLATED_UPDATE = 13;

const ABOUT_THE_CHANNEL: ReadonlySet<number> = new Set([TYPE.hello, TYPE.alive, TYPE.proof]);

/** A hello begins so in every version of the protocol; the version follows, and only then may anything differ. */
const HELLO_MAGIC = new TextEncoder().encode('perch');

const ROLE_BYTE: Readonly<Record<Role, number>> = { viewer: 1, writer: 2 };

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function writeText(writer: Writer, text: string): Writer {
	return writer.bytes(new TextEncoder().encode(text));
}

function readText(reader: Reader, maxBytes: number): string {
	const bytes = reader.bytes(maxBytes);
	try {
		return utf8.decode(bytes);
	} catch (cause) {
		throw new DecodeError('not UTF-8', { cause });
	}
}

function writeFlag(writer: Writer, flag: boolean): Writer {
	return writer.u8(flag ? 1 : 0);
}

function readFlag(reader: Reader): boolean {
	const byte = reader.u8();
	if (byte > 1) throw new DecodeError('not a flag');
	return byte === 1;
}

function writeSession(writer: Writer, session: string): Writer {
	const bytes = fromBase64Url(session);
	if (bytes?.length !== SESSION_BYTES) throw new RangeError(`a session id has ${SESSION_BYTES} bytes`);
	return writer.raw(bytes);
}

function readSession(reader: Reader): string {
	return toBase64Url(reader.raw(SESSION_BYTES));
}

function writeHello(writer: Writer, { protocolVersion, session, nonce, heard }: Hello): Writer {
	writer.raw(HELLO_MAGIC).u16(protocolVersion);
	return writeFlag(writeSession(writer, session).raw(nonce), heard);
}

function readHello(reader: Reader, ownVersion: number): Hello {
	if (!equalBytes(reader.raw(HELLO_MAGIC.length), HELLO_MAGIC)) throw new DecodeError('not a hello');
	const protocolVersion = reader.u16();
	if (protocolVersion !== ownVersion) {
		reader.rest();
		return { type: 'hello', protocolVersion, session: '', nonce: new Uint8Array(), heard: false };
	}
	const [session, nonce] = [readSession(reader), reader.raw(NONCE_BYTES).slice()];
	return { type: 'hello', protocolVersion, session, nonce, heard: readFlag(reader) };
}

function writeProof(writer: Writer, { role, membership, signature }: ChannelProof): Writer {
	writer.u8(ROLE_BYTE[role]).raw(membership);
	return signature === undefined ? writer : writer.raw(signature);
}

function readProof(reader: Reader): ChannelProof {
	const role = reader.u8();
	const membership = reader.raw(MEMBERSHIP_BYTES).slice();
	if (role === ROLE_BYTE.viewer) return { role: 'viewer', membership, signature: undefined };
	if (role !== ROLE_BYTE.writer) throw new DecodeError('unknown role');
	return { role: 'writer', membership, signature: reader.raw(SIGNATURE_BYTES).slice() };
}

function writePresence(writer: Writer, { person, name, colour, caret }: Presence): Writer {
	writeText(writeText(writer, person), name).u8(colour);
	writeFlag(writer, caret !== undefined);
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

function writeNeighbours(writer: Writer, { sessions }: Neighbours): Writer {
	writer.varint(sessions.length);
	for (const session of sessions) writeSession(writer, session);
	return writer;
}

function readNeighbours(reader: Reader): Neighbours {
	const sessions: string[] = [];
	for (let left = reader.varint(MAX_NEIGHBOURS); left > 0; left -= 1) sessions.push(readSession(reader));
	return { type: 'neighbours', sessions };
}

/** Mostly all is stored, and the version need not be said twice. */
function writeStored(writer: Writer, { version, stored }: VersionMessage): Writer {
	const isAll = sameVersion(version, stored);
	writeFlag(writer, isAll);
	return isAll ? writer : writeVersion(writer, stored);
}

function readStored(reader: Reader, version: Version): Version {
	if (readFlag(reader)) return version;
	const stored = readVersion(reader);
	if (sameVersion(version, stored)) throw new DecodeError('said twice');
	return stored;
}

function writeMessage(writer: Writer, message: Message): Writer {
	switch (message.type) {
		case 'hello':
			return writeHello(writer, message);
		case 'version':
			writeStored(writeVersion(writer, message.version), message);
			return writeFlag(writer.varint(message.updatesHeard), message.answer);
		case 'update':
			return writer.raw(message.bytes);
		case 'receipt':
			return writeVersion(writer, message.stored);
		case 'presence':
			return writePresence(writer, message);
		case 'alive':
			return writeFlag(writer, message.answer);
		case 'open':
			return writeText(writer, message.noteId);
		case 'neighbours':
			return writeNeighbours(writer, message);
		case 'digest':
			return writer.raw(message.version).raw(message.content);
		case 'history':
			return writer.raw(message.snapshot);
		case 'proof':
			return writeProof(writer, message.proof);
		case 'moved':
			return writeText(writer, message.invite ?? '');
	}
}

function readMessage(type: number, reader: Reader, ownVersion: number): Message {
	switch (type) {
		case TYPE.hello:
			return readHello(reader, ownVersion);
		case TYPE.version: {
			const version = readVersion(reader);
			const stored = readStored(reader, version);
			const updatesHeard = reader.varint(MAX_COUNTER);
			return { type: 'version', version, stored, updatesHeard, answer: readFlag(reader) };
		}
		case TYPE.update:
			return { type: 'update', bytes: reader.rest() };
		case DEFLATED_UPDATE: {
			const length = reader.varint(MAX_DEFLATED_UPDATE_BYTES);
			return { type: 'update', bytes: inflated(reader.rest(), length) };
		}
		case TYPE.receipt:
			return { type: 'receipt', stored: readVersion(reader) };
		case TYPE.presence:
			return readPresence(reader);
		case TYPE.alive:
			return { type: 'alive', answer: readFlag(reader) };
		case TYPE.open:
			return { type: 'open', noteId: readText(reader, MAX_NOTE_ID_BYTES) };
		case TYPE.neighbours:
			return readNeighbours(reader);
		case TYPE.digest: {
			const [version, content] = [reader.raw(DIGEST_BYTES).slice(), reader.raw(DIGEST_BYTES).slice()];
			return { type: 'digest', version, content };
		}
		case TYPE.history:
			return { type: 'history', snapshot: reader.rest() };
		case TYPE.proof:
			return { type: 'proof', proof: readProof(reader) };
		case TYPE.moved: {
			const invite = readText(reader, MAX_INVITE_BYTES);
			return { type: 'moved', invite: invite === '' ? undefined : invite };
		}
		default:
			throw new DecodeError('unknown message type');
	}
}

/** The message's bytes, before it is cut into frames. */
export function encodeMessage({ note, message }: Envelope): EncodedMessage {
	const fewer = message.type === 'update' ? deflated(message.bytes) : undefined;
	if (message.type === 'update' && fewer !== undefined) {
		return new Writer().u8(DEFLATED_UPDATE).varint(note).varint(message.bytes.length).raw(fewer).finish();
	}
	return writeMessage(new Writer().u8(TYPE[message.type]).varint(note), message).finish();
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
	if (ABOUT_THE_CHANNEL.has(type) && note !== 0) throw new DecodeError('a note number');
	return { note, message };
}
