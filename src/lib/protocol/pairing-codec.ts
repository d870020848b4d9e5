import { concatBytes, fromHex, toHex, type Bytes } from '../util/bytes.js';
import { formatIpv4, formatIpv6, parseIpv4, parseIpv6 } from '../util/ip-address.js';
import { DecodeError, Reader, Writer } from './codec.js';
import { packIceText, packedIceBytes, unpackIceText } from './ice-text.js';
import {
	FINGERPRINT_BYTES,
	MAX_HOST_CANDIDATES,
	MAX_ICE_PASSWORD,
	MAX_ICE_USERNAME,
	MIN_ICE_PASSWORD,
	MIN_ICE_USERNAME
} from './limits.js';

/** Where a device can be reached: an IPv4 or IPv6 address, or an mDNS name `<uuid>.local`, and a UDP port. */
export interface HostCandidate {
	readonly address: string;
	readonly port: number;
}

/** All that is left of a session description once what both sides know anyway is gone from it. */
export interface PairingDescription {
	readonly iceUsername: string;
	readonly icePassword: string;
	/** The SHA-256 of the DTLS certificate, 32 bytes. */
	readonly fingerprint: Bytes;
	/** 1 to MAX_HOST_CANDIDATES, those first that are to be preferred. */
	readonly candidates: readonly HostCandidate[];
}

/** What the first code holds. */
export interface PairingOffer {
	/** When it was made, in whole seconds since 1970 by the clock of that device. */
	readonly madeAt: number;
	readonly description: PairingDescription;
}

interface AddressKind {
	readonly id: number;
	readonly bytes: number;
	parse(address: string): Bytes | undefined;
	format(bytes: Uint8Array): string;
}

const MDNS_NAME = /^([0-9a-f]{8})-([0-9a-f]{4})-([0-9a-f]{4})-([0-9a-f]{4})-([0-9a-f]{12})\.local$/;

/** @returns the 16 bytes of the UUID that browsers take for a name. */
function parseMdnsName(address: string): Bytes | undefined {
	const parts = MDNS_NAME.exec(address);
	return parts === null ? undefined : fromHex(parts.slice(1).join(''));
}

function formatMdnsName(bytes: Uint8Array): string {
	return toHex(bytes).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5.local');
}

const ADDRESS_KINDS: readonly AddressKind[] = [
	{ id: 1, bytes: 16, parse: parseMdnsName, format: formatMdnsName },
	{ id: 4, bytes: 4, parse: parseIpv4, format: formatIpv4 },
	{ id: 6, bytes: 16, parse: parseIpv6, format: formatIpv6 }
];

/** Whether a candidate's address is of a kind that a code can hold. */
export function isPackable(address: string): boolean {
	return ADDRESS_KINDS.some((kind) => kind.parse(address) !== undefined);
}

/** @throws RangeError if a part of it is of a kind or length that a code has no place for. */
export function encodePairingOffer({ madeAt, description }: PairingOffer): Bytes {
	const head = new Writer().u16(Math.floor(madeAt / 2 ** 16)).u16(madeAt % 2 ** 16);
	return concatBytes(head.finish(), encodePairingDescription(description));
}

/** @throws DecodeError */
export function decodePairingOffer(bytes: Bytes): PairingOffer {
	const reader = new Reader(bytes);
	const madeAt = reader.u16() * 2 ** 16 + reader.u16();
	return { madeAt, description: readDescription(reader) };
}

/** What the second code holds. @throws RangeError if a part of it is of a kind or length that a code has no place for. */
export function encodePairingDescription(description: PairingDescription): Bytes {
	const { iceUsername, icePassword, fingerprint, candidates } = description;
	const inBounds =
		isWithin(iceUsername.length, MIN_ICE_USERNAME, MAX_ICE_USERNAME) &&
		isWithin(icePassword.length, MIN_ICE_PASSWORD, MAX_ICE_PASSWORD) &&
		isWithin(candidates.length, 1, MAX_HOST_CANDIDATES) &&
		fingerprint.length === FINGERPRINT_BYTES;
	if (!inBounds) throw new RangeError('a description that no code has a place for');
	const writer = new Writer()
		.u8(iceUsername.length)
		.u8(icePassword.length)
		.raw(packIceText(iceUsername + icePassword))
		.raw(fingerprint)
		.u8(candidates.length);
	for (const candidate of candidates) writeCandidate(writer, candidate);
	return writer.finish();
}

/** @throws DecodeError */
export function decodePairingDescription(bytes: Bytes): PairingDescription {
	return readDescription(new Reader(bytes));
}

function readDescription(reader: Reader): PairingDescription {
	const usernameLength = readWithin(reader, MIN_ICE_USERNAME, MAX_ICE_USERNAME);
	const passwordLength = readWithin(reader, MIN_ICE_PASSWORD, MAX_ICE_PASSWORD);
	const length = usernameLength + passwordLength;
	const text = unpackIceText(reader.raw(packedIceBytes(length)), length);
	const fingerprint = reader.raw(FINGERPRINT_BYTES).slice();
	const count = readWithin(reader, 1, MAX_HOST_CANDIDATES);
	const candidates = Array.from({ length: count }, () => readCandidate(reader));
	reader.end();
	return {
		iceUsername: text.slice(0, usernameLength),
		icePassword: text.slice(usernameLength),
		fingerprint,
		candidates
	};
}

function writeCandidate(writer: Writer, { address, port }: HostCandidate): void {
	for (const kind of ADDRESS_KINDS) {
		const bytes = kind.parse(address);
		if (bytes === undefined) continue;
		if (!isWithin(port, 1, 0xffff)) break;
		writer.u8(kind.id).raw(bytes).u16(port);
		return;
	}
	throw new RangeError('a candidate that no code has a place for');
}

function readCandidate(reader: Reader): HostCandidate {
	const id = reader.u8();
	const kind = ADDRESS_KINDS.find((one) => one.id === id);
	if (kind === undefined) throw new DecodeError('unknown kind of address');
	const address = kind.format(reader.raw(kind.bytes));
	const port = reader.u16();
	if (port === 0) throw new DecodeError('no port');
	return { address, port };
}

function readWithin(reader: Reader, least: number, most: number): number {
	const number = reader.u8();
	if (!isWithin(number, least, most)) throw new DecodeError('number out of bounds');
	return number;
}

function isWithin(number: number, least: number, most: number): boolean {
	return Number.isInteger(number) && number >= least && number <= most;
}
