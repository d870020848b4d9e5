import { describe, expect, it } from 'vitest';
import type { HostCandidate } from '$lib/protocol/pairing-codec.js';
import { fingerprintOf } from '$lib/transport/dtls-fingerprint.js';
import {
	chosenCandidates,
	DescriptionError,
	readDescription,
	writeDescription
} from '$lib/transport/session-description.js';
import { PAIRING_ANSWER, PAIRING_OFFER } from '../protocol/pairing-examples.js';

const FINGERPRINT = [...PAIRING_OFFER.description.fingerprint]
	.map((byte) => byte.toString(16).toUpperCase())
	.join(':');

/** As Chromium 156 describes itself. */
const CHROMIUM_OFFER = [
	'v=0',
	'o=- 7620278785574465743 2 IN IP4 127.0.0.1',
	's=-',
	't=0 0',
	'a=group:BUNDLE 0',
	'a=extmap-allow-mixed',
	'a=msid-semantic: WMS',
	'm=application 47071 UDP/DTLS/SCTP webrtc-datachannel',
	'c=IN IP4 192.0.2.2',
	'a=candidate:1110068147 1 udp 2113942271 fd00::2 41493 typ host generation 0 network-cost 999',
	'a=candidate:1163405059 1 udp 2113937151 192.0.2.2 47071 typ host generation 0 network-cost 999',
	'a=candidate:2282426 1 tcp 1518280447 192.0.2.2 9 typ host tcptype active generation 0',
	'a=candidate:842163049 1 udp 1677729535 203.0.113.7 47071 typ srflx raddr 0.0.0.0 rport 0 generation 0',
	'a=ice-ufrag:tt48',
	'a=ice-pwd:qIdXuPmfgfbXpR3VGVL2BBel',
	'a=ice-options:trickle',
	`a=fingerprint:sha-256 ${FINGERPRINT}`,
	'a=setup:actpass',
	'a=mid:0',
	'a=sctp-port:5000',
	'a=max-message-size:262144',
	''
];

/** As Firefox ESR describes itself when it answers. */
const FIREFOX_ANSWER = [
	'v=0',
	'o=mozilla...THIS_IS_SDPARTA-99.0 4330337279411393342 0 IN IP4 0.0.0.0',
	's=-',
	't=0 0',
	'a=sendrecv',
	`a=fingerprint:sha-256 ${FINGERPRINT}`,
	'a=group:BUNDLE 0',
	'a=ice-options:trickle',
	'a=msid-semantic:WMS *',
	'm=application 9 UDP/DTLS/SCTP webrtc-datachannel',
	'c=IN IP4 0.0.0.0',
	'a=candidate:0 1 UDP 2122187007 9f310714-6870-40e0-93e8-a2049ceb7587.local 40880 typ host',
	'a=candidate:2 1 TCP 2105458943 9f310714-6870-40e0-93e8-a2049ceb7587.local 9 typ host tcptype active',
	'a=sendrecv',
	'a=end-of-candidates',
	'a=ice-pwd:9611d3a971b4076e20506390e466fedc',
	'a=ice-ufrag:f2d041fa',
	'a=mid:0',
	'a=setup:passive',
	'a=sctp-port:5000',
	'a=max-message-size:1073741823',
	''
];

function description(type: RTCSdpType, lines: readonly string[]): RTCSessionDescription {
	return { type, sdp: lines.join('\r\n') } as RTCSessionDescription;
}

describe('P28: what a code tells of a session description', () => {
	it('of Chromium: the device’s own addresses over UDP alone, IPv4 first', () => {
		expect(readDescription(description('offer', CHROMIUM_OFFER))).toEqual({
			...PAIRING_OFFER.description,
			candidates: [
				{ address: '192.0.2.2', port: 47_071 },
				{ address: 'fd00::2', port: 41_493 }
			]
		});
	});

	it('of Firefox, whose addresses are names', () => {
		expect(readDescription(description('answer', FIREFOX_ANSWER))).toEqual({
			...PAIRING_ANSWER,
			fingerprint: PAIRING_OFFER.description.fingerprint
		});
	});

	it('is nothing to rely on where a part is missing, or there are two of it', () => {
		expect(() => readDescription(null)).toThrow(DescriptionError);
		for (const part of ['a=ice-ufrag', 'a=ice-pwd', 'a=fingerprint', 'a=setup']) {
			const without = CHROMIUM_OFFER.filter((line) => !line.startsWith(part));
			expect(() => readDescription(description('offer', without))).toThrow(DescriptionError);
			const other = CHROMIUM_OFFER.find((line) => line.startsWith(part)) ?? '';
			const twice = [...CHROMIUM_OFFER, `${other}0`];
			expect(() => readDescription(description('offer', twice))).toThrow(DescriptionError);
		}
	});

	it('is nothing to rely on where the other side was to begin the handshake', () => {
		const active = FIREFOX_ANSWER.map((line) => line.replace('passive', 'active'));
		expect(() => readDescription(description('answer', active))).toThrow(DescriptionError);
	});
});

describe('P28: the session description that is put together from a code', () => {
	it.each([
		['offer', PAIRING_OFFER.description],
		['answer', PAIRING_ANSWER]
	] as const)('says of an %s what the code says, and one fingerprint', (type, told) => {
		const { sdp = '' } = writeDescription(type, told);
		const written = description(type, sdp.split('\r\n'));
		expect(fingerprintOf(written)).toEqual(told.fingerprint);
		// The browser that made it had left the choice of roles open in its offer.
		const made = description(type, sdp.replace('setup:active', 'setup:actpass').split('\r\n'));
		expect(readDescription(made)).toEqual(told);
	});

	it('has its candidates in the order of the code', () => {
		const { sdp = '' } = writeDescription('offer', PAIRING_OFFER.description);
		const priorities = [...sdp.matchAll(/^a=candidate:\d 1 udp (\d+) /gm)].map(([, priority]) =>
			Number(priority)
		);
		expect(priorities).toEqual([...priorities].sort((a, b) => b - a));
		expect(new Set(priorities).size).toBe(2);
		for (const priority of priorities) expect(priority).toBeLessThan(2 ** 31);
	});
});

describe('P28: which addresses a code tells', () => {
	const ipv4 = (last: number): HostCandidate => ({ address: `192.0.2.${last}`, port: 1 });
	const ipv6 = (last: number): HostCandidate => ({ address: `fd00::${last}`, port: 1 });
	const name = (last: number): HostCandidate => ({
		address: `9f310714-6870-40e0-93e8-a2049ceb758${last}.local`,
		port: 1
	});

	it.each([
		['a phone in a hotspot', [ipv4(1)], [ipv4(1)]],
		['a laptop with several IPv6 addresses', [ipv6(1), ipv6(2), ipv6(3), ipv4(1)], [ipv4(1), ipv6(1)]],
		[
			'one in many networks',
			[ipv4(1), ipv4(2), ipv4(3), ipv4(4), ipv6(1)],
			[ipv4(1), ipv4(2), ipv4(3), ipv6(1)]
		],
		['one without IPv6', [1, 2, 3, 4, 5].map(ipv4), [1, 2, 3, 4].map(ipv4)],
		['one with IPv6 alone', [1, 2, 3, 4, 5].map(ipv6), [1, 2, 3, 4].map(ipv6)],
		['a browser that tells names', [name(1), name(2), name(3)], [name(1), name(2)]],
		['one in no network', [], []]
	])('%s', (_, all, chosen) => {
		expect(chosenCandidates(all)).toEqual(chosen);
	});
});
