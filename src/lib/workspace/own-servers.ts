import type { MeetingConfig } from '../transport/room.js';
import type { StandardServers } from './meeting-config.js';

/** Beyond this many of a kind, meeting gets slower and not surer. */
export const MAX_OWN_RELAYS = 10;
export const MAX_OWN_STUN = 3;
export const MAX_OWN_TURN = 3;

/** In UTF-16 units. */
export const MAX_ADDRESS_LENGTH = 256;
export const MAX_CREDENTIAL_LENGTH = 512;

export interface TurnServer {
	readonly url: string;
	readonly username: string;
	readonly credential: string;
}

/** The servers that a person set for this device. Of each kind of which there are any, they take the place of the standard ones. */
export interface OwnServers {
	readonly relays: readonly string[];
	readonly stun: readonly string[];
	readonly turn: readonly TurnServer[];
	readonly onlyThroughTurn: boolean;
}

export const NO_OWN_SERVERS: OwnServers = { relays: [], stun: [], turn: [], onlyThroughTurn: false };

/** What is wrong with a server's address. */
export type AddressProblem =
	'no-relay' | 'insecure-relay' | 'no-stun' | 'no-turn' | 'too-long' | 'incomplete';

/** An address that cannot be used. */
export class AddressError extends Error {
	override readonly name = 'AddressError';

	constructor(readonly problem: AddressProblem) {
		super(`no address of a server: ${problem}`);
	}
}

const STUN = /^stuns?:/i;
const TURN = /^turns?:/i;

/** After the scheme: a host, perhaps a port, and for TURN perhaps the transport (RFC 7064, RFC 7065). */
const ICE_HOST = /^(?:\[[0-9a-f:.]+\]|[a-z0-9._-]+)(?::(?<port>\d{1,5}))?$/i;
const MAX_PORT = 65_535;
const TRANSPORT = /\?transport=(?:udp|tcp)$/i;

/**
 * Reads a relay's address as a person types it.
 *
 * @param fromHttps whether the page is one of https, which reaches unencrypted relays of this very machine only
 * @throws AddressError
 */
export function readRelayAddress(typed: string, fromHttps: boolean): string {
	const text = checkedLength(typed);
	const url = URL.canParse(text) ? new URL(text) : undefined;
	if (url === undefined || (url.protocol !== 'wss:' && url.protocol !== 'ws:') || url.hostname === '') {
		throw new AddressError('no-relay');
	}
	if (url.protocol === 'ws:' && fromHttps && !isLoopback(url.hostname))
		throw new AddressError('insecure-relay');
	url.hash = '';
	return url.href;
}

/** Reads a STUN server's address. @throws AddressError */
export function readStunAddress(typed: string): string {
	const text = checkedLength(typed);
	if (!STUN.test(text) || !isIceHost(text.replace(STUN, ''))) throw new AddressError('no-stun');
	return text;
}

/** Reads a TURN server. @throws AddressError */
export function readTurnServer(typed: TurnServer): TurnServer {
	const url = checkedLength(typed.url);
	if (!TURN.test(url) || !isIceHost(url.replace(TURN, '').replace(TRANSPORT, ''))) {
		throw new AddressError('no-turn');
	}
	const { credential } = typed;
	const username = typed.username.trim();
	if (username === '' || credential === '') throw new AddressError('incomplete');
	if (Math.max(username.length, credential.length) > MAX_CREDENTIAL_LENGTH)
		throw new AddressError('too-long');
	return { url, username, credential };
}

/** What of stored data can be used, whichever version of Perch stored it. A wish to hide the address outlives all else. */
export function cleanOwnServers(stored: unknown): OwnServers {
	if (typeof stored !== 'object' || stored === null) return NO_OWN_SERVERS;
	const { relays, stun, turn, onlyThroughTurn } = stored as Partial<Record<keyof OwnServers, unknown>>;
	return {
		relays: readAll(relays, (it) => readRelayAddress(asText(it), false)).slice(0, MAX_OWN_RELAYS),
		stun: readAll(stun, (it) => readStunAddress(asText(it))).slice(0, MAX_OWN_STUN),
		turn: readAll(turn, (it) => readTurnServer(asTurnServer(it))).slice(0, MAX_OWN_TURN),
		onlyThroughTurn: onlyThroughTurn === true
	};
}

/** Where peers are met: at a person's own servers, and at the standard ones of those kinds of which they have none. */
export function effectiveConfig(standard: StandardServers, own: OwnServers): MeetingConfig {
	const stun = own.stun.length > 0 ? [{ urls: [...own.stun] }] : ofScheme(standard.iceServers, STUN);
	const turn =
		own.turn.length > 0
			? own.turn.map(({ url, username, credential }) => ({ urls: [url], username, credential }))
			: ofScheme(standard.iceServers, TURN);
	return {
		relays: own.relays.length > 0 ? own.relays : standard.relays,
		iceServers: [...stun, ...turn],
		onlyThroughTurn: own.onlyThroughTurn
	};
}

/** Whether there is a TURN server among these. */
export function hasTurn({ iceServers }: StandardServers): boolean {
	return ofScheme(iceServers, TURN).length > 0;
}

/** The addresses of these servers, by kind. */
export function serverAddresses({
	relays,
	iceServers
}: StandardServers): Record<'relays' | 'stun' | 'turn', readonly string[]> {
	const ofKind = (scheme: RegExp) => ofScheme(iceServers, scheme).flatMap(({ urls }) => urls);
	return { relays, stun: ofKind(STUN), turn: ofKind(TURN) };
}

function ofScheme(servers: readonly RTCIceServer[], scheme: RegExp): RTCIceServer[] {
	return servers.flatMap((server) => {
		const urls = [server.urls].flat().filter((url) => scheme.test(url));
		return urls.length > 0 ? [{ ...server, urls }] : [];
	});
}

function checkedLength(typed: string): string {
	const text = typed.trim();
	if (text.length > MAX_ADDRESS_LENGTH) throw new AddressError('too-long');
	return text;
}

/** With a port that is none, browsers make no connection at all. */
function isIceHost(text: string): boolean {
	const match = ICE_HOST.exec(text);
	if (match === null) return false;
	const port = Number(match.groups?.['port'] ?? MAX_PORT);
	return port > 0 && port <= MAX_PORT;
}

function isLoopback(hostname: string): boolean {
	return hostname === 'localhost' || hostname === '[::1]' || hostname.startsWith('127.');
}

function asText(value: unknown): string {
	return typeof value === 'string' ? value : '';
}

function asTurnServer(value: unknown): TurnServer {
	const { url, username, credential } = Object(value) as Partial<Record<keyof TurnServer, unknown>>;
	return { url: asText(url), username: asText(username), credential: asText(credential) };
}

/** Each once; what cannot be read is left out. */
function readAll<Read>(stored: unknown, read: (item: unknown) => Read): Read[] {
	if (!Array.isArray(stored)) return [];
	const all = stored.flatMap((item: unknown) => {
		try {
			return [read(item)];
		} catch (failure) {
			if (!(failure instanceof AddressError)) throw failure;
			return [];
		}
	});
	return [...new Map(all.map((item) => [JSON.stringify(item), item])).values()];
}
