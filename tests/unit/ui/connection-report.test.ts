import { describe, expect, it } from 'vitest';
import { PROTOCOL_VERSION } from '$lib/protocol/limits.js';
import { connectionReport, type ReportFacts } from '$lib/ui/connection-report.js';
import { serverName } from '$lib/ui/server-name.js';
import { findSecrets, secretText } from '../../support/secret-forms.js';
import { copyOf, NOW, peer, RELAYED } from './connection-facts.js';

const SECRETS = {
	name: 'Wren of the Wood',
	invite: 'AQKqTm90aGluZ1RvU2VlSGVyZU5vdGhpbmdUb1NlZUhlcmU',
	noteId: 'hN3xw0Qm7bZ1kVdT5yRcPg',
	session: 'c2Vzc2lvbi1pZC1vZi1vbmUtcGFnZQ',
	person: 'cGVyc29uLWlkLW9mLW9uZQ',
	relayUser: 'perchuser',
	relayPassword: 'p4ssw0rd-of-the-relay',
	relayToken: 'token-in-a-path',
	ipv4: '192.168.178.23',
	ipv6: '2001:db8::17'
};

/** Everything that the page knows, with a secret in each place that can hold one. */
const FACTS: ReportFacts = {
	appVersion: '0.1.0',
	userAgent: 'Browser/1.0',
	at: new Date(NOW),
	online: true,
	hasWebRtc: true,
	installed: true,
	servers: { relays: 4, stun: 2, turn: 1, onlyThroughTurn: true },
	nat: { kind: 'different-for-each' },
	camera: 'ask',
	storage: { room: { usage: 3_400_000, quota: 120_000_000_000, nearlyFull: false }, promise: 'given' },
	relays: [
		{ url: 'wss://relay.example/', state: 'answering', roundTripMs: 24.04 },
		{
			url: `wss://${SECRETS.relayUser}:${SECRETS.relayPassword}@own.example:8443/${SECRETS.relayToken}?k=${SECRETS.invite}`,
			state: 'connecting',
			roundTripMs: undefined
		},
		{ url: `ws://${SECRETS.ipv4}:8080/`, state: 'failing', roundTripMs: undefined },
		{ url: `ws://[${SECRETS.ipv6}]:8080/`, state: 'failing', roundTripMs: undefined }
	],
	note: {
		right: 'edit',
		status: { kind: 'synced', names: [SECRETS.name] },
		state: 'greeting',
		peers: [
			peer(SECRETS.name, {
				id: SECRETS.session,
				copy: copyOf({ device: SECRETS.person, name: SECRETS.name })
			}),
			peer(SECRETS.name, { right: 'view', stats: RELAYED, isQuiet: true }),
			peer(SECRETS.name, { kind: 'tab', stats: undefined })
		],
		copies: [
			copyOf({ device: SECRETS.person, name: SECRETS.name }),
			copyOf({
				device: SECRETS.noteId,
				hasAll: false,
				hasLastEdit: false,
				right: 'view',
				heardAt: NOW + 9_000
			})
		]
	}
};

describe('the report on the connections', () => {
	it('tells what helps', () => {
		expect(connectionReport(FACTS)).toBe(`Perch connection report
App: 0.1.0, protocol ${PROTOCOL_VERSION}, installed
Browser: Browser/1.0
Time: 2026-05-01T12:00:00.000Z
Network: online
NAT: different-for-each
Servers set up: 4 relays, 2 STUN, 1 TURN, only through TURN
Camera: ask
Storage: 3.4 of 120000.0 MB, promise given
Relays in use:
- relay.example: answering, round trip 24.0 ms
- own.example:8443: connecting
- (an IP address): failing
- (an IP address): failing
Note: can edit, status synced, meeting greeting
- Peer 1: network, can edit, direct (host - srflx), round trip 12.3 ms, sent 1234 bytes, received 56789 bytes, connected for 185 s, last receipt: has everything, said so 4 s ago
- Peer 2: network, can view, quiet, relayed (relay - srflx), round trip 12.3 ms, sent 1234 bytes, received 56789 bytes, connected for 185 s
- Peer 3: another tab of this browser, can edit, connected for 185 s
Devices with a copy: 2
- Device 1, can edit: has everything, said so 4 s ago
- Device 2, can view: lacks something, said so 0 s ago
`);
	});

	it('holds no secret, however it may be written', () => {
		const secrets = Object.entries(SECRETS).map(([name, secret]) => secretText(name, secret));
		expect(findSecrets(secrets, Buffer.from(JSON.stringify(FACTS)))).not.toEqual([]);
		expect(findSecrets(secrets, Buffer.from(connectionReport(FACTS)))).toEqual([]);
	});

	it('tells of a device without a note, and what is not known', () => {
		const report = connectionReport({
			...FACTS,
			online: false,
			hasWebRtc: false,
			installed: false,
			servers: undefined,
			nat: { kind: 'unknown', why: 'no-webrtc' },
			camera: undefined,
			storage: { room: undefined, promise: 'unknown' },
			relays: [],
			note: undefined
		});
		expect(report.split('\n').slice(4, -1)).toEqual([
			'Network: offline, no WebRTC',
			'NAT: unknown (no-webrtc)',
			'Servers set up: not known',
			'Camera: not known',
			'Storage: not told, promise unknown',
			'Relays in use: none'
		]);
	});
});

it.each([
	['wss://relay.example/path?token=1#x', 'relay.example'],
	['wss://user:secret@relay.example:444', 'relay.example:444'],
	['ws://localhost:8080/relay', 'localhost:8080'],
	['ws://10.0.0.1:8080', undefined],
	['ws://0x0a000001', undefined],
	['ws://[fe80::1]/', undefined],
	['no address', undefined]
])('of %s the name is %s', (url, name) => {
	expect(serverName(url)).toBe(name);
});
