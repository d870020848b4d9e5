import type { Bytes } from '../util/bytes.js';

const LINE = /^a=fingerprint:sha-256 ((?:[0-9a-f]{2}:){31}[0-9a-f]{2})$/i;

/**
 * The SHA-256 fingerprint, 32 bytes, of the certificate that a session description announces (RFC 8122), or undefined
 * unless it announces exactly one, be it time and again. A DTLS peer may use any of those announced: of two, the one that this end
 * looks at could be another's than the one that is used. What a browser may or may not take for a fingerprint counts as one.
 */
export function fingerprintOf(description: RTCSessionDescription | null): Bytes | undefined {
	const lines = (description?.sdp ?? '').split(/\r?\n/).filter((line) => /fingerprint/i.test(line));
	const [only, ...others] = new Set(lines.map((line) => LINE.exec(line)?.[1]?.toLowerCase()));
	if (only === undefined || others.length > 0) return undefined;
	return Uint8Array.from(only.split(':'), (byte) => Number.parseInt(byte, 16));
}
