import { describe, expect, it } from 'vitest';
import { fingerprintOf } from '$lib/transport/dtls-fingerprint.js';

const BYTES = Uint8Array.from({ length: 32 }, (_, index) => 0x80 + index);
const VALUE = [...BYTES].map((byte) => byte.toString(16).toUpperCase()).join(':');
const OTHER = VALUE.replace('80', '81');
const MEDIUM = 'm=application 9 UDP/DTLS/SCTP webrtc-datachannel';

function description(...lines: readonly string[]): RTCSessionDescription {
	const sdp = ['v=0', 'o=- 1 2 IN IP4 127.0.0.1', 's=-', ...lines, 'a=setup:actpass', ''].join('\r\n');
	return { type: 'offer', sdp } as RTCSessionDescription;
}

describe('P25: the fingerprint that a description announces', () => {
	it.each([
		['once', [`a=fingerprint:sha-256 ${VALUE}`]],
		['in lower case', [`a=fingerprint:SHA-256 ${VALUE.toLowerCase()}`]],
		[
			'for all and again for one',
			[`a=fingerprint:sha-256 ${VALUE}`, MEDIUM, `a=fingerprint:sha-256 ${VALUE}`]
		]
	])('%s is read', (_, lines) => {
		expect(fingerprintOf(description(...lines))).toEqual(BYTES);
	});

	it.each([
		['there is none', []],
		['there are two', [`a=fingerprint:sha-256 ${VALUE}`, `a=fingerprint:sha-256 ${OTHER}`]],
		['one has another', [`a=fingerprint:sha-256 ${VALUE}`, MEDIUM, `a=fingerprint:sha-256 ${OTHER}`]],
		[
			'there is another algorithm too',
			[`a=fingerprint:sha-256 ${VALUE}`, `a=fingerprint:sha-1 ${VALUE.slice(0, 59)}`]
		],
		['it is of another algorithm', [`a=fingerprint:sha-512 ${VALUE}`]],
		['it is cut', [`a=fingerprint:sha-256 ${VALUE.slice(0, -3)}`]],
		['it is longer', [`a=fingerprint:sha-256 ${VALUE}:00`]],
		['something follows', [`a=fingerprint:sha-256 ${VALUE} x`]],
		['one has no value', ['a=fingerprint:sha-256', `a=fingerprint:sha-256 ${VALUE}`]],
		['one is written in another way', [`a=fingerprint:sha-256\t${OTHER}`, `a=fingerprint:sha-256 ${VALUE}`]],
		['one stands after a space', [` a=fingerprint:sha-256 ${OTHER}`, `a=fingerprint:sha-256 ${VALUE}`]]
	])('is not certain where %s', (_, lines) => {
		expect(fingerprintOf(description(...lines))).toBeUndefined();
	});

	it('is not certain without a description', () => {
		expect(fingerprintOf(null)).toBeUndefined();
	});
});
