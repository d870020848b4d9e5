import type { Bytes } from '../util/bytes.js';

const LINE = /^a=fingerprint:(\S+) (\S+)\s*$/gim;
const SHA256_BYTES = 32;

/**
 * The SHA-256 fingerprint, 32 bytes, of the certificate that a session description announces (RFC 8122), or undefined
 * unless it announces exactly one. A DTLS peer may use any of those announced: of two, the one that this end looks at
 * could be another's than the one that is used.
 */
export function fingerprintOf(description: RTCSessionDescription | null): Bytes | undefined {
	const announced = new Set<string>();
	for (const [, algorithm = '', value = ''] of (description?.sdp ?? '').matchAll(LINE)) {
		announced.add(`${algorithm.toLowerCase()} ${value.toLowerCase()}`);
	}
	const [only, ...others] = announced;
	const match = /^sha-256 ((?:[0-9a-f]{2}:){31}[0-9a-f]{2})$/.exec(only ?? '');
	if (match?.[1] === undefined || others.length > 0) return undefined;
	const bytes = match[1].split(':').map((byte) => Number.parseInt(byte, 16));
	return bytes.length === SHA256_BYTES ? new Uint8Array(bytes) : undefined;
}
