import { PROTOCOL_VERSION } from '$lib/protocol/limits.js';
import type { NatType } from '$lib/transport/nat-type.js';
import type { RelayView } from '$lib/transport/room.js';
import type { HelpingServers } from '$lib/workspace/device-connection.svelte.js';
import type { NoteRight } from '$lib/workspace/rights.js';
import type { KeepingPromise, StorageRoom } from '$lib/workspace/storage-safety.svelte.js';
import type { ConnectionState, DeviceCopy, PeerConnection, SyncStatus } from '$lib/workspace/types.js';
import type { CameraState } from './camera-state.js';
import { serverName } from './server-name.js';

/** All that a report is made from. It holds much that must not get into one. */
export interface ReportFacts {
	readonly appVersion: string;
	readonly userAgent: string;
	readonly at: Date;
	readonly online: boolean;
	readonly hasWebRtc: boolean;
	readonly installed: boolean;
	readonly servers: HelpingServers | undefined;
	readonly nat: NatType | undefined;
	readonly camera: CameraState | undefined;
	readonly storage: { readonly room: StorageRoom | undefined; readonly promise: KeepingPromise };
	readonly relays: readonly RelayView[];
	readonly note: ReportedNote | undefined;
}

/** The note that is open. */
export interface ReportedNote {
	readonly right: NoteRight;
	readonly status: SyncStatus;
	readonly state: ConnectionState;
	readonly peers: readonly PeerConnection[];
	readonly copies: readonly DeviceCopy[];
}

const MS_PER_SECOND = 1_000;
const BYTES_PER_MB = 1_000_000;

/**
 * A report on the connections, for whoever is asked for help. It is in English, for those who make Perch, and takes from the
 * facts what is harmless alone: no name, title, text, link, id, key, credential or address.
 */
export function connectionReport(facts: ReportFacts): string {
	const { note } = facts;
	const lines = [...aboutDevice(facts), ...aboutRelays(facts.relays)];
	if (note !== undefined) lines.push(...aboutNote(note, facts.at.getTime()));
	return `${lines.join('\n')}\n`;
}

function aboutDevice(facts: ReportFacts): string[] {
	const { servers, nat, storage } = facts;
	return [
		'Perch connection report',
		`App: ${facts.appVersion}, protocol ${PROTOCOL_VERSION}${facts.installed ? ', installed' : ''}`,
		`Browser: ${facts.userAgent}`,
		`Time: ${facts.at.toISOString()}`,
		`Network: ${facts.online ? 'online' : 'offline'}${facts.hasWebRtc ? '' : ', no WebRTC'}`,
		`NAT: ${nat === undefined ? 'not known yet' : nat.kind}${nat?.kind === 'unknown' ? ` (${nat.why})` : ''}`,
		`Servers set up: ${servers === undefined ? 'not known' : `${servers.relays} relays, ${servers.stun} STUN, ${servers.turn} TURN${servers.onlyThroughTurn ? ', only through TURN' : ''}`}`,
		`Camera: ${facts.camera ?? 'not known'}`,
		`Storage: ${roomText(storage.room)}, promise ${storage.promise}`
	];
}

function roomText(room: StorageRoom | undefined): string {
	if (room === undefined) return 'not told';
	return `${megabytes(room.usage)} of ${megabytes(room.quota)} MB`;
}

function megabytes(bytes: number): string {
	return (bytes / BYTES_PER_MB).toFixed(1);
}

function aboutRelays(relays: readonly RelayView[]): string[] {
	if (relays.length === 0) return ['Relays in use: none'];
	const lines = relays.map(
		({ url, state, roundTripMs }) =>
			`- ${serverName(url) ?? '(an IP address)'}: ${state}${timeText(roundTripMs)}`
	);
	return ['Relays in use:', ...lines];
}

function timeText(roundTripMs: number | undefined): string {
	return roundTripMs === undefined ? '' : `, round trip ${roundTripMs.toFixed(1)} ms`;
}

function aboutNote({ right, status, state, peers, copies }: ReportedNote, now: number): string[] {
	return [
		`Note: can ${right}, status ${status.kind}, meeting ${state}`,
		...peers.map((peer, index) => `- Peer ${index + 1}: ${peerText(peer, now)}`),
		`Devices with a copy: ${copies.length}`,
		...copies.map((copy, index) => `- Device ${index + 1}, can ${copy.right}: ${copyText(copy, now)}`)
	];
}

function peerText({ kind, right, isQuiet, connectedAt, stats, copy }: PeerConnection, now: number): string {
	const parts = [kind === 'tab' ? 'another tab of this browser' : 'network', `can ${right}`];
	if (isQuiet) parts.push('quiet');
	if (stats !== undefined) {
		parts.push(
			`${stats.path} (${stats.ownCandidate} - ${stats.peerCandidate})${timeText(stats.roundTripMs)}`
		);
		parts.push(`sent ${stats.bytesSent} bytes`, `received ${stats.bytesReceived} bytes`);
	}
	parts.push(`connected for ${secondsSince(connectedAt, now)} s`);
	if (copy !== undefined) parts.push(`last receipt: ${copyText(copy, now)}`);
	return parts.join(', ');
}

function copyText({ hasAll, hasLastEdit, heardAt }: DeviceCopy, now: number): string {
	const what = hasAll ? 'has everything' : hasLastEdit ? 'has the last edit' : 'lacks something';
	return `${what}, said so ${secondsSince(heardAt, now)} s ago`;
}

function secondsSince(at: number, now: number): number {
	return Math.max(0, Math.round((now - at) / MS_PER_SECOND));
}
