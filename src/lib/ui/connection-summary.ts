import { m } from '$lib/paraglide/messages.js';
import type { NoteRight } from '$lib/workspace/rights.js';
import type { RelayView } from '$lib/transport/room.js';
import type { ConnectionState, PeerConnection } from '$lib/workspace/types.js';
import { listNames } from './status-text.js';

/** What is so, in one sentence, and what that means or what to do, in a few more. */
export interface ConnectionSummary {
	/** `good`: nothing to do; `waiting`: it may become good by itself; `trouble`: somebody has to do something. */
	readonly tone: 'good' | 'waiting' | 'trouble';
	readonly title: string;
	readonly texts: readonly string[];
}

/** What the summary of a note's connections follows from. */
export interface NoteConnectionFacts {
	readonly state: ConnectionState;
	readonly right: NoteRight;
	readonly peers: readonly PeerConnection[];
	readonly relays: readonly RelayView[];
}

/** The same for a device with no note open. */
export interface DeviceConnectionFacts {
	readonly online: boolean;
	readonly hasWebRtc: boolean;
	/** How many relays are set up; undefined as long as that is not known. */
	readonly relaysSet: number | undefined;
	/** The person wants every connection to go through a TURN server, and there is none. */
	readonly lacksTurn: boolean;
	readonly relays: readonly RelayView[];
}

function say(tone: ConnectionSummary['tone'], title: string, ...texts: string[]): ConnectionSummary {
	return { tone, title, texts };
}

/** Where nobody is connected: what stands in the way. */
const ALONE: Readonly<Record<ConnectionState, () => ConnectionSummary>> = {
	private: () => say('waiting', m.connection_private(), m.connection_private_means()),
	'in-trash': () => say('waiting', m.connection_in_trash(), m.connection_in_trash_means()),
	'reaching-relay': () => say('waiting', m.connection_reaching(), m.connection_reaching_means()),
	meeting: () => say('waiting', m.connection_alone(), m.connection_alone_means()),
	greeting: () => say('waiting', m.connection_reaching(), m.connection_reaching_means()),
	'readers-only': () => say('waiting', m.connection_reaching(), m.connection_reaching_means()),
	offline: () => say('trouble', m.connection_offline(), m.connection_offline_means()),
	'no-relay': () => say('trouble', m.connection_no_relay(), m.connection_no_relay_means()),
	'no-webrtc': () => say('trouble', m.connection_no_webrtc(), m.connection_no_webrtc_means()),
	outdated: () => say('trouble', m.connection_outdated(), m.connection_outdated_means()),
	'peer-outdated': () => say('trouble', m.connection_peer_outdated(), m.connection_peer_outdated_means())
};

/** In plain words, how a note is connected. */
export function noteConnectionSummary(facts: NoteConnectionFacts): ConnectionSummary {
	const others = facts.peers.filter(({ kind }) => kind === 'network');
	if (others.length === 0) return ALONE[facts.state]();
	const quiet = others.filter(({ isQuiet }) => isQuiet);
	const { title, means } = wayText(others);
	const texts = [means];
	if (quiet.length > 0) texts.push(m.connection_quiet({ names: namesOf(quiet) }));
	if (facts.state === 'readers-only') texts.push(m.waiting_advice_readers_only());
	const isNobodyNewMet = facts.relays.length > 0 && facts.relays.every(({ state }) => state === 'failing');
	if (isNobodyNewMet) texts.push(m.connection_nobody_new());
	return say(quiet.length === 0 && texts.length === 1 ? 'good' : 'waiting', title, ...texts);
}

function wayText(others: readonly PeerConnection[]): { title: string; means: string } {
	const direct = others.filter(({ stats }) => stats?.path === 'direct');
	const relayed = others.filter(({ stats }) => stats?.path === 'relayed');
	const names = namesOf(others);
	const means = relayed.length > 0 ? m.connection_relayed_means() : m.connection_direct_means();
	if (direct.length === others.length) return { title: m.connection_direct({ names }), means };
	if (relayed.length === others.length) return { title: m.connection_relayed({ names }), means };
	if (direct.length + relayed.length < others.length) {
		return { title: m.connection_some_way({ names }), means };
	}
	const both = { direct: namesOf(direct), relayed: namesOf(relayed) };
	return { title: m.connection_both_ways(both), means };
}

/** Somebody with two pages is named once. */
function namesOf(peers: readonly PeerConnection[]): string {
	return listNames([...new Set(peers.map(({ name }) => name))]);
}

/** In plain words, whether this device can be met. */
export function deviceConnectionSummary(facts: DeviceConnectionFacts): ConnectionSummary {
	const { online, hasWebRtc, relaysSet, lacksTurn, relays } = facts;
	if (!hasWebRtc) return ALONE['no-webrtc']();
	if (lacksTurn) return say('trouble', m.servers_no_turn_title(), m.servers_no_turn_text());
	if (relaysSet === 0)
		return say('trouble', m.connection_no_relays_set(), m.connection_no_relays_set_means());
	if (relays.some(({ state }) => state === 'answering')) {
		return say('good', m.connection_ready(), m.connection_ready_means());
	}
	if (!online) return ALONE.offline();
	if (relays.length === 0 || relays.some(({ state }) => state === 'connecting')) {
		return say('waiting', m.connection_trying(), m.connection_reaching_means());
	}
	return ALONE['no-relay']();
}
