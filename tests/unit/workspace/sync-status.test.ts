import { describe, expect, it } from 'vitest';
import { connectionState, syncStatus, type StatusFacts } from '$lib/workspace/sync-status';
import { EMPTY_VERSION } from '$lib/note/version';
import type { PeerView } from '$lib/sync/views';

const FACTS: StatusFacts = {
	right: 'edit',
	isEmpty: false,
	saveState: 'saved',
	peers: [],
	shared: true,
	trashed: false,
	roomState: 'meeting',
	hasWebRtc: true,
	online: true,
	met: 'nobody-else',
	copies: 0,
	justChanged: false
};

function peer(name: string, facts: Partial<PeerView> = {}): PeerView {
	const presence = { type: 'presence', person: name, name, colour: 0, caret: undefined } as const;
	return {
		id: name,
		session: name,
		kind: 'network',
		role: 'writer',
		presence,
		inSync: true,
		stored: EMPTY_VERSION,
		isQuiet: false,
		...facts
	};
}

describe('the status is true (DESIGN.md, rule 15)', () => {
	it('says that saving failed before anything else', () => {
		const saveState = { failed: 'quota' } as const;
		expect(syncStatus({ ...FACTS, saveState, peers: [peer('Ada')] })).toEqual({
			kind: 'not-saved',
			reason: 'quota'
		});
	});

	it('never says "saved" or "synced" before the commit', () => {
		expect(syncStatus({ ...FACTS, saveState: 'saving', peers: [peer('Ada')] }).kind).toBe('saving');
	});

	it('waits for content as long as nothing was received, whoever is there', () => {
		const status = syncStatus({ ...FACTS, isEmpty: true, peers: [peer('Ada')] });
		expect(status).toEqual({ kind: 'waiting', why: 'greeting' });
	});

	it('says "synced" only if every peer on the network is in sync', () => {
		expect(syncStatus({ ...FACTS, peers: [peer('Grace'), peer('Ada')] })).toEqual({
			kind: 'synced',
			names: ['Ada', 'Grace']
		});
		const peers = [peer('Ada'), peer('Grace', { inSync: false })];
		expect(syncStatus({ ...FACTS, peers }).kind).toBe('connecting');
		expect(syncStatus({ ...FACTS, peers, justChanged: true }).kind).toBe('saving');
	});

	it('P26: names the viewers that are in sync, and is kept from being true by none that is not', () => {
		const behind = peer('Vera', { role: 'viewer', inSync: false });
		const silent = peer('', { role: 'viewer', presence: undefined, stored: undefined });
		const viewer = peer('Wim', { role: 'viewer' });
		expect(syncStatus({ ...FACTS, peers: [peer('Ada'), behind, silent, viewer] })).toEqual({
			kind: 'synced',
			names: ['Ada', 'Wim']
		});
		expect(syncStatus({ ...FACTS, peers: [behind, silent] }).kind).toBe('connecting');
	});

	it('names a person with two pages once', () => {
		const peers = [peer('Ada'), peer('Ada', { session: 'other' })];
		expect(syncStatus({ ...FACTS, peers })).toEqual({ kind: 'synced', names: ['Ada'] });
	});

	it('does not take an own tab for somebody else', () => {
		const peers = [peer('Ada', { kind: 'tab' })];
		expect(syncStatus({ ...FACTS, peers })).toEqual({ kind: 'saved', why: 'meeting', copies: 0 });
	});

	it('does not say "synced" with a peer that has not said who it is', () => {
		expect(syncStatus({ ...FACTS, peers: [peer('Ada', { presence: undefined })] }).kind).toBe('connecting');
	});
});

describe('the status of a viewer', () => {
	const viewer = { ...FACTS, right: 'view' } as const;

	it('is synced with those who can edit, whoever else may only view', () => {
		const peers = [peer('Ada'), peer('Grace', { role: 'viewer', inSync: false })];
		expect(syncStatus({ ...viewer, peers })).toEqual({ kind: 'synced', names: ['Ada'] });
		expect(syncStatus({ ...FACTS, peers })).toEqual({ kind: 'synced', names: ['Ada'] });
	});

	it('says that only viewers are here, from whom nothing comes', () => {
		const peers = [peer('Grace', { role: 'viewer' })];
		expect(syncStatus({ ...viewer, peers })).toEqual({ kind: 'saved', why: 'readers-only', copies: 0 });
		expect(syncStatus({ ...viewer, peers, isEmpty: true })).toEqual({ kind: 'waiting', why: 'readers-only' });
	});
});

describe('why a note is not connected', () => {
	it.each([
		['private', { shared: false }],
		['private', { shared: false, trashed: true }],
		['in-trash', { trashed: true }],
		['in-trash', { trashed: true, roomState: undefined, online: false }],
		['no-webrtc', { hasWebRtc: false }],
		['outdated', { met: 'newer' }],
		['peer-outdated', { met: 'older' }],
		['meeting', { online: false }],
		['offline', { online: false, roomState: 'no-relay' }],
		['no-relay', { roomState: 'no-relay' }],
		['reaching-relay', { roomState: undefined }],
		['greeting', { peers: [peer('Ada')], roomState: 'no-relay' }]
	] as const)('%s', (state, facts) => {
		expect(connectionState({ ...FACTS, ...facts })).toBe(state);
	});
});
