import { isPackable, type HostCandidate, type PairingDescription } from '../protocol/pairing-codec.js';
import { toHex } from '../util/bytes.js';
import { parseIpv4, parseIpv6 } from '../util/ip-address.js';
import { MAX_HOST_CANDIDATES } from '../protocol/limits.js';
import { fingerprintOf } from './dtls-fingerprint.js';

/** Which end it describes. */
export type DescriptionType = 'offer' | 'answer';

/**
 * Who begins the DTLS handshake (RFC 8842). Browsers leave the choice to whoever answers, who would then try, ever more
 * seldom, for as long as people take to scan the answer. So an offer is passed on as if its maker had chosen to begin.
 */
const SETUP_MADE: Readonly<Record<DescriptionType, string>> = { offer: 'actpass', answer: 'passive' };
const SETUP_PASSED_ON: Readonly<Record<DescriptionType, string>> = { offer: 'active', answer: 'passive' };

/** How many addresses of a kind are told. Devices have several in IPv6 for one way, and they are long, as names are. */
const MAX_NAMES = 2;
const MAX_IPV6_BESIDE_OTHERS = 1;

/** Of host candidates over UDP, RFC 8839. What is told first is preferred. */
const TYPE_PREFERENCE = 126 * 2 ** 24;

/** The browser has described a connection in a way that no pairing code has a place for. */
export class DescriptionError extends Error {
	override readonly name = 'DescriptionError';
}

function valueOf(sdp: string, attribute: string): string {
	const values = new Set(
		sdp.split(/\r?\n/).flatMap((line) => {
			const prefix = `a=${attribute}:`;
			return line.startsWith(prefix) ? [line.slice(prefix.length)] : [];
		})
	);
	const [only, ...others] = values;
	if (only === undefined || others.length > 0) throw new DescriptionError(`not one ${attribute}`);
	return only;
}

/** The addresses by which a device can be reached without any server, in the order of the browser. */
function hostCandidates(sdp: string): HostCandidate[] {
	return sdp.split(/\r?\n/).flatMap((line) => {
		if (!line.startsWith('a=candidate:')) return [];
		const [, , transport = '', , address = '', port = '', , type] = line.split(' ');
		const usable = transport.toLowerCase() === 'udp' && type === 'host' && isPackable(address);
		return usable ? [{ address, port: Number(port) }] : [];
	});
}

/** As few as promise most: IPv4 first, which hotspots give everybody, then names, then IPv6. */
export function chosenCandidates(all: readonly HostCandidate[]): readonly HostCandidate[] {
	const ipv4 = all.filter(({ address }) => parseIpv4(address) !== undefined);
	const ipv6 = all.filter(({ address }) => parseIpv6(address) !== undefined);
	const named = all.filter((candidate) => !ipv4.includes(candidate) && !ipv6.includes(candidate));
	const first = [...ipv4, ...named.slice(0, MAX_NAMES)];
	const last = ipv6.slice(0, first.length === 0 ? MAX_HOST_CANDIDATES : MAX_IPV6_BESIDE_OTHERS);
	return [...first.slice(0, MAX_HOST_CANDIDATES - last.length), ...last];
}

/**
 * What a pairing code tells of a description whose candidates are gathered. Without any candidate it has none.
 *
 * @throws DescriptionError
 */
export function readDescription(description: RTCSessionDescription | null): PairingDescription {
	const fingerprint = fingerprintOf(description);
	if (description === null || fingerprint === undefined) throw new DescriptionError('not one fingerprint');
	const { sdp } = description;
	if (valueOf(sdp, 'setup') !== SETUP_MADE[description.type === 'offer' ? 'offer' : 'answer'])
		throw new DescriptionError('another role');
	return {
		iceUsername: valueOf(sdp, 'ice-ufrag'),
		icePassword: valueOf(sdp, 'ice-pwd'),
		fingerprint,
		candidates: chosenCandidates(hostCandidates(sdp))
	};
}

/** A description that a browser takes for the other end's: one data channel connection, nothing else. */
export function writeDescription(
	type: DescriptionType,
	{ iceUsername, icePassword, fingerprint, candidates }: PairingDescription
): RTCSessionDescriptionInit {
	const hex = toHex(fingerprint).toUpperCase().match(/../g) ?? [];
	const lines = [
		'v=0',
		'o=- 1 1 IN IP4 0.0.0.0',
		's=-',
		't=0 0',
		'a=group:BUNDLE 0',
		'm=application 9 UDP/DTLS/SCTP webrtc-datachannel',
		'c=IN IP4 0.0.0.0',
		'a=mid:0',
		`a=ice-ufrag:${iceUsername}`,
		`a=ice-pwd:${icePassword}`,
		`a=fingerprint:sha-256 ${hex.join(':')}`,
		`a=setup:${SETUP_PASSED_ON[type]}`,
		'a=sctp-port:5000',
		...candidates.map(candidateLine),
		'a=end-of-candidates',
		''
	];
	return { type, sdp: lines.join('\r\n') };
}

function candidateLine({ address, port }: HostCandidate, index: number): string {
	const localPreference = 0xffff - index;
	const priority = TYPE_PREFERENCE + localPreference * 2 ** 8 + 255;
	return `a=candidate:${index + 1} 1 udp ${priority} ${address} ${port} typ host`;
}
