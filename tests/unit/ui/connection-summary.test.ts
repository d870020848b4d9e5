import { describe, expect, it } from 'vitest';
import type { NatType } from '$lib/transport/nat-type.js';
import type { RelayState, RelayView } from '$lib/transport/room.js';
import {
	deviceConnectionSummary,
	noteConnectionSummary,
	type NoteConnectionFacts
} from '$lib/ui/connection-summary.js';
import { natText, relayName, relayText } from '$lib/ui/connection-text.js';
import type { ConnectionState } from '$lib/workspace/types.js';
import { peer, RELAYED } from './connection-facts.js';

function relay(state: RelayState, roundTripMs?: number): RelayView {
	return { url: 'wss://relay.example', state, roundTripMs };
}

function ofNote(facts: Partial<NoteConnectionFacts>): string {
	const all = {
		state: 'greeting',
		right: 'edit',
		peers: [],
		relays: [relay('answering')],
		...facts
	} as const;
	const { tone, title, texts } = noteConnectionSummary(all);
	return `${tone}: ${[title, ...texts].join(' ')}`;
}

const WREN = peer('Wren');
const ADA = peer('Ada', { stats: RELAYED });
const TAB = peer('Me', { kind: 'tab', stats: undefined });

describe('how a note is connected, in plain words', () => {
	it.each<[string, Partial<NoteConnectionFacts>]>([
		[
			'good: You are connected with Wren, directly. What you write goes straight to them, encrypted on the way.',
			{ peers: [WREN, peer('Wren'), TAB] }
		],
		[
			'good: You are connected with Ada, through a TURN server. That server passes on what is encrypted, and cannot read it.',
			{ peers: [ADA] }
		],
		[
			'good: You are connected with Wren directly, and with Ada through a TURN server. That server passes on what is encrypted, and cannot read it.',
			{ peers: [WREN, ADA] }
		],
		[
			'good: You are connected with Wren and Tom. What you write goes straight to them, encrypted on the way.',
			{ peers: [WREN, peer('Tom', { stats: undefined })] }
		]
	])('%s', (text, facts) => {
		expect(ofNote(facts)).toBe(text);
	});

	it('a peer that has fallen silent, and relays that are gone, are told beside it', () => {
		expect(ofNote({ peers: [WREN, peer('Tom', { isQuiet: true })] })).toMatch(
			/^waiting: .* Nothing is heard of Tom right now\./
		);
		expect(ofNote({ peers: [WREN], relays: [relay('failing')] })).toMatch(
			/^waiting: .* nobody new can be met\.$/
		);
		expect(ofNote({ peers: [WREN], relays: [relay('failing'), relay('connecting')] })).toMatch(/^good/);
		expect(ofNote({ peers: [WREN], relays: [] })).toMatch(/^good/);
		expect(ofNote({ peers: [WREN], state: 'readers-only', right: 'view' })).toMatch(/can only view/);
	});

	it.each<[ConnectionState, RegExp]>([
		['private', /^waiting: This note is on this device only\. Share it/],
		['meeting', /^waiting: Nobody else is here now\. A relay answers/],
		['reaching-relay', /^waiting: Looking for others/],
		['no-relay', /^trouble: No relay can be reached\. .*try another network/],
		['offline', /^trouble: You are offline\./],
		['no-webrtc', /^trouble: This browser cannot connect/],
		['outdated', /^trouble: Somebody here has a newer Perch\. Reload/],
		['peer-outdated', /^trouble: Somebody here has an older Perch\. Ask them/]
	])('with nobody there and %s', (state, text) => {
		expect(ofNote({ state })).toMatch(text);
		// One's own other tabs are nobody else.
		expect(ofNote({ state, peers: [TAB] })).toMatch(text);
	});
});

it('whether a device can be met', () => {
	const facts = { online: true, hasWebRtc: true, relaysSet: 2, lacksTurn: false, relays: [] };
	const title = (more: object) => deviceConnectionSummary({ ...facts, ...more }).title;
	expect(title({ relays: [relay('answering'), relay('failing')] })).toBe('Ready to meet others.');
	expect(title({ relays: [relay('connecting'), relay('failing')] })).toBe('Trying the relays…');
	expect(title({ relaysSet: undefined })).toBe('Trying the relays…');
	expect(title({ relays: [relay('failing')] })).toBe('No relay can be reached.');
	expect(title({ relays: [relay('failing')], online: false })).toBe('You are offline.');
	expect(title({ lacksTurn: true })).toBe('Nothing connects.');
	expect(title({ relaysSet: 0 })).toBe('No relay is set up, so nobody can be met.');
	expect(title({ hasWebRtc: false })).toBe('This browser cannot connect to others.');
});

it.each<[NatType, number, boolean, RegExp]>([
	[{ kind: 'open' }, 0, true, /^Open:/],
	[{ kind: 'same-for-everyone' }, 0, true, /^Easy to reach:/],
	[{ kind: 'different-for-each' }, 0, true, /^Hard to reach:.* None is set up\.$/],
	[{ kind: 'different-for-each' }, 1, true, /^Hard to reach:.* One is set up\.$/],
	[{ kind: 'blocked' }, 0, true, /^Closed:.* None is set up\.$/],
	[{ kind: 'blocked' }, 0, false, /^You are offline/],
	[{ kind: 'unknown', why: 'no-server' }, 0, true, /no STUN server is set up/],
	[{ kind: 'unknown', why: 'one-server' }, 0, true, /none is set up\.$/],
	[{ kind: 'unknown', why: 'one-answer' }, 0, true, /no other answers\.$/],
	[{ kind: 'unknown', why: 'no-webrtc' }, 0, true, /this browser cannot connect/]
])('the network %j with %i TURN servers is told in words', (nat, turnServers, online, text) => {
	expect(natText(nat, turnServers, online)).toMatch(text);
});

it('relays are told by their names and how they are', () => {
	const texts = [relay('answering', 24.4), relay('answering', 0.4), relay('answering'), relay('failing')];
	expect(texts.map(relayText)).toEqual(['24 ms', 'under 1 ms', 'answers', 'no answer']);
	expect(relayName(relay('answering'))).toBe('relay.example');
	expect(relayName({ ...relay('answering'), url: 'ws://10.0.0.1' })).toBe('a relay without a name');
});
