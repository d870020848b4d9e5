import { beforeEach, describe, expect, it } from 'vitest';
import { EMPTY_VERSION, type LoroPeerId, type Version } from '$lib/note/version.js';
import type { Message, Presence } from '$lib/protocol/messages.js';
import { nextMessage, type LocalState } from '$lib/sync/evaluate.js';
import { FreshOperations } from '$lib/sync/fresh-operations.js';
import { Peer } from '$lib/sync/peer.js';
import { MemoryChannel } from '$lib/transport/memory-channel.js';

const PRESENCE: Presence = { type: 'presence', person: 'p', name: 'n', colour: 0, caret: undefined };

function version(entries: Readonly<Record<string, number>>): Version {
	return new Map(Object.entries(entries) as [LoroPeerId, number][]);
}

let peer: Peer;
/** What the last update was to go beyond. */
let exportedFrom: Version | undefined;

function local(state: Partial<LocalState>): LocalState {
	return {
		version: EMPTY_VERSION,
		stored: EMPTY_VERSION,
		fresh: EMPTY_VERSION,
		presence: undefined,
		exportFrom: (from) => {
			exportedFrom = from;
			return new Uint8Array();
		},
		...state
	};
}

/** Everything that is sent in this state, one after the other. */
function allMessages(state: LocalState): Message[] {
	const messages: Message[] = [];
	for (let message = nextMessage(peer, state); message !== undefined; message = nextMessage(peer, state)) {
		messages.push(message);
	}
	return messages;
}

beforeEach(() => {
	peer = new Peer(MemoryChannel.pair()[0]);
	peer.session = 'session';
	exportedFrom = undefined;
});

describe('the order', () => {
	const state = () =>
		local({
			version: version({ 1: 3 }),
			stored: version({ 1: 2 }),
			presence: { number: 1, message: PRESENCE }
		});

	it('P10: nothing before the hello of the peer was heard', () => {
		peer.session = undefined;
		expect(allMessages(state())).toEqual([]);
	});

	it('P11: only the version before that of the peer was heard', () => {
		expect(allMessages(state())).toEqual([
			{ type: 'version', version: version({ 1: 3 }), stored: version({ 1: 2 }) }
		]);
	});

	it('P11, P15: then the update, and the presence after it', () => {
		peer.heardVersion(EMPTY_VERSION, EMPTY_VERSION);
		expect(allMessages(state()).map(({ type }) => type)).toEqual(['version', 'update', 'presence']);
		expect(allMessages(state())).toEqual([]);
	});
});

describe('updates', () => {
	beforeEach(() => {
		peer.versionDue = false;
	});

	it('P12: go beyond what the peer has and what is on its way, and are not sent twice', () => {
		peer.heardVersion(version({ 1: 2 }), EMPTY_VERSION);
		expect(allMessages(local({ version: version({ 1: 5, 2: 1 }) }))).toHaveLength(1);
		expect(exportedFrom).toEqual(version({ 1: 2 }));
		expect(allMessages(local({ version: version({ 1: 6, 2: 1 }) }))).toHaveLength(1);
		expect(exportedFrom).toEqual(version({ 1: 5, 2: 1 }));
	});

	it('P11: a version heard later replaces what was believed to be on its way', () => {
		peer.heardVersion(EMPTY_VERSION, EMPTY_VERSION);
		allMessages(local({ version: version({ 1: 5 }) }));
		peer.heardVersion(version({ 1: 1 }), EMPTY_VERSION);
		expect(allMessages(local({ version: version({ 1: 5 }) }))).toHaveLength(1);
		expect(exportedFrom).toEqual(version({ 1: 1 }));
	});

	it('P13: what is fresh is held back, and what is not goes', () => {
		peer.heardVersion(version({ 1: 5 }), EMPTY_VERSION);
		const state = { version: version({ 1: 8, 2: 4 }), fresh: version({ 1: 5 }) };
		expect(allMessages(local(state))).toHaveLength(1);
		expect(exportedFrom).toEqual(version({ 1: 8 }));
		expect(allMessages(local(state))).toEqual([]);
		expect(allMessages(local({ ...state, fresh: EMPTY_VERSION }))).toHaveLength(1);
		expect(exportedFrom).toEqual(version({ 1: 5, 2: 4 }));
	});

	it('P13: all operations of a Loro peer go once one that is not fresh is lacking', () => {
		peer.heardVersion(version({ 1: 4 }), EMPTY_VERSION);
		expect(allMessages(local({ version: version({ 1: 8 }), fresh: version({ 1: 5 }) }))).toHaveLength(1);
		expect(exportedFrom).toEqual(version({ 1: 4 }));
		expect(allMessages(local({ version: version({ 1: 8 }) }))).toEqual([]);
	});

	it('P13: what came from the peer itself does not go back to it', () => {
		peer.heardVersion(EMPTY_VERSION, EMPTY_VERSION);
		peer.has(version({ 1: 8 }));
		expect(allMessages(local({ version: version({ 1: 8 }), fresh: version({ 1: 0 }) }))).toEqual([]);
		expect(allMessages(local({ version: version({ 1: 8 }) }))).toEqual([]);
	});
});

describe('receipts and presence', () => {
	beforeEach(() => {
		peer.versionDue = false;
		peer.heardVersion(version({ 1: 9 }), EMPTY_VERSION);
	});

	it('P14: name what was stored since the last word on it, once', () => {
		const stored = { version: version({ 1: 3, 2: 1 }), stored: version({ 1: 3 }) };
		peer.sent = version({ 1: 9, 2: 1 });
		expect(allMessages(local(stored))).toEqual([{ type: 'receipt', stored: version({ 1: 3 }) }]);
		expect(allMessages(local({ ...stored, stored: version({ 1: 3, 2: 1 }) }))).toEqual([
			{ type: 'receipt', stored: version({ 2: 1 }) }
		]);
	});

	it('P14: what the version message said is not said again', () => {
		peer.versionDue = true;
		expect(allMessages(local({ version: version({ 1: 3 }), stored: version({ 1: 3 }) }))).toHaveLength(1);
	});

	it('P15: each presence is told once, and only the latest', () => {
		const named = (number: number) =>
			local({ presence: { number, message: { ...PRESENCE, name: `${number}` } } });
		expect(allMessages(named(1))).toHaveLength(1);
		expect(allMessages(named(1))).toHaveLength(0);
		expect(allMessages(named(4))).toEqual([{ ...PRESENCE, name: '4' }]);
	});
});

it('P13: fresh operations begin with the earliest of what has arrived, until that is forgotten', () => {
	const fresh = new FreshOperations();
	const forgetFirst = fresh.add(version({ 1: 5 }));
	const forgetSecond = fresh.add(version({ 1: 7, 2: 0 }));
	expect(fresh.begin).toEqual(version({ 1: 5, 2: 0 }));
	forgetFirst();
	expect(fresh.begin).toEqual(version({ 1: 7, 2: 0 }));
	forgetSecond();
	expect(fresh.begin).toEqual(EMPTY_VERSION);
});
