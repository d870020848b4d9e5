/** Bytes over an ordinary buffer, which WebCrypto, IndexedDB and data channels accept without a copy. */
export type Bytes = Uint8Array<ArrayBuffer>;

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));
const BASE64URL = /^[A-Za-z0-9_-]*$/;

/** Whether both hold the same bytes. Not constant-time: secrets are compared by `equalSecrets`. */
export function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
	return a.length === b.length && a.every((byte, index) => byte === b[index]);
}

/**
 * Whether both hold the same bytes, in a time that depends on their length alone, so that a secret cannot be guessed
 * byte by byte.
 */
export function equalSecrets(a: Uint8Array, b: Uint8Array): boolean {
	if (a.length !== b.length) return false;
	let difference = 0;
	for (let index = 0; index < a.length; index += 1) difference |= (a[index] ?? 0) ^ (b[index] ?? 0);
	return difference === 0;
}

/** One array with the parts in their order. */
export function concatBytes(...parts: readonly Uint8Array[]): Bytes {
	const joined = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
	let offset = 0;
	for (const part of parts) {
		joined.set(part, offset);
		offset += part.length;
	}
	return joined;
}

/** Lower-case hexadecimal, two digits a byte. */
export function toHex(bytes: Uint8Array): string {
	let hex = '';
	for (const byte of bytes) hex += HEX[byte] ?? '';
	return hex;
}

/** The bytes that two lower-case hexadecimal digits each stand for. @throws RangeError if the text is something else. */
export function fromHex(text: string): Bytes {
	if (!/^(?:[0-9a-f]{2})*$/.test(text)) throw new RangeError('not hexadecimal');
	return Uint8Array.from(text.match(/../g) ?? [], (digits) => Number.parseInt(digits, 16));
}

/** The whole number whose bytes these are, the least significant first. */
export function fromLittleEndian(bytes: Uint8Array): bigint {
	return bytes.reduceRight((number, byte) => (number << 8n) | BigInt(byte), 0n);
}

/** Base64url without padding (RFC 4648, section 5). */
export function toBase64Url(bytes: Uint8Array): string {
	let binary = '';
	for (const byte of bytes) binary += String.fromCharCode(byte);
	return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

/**
 * The bytes of a base64url text without padding, or undefined if it is not one. Only the canonical text of the
 * bytes is taken, so that two different texts never mean the same bytes.
 */
export function fromBase64Url(text: string): Bytes | undefined {
	if (!BASE64URL.test(text) || text.length % 4 === 1) return undefined;
	const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
	const bytes = Uint8Array.from(binary, (character) => character.charCodeAt(0));
	return toBase64Url(bytes) === text ? bytes : undefined;
}

/** Cryptographically secure random bytes. */
export function randomBytes(length: number): Bytes {
	return crypto.getRandomValues(new Uint8Array(length));
}
