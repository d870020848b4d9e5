import { beforeEach, describe, expect, it } from 'vitest';
import { EMPTY_VERSION, type LoroPeerId, type Version } from '$lib/note/version.js';
import type { Message, Presence } from '$lib/protocol/messages.js';
import { nextMessage, type LocalState } from '$lib/sync/evaluate.js';
import { FreshOperations } from '$lib/sync/fresh-operations.js';
import { Peer } from '$lib/sync/peer.js';
import { FloodGuard } from '$lib/sync/flood-guard.js';
import { NotePort, type PortConnection } from '$lib/sync/note-port.js';
import { ManualClock } from './manual-clock.js';

const PRESENCE: Presence = { type: 'presence', person: 'p', name: 'n', colour: 0, caret: undefined };

function version(entries: Readonly<Record<string, number>>): Version {
	return new Map(Object.entries(entries) as [LoroPeerId, number][]);
}

const CONNECTION: PortConnection = {
	id: '1',
	session: 'session',
	role: 'writer',
	kind: 'network',
	isQuiet: false,
	isSilent: false,
	updateFrames: 0,
	evaluate: () => undefined,
	drop: () => undefined
};

let peer: Peer;
/** What the last update was to go beyond. */
let exportedFrom: Version | undefined;

function local(state: Partial<LocalState>): LocalState {
	return {
		ownRole: 'writer',
		version: EMPTY_VERSION,
		stored: EMPTY_VERSION,
		receipted: state.stored ?? EMPTY_VERSION,
		presence: undefined,
		neighbours: undefined,
		digest: undefined,
		move: undefined,
		isBurst: false,
		exportPart: (from) => {
			exportedFrom = from;
			return { bytes: new Uint8Array(), end: state.version ?? EMPTY_VERSION };
		},
		exportSnapshot: () => new Uint8Array(),
		...state
	};
}

/** The peer says that it has so much, and that it has taken so many updates. */
function heard(has: Version, updatesHeard = 0): void {
	peer.heardVersion({ type: 'version', version: has, stored: EMPTY_VERSION, updatesHeard, answer: false });
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
	peer = new Peer(new NotePort(CONNECTION, 'note', 0, new FloodGuard(new ManualClock())));
	exportedFrom = undefined;
});

describe('the order', () => {
	const state = () =>
		local({
			version: version({ 1: 3 }),
			stored: version({ 1: 2 }),
			presence: { number: 1, message: PRESENCE }
		});

	it('P11: only the version before that of the peer was heard', () => {
		expect(allMessages(state())).toEqual([
			{
				type: 'version',
				version: version({ 1: 3 }),
				stored: version({ 1: 2 }),
				updatesHeard: 0,
				answer: false
			}
		]);
	});

	it('P11, P15: then the update, and the presence after it', () => {
		heard(EMPTY_VERSION);
		expect(allMessages(state()).map(({ type }) => type)).toEqual(['version', 'update', 'presence']);
		expect(allMessages(state())).toEqual([]);
	});
});

describe('updates', () => {
	beforeEach(() => {
		peer.versionDue = false;
	});

	it('P12: go beyond what the peer has and what is on its way, and are not sent twice', () => {
		heard(version({ 1: 2 }));
		expect(allMessages(local({ version: version({ 1: 5, 2: 1 }) }))).toHaveLength(1);
		expect(exportedFrom).toEqual(version({ 1: 2 }));
		expect(allMessages(local({ version: version({ 1: 6, 2: 1 }) }))).toHaveLength(1);
		expect(exportedFrom).toEqual(version({ 1: 5, 2: 1 }));
	});

	it('P12, P15: of a burst wait, and the caret behind them; nothing else does', () => {
		heard(EMPTY_VERSION);
		const state = local({
			version: version({ 1: 5 }),
			stored: version({ 1: 2 }),
			presence: { number: 1, message: PRESENCE }
		});
		expect(allMessages({ ...state, isBurst: true }).map(({ type }) => type)).toEqual(['receipt']);
		expect(allMessages(state).map(({ type }) => type)).toEqual(['update', 'presence']);
	});

	it('P11: a version heard later replaces what was believed to be on its way', () => {
		heard(EMPTY_VERSION);
		allMessages(local({ version: version({ 1: 5 }) }));
		heard(version({ 1: 1 }));
		expect(allMessages(local({ version: version({ 1: 5 }) }))).toHaveLength(1);
		expect(exportedFrom).toEqual(version({ 1: 1 }));
	});

	it('P11: but not while an update is still under way', () => {
		heard(EMPTY_VERSION);
		allMessages(local({ version: version({ 1: 5 }) }));
		peer.port.updatesSent = 1;
		heard(version({ 2: 3 }));
		expect(allMessages(local({ version: version({ 1: 5 }) }))).toEqual([]);
		heard(version({ 2: 3 }), 1);
		expect(allMessages(local({ version: version({ 1: 5 }) }))).toHaveLength(1);
	});

	it('P13: what comes from elsewhere is left out, and what does not goes', () => {
		heard(version({ 1: 5 }));
		const state = local({ version: version({ 1: 8, 2: 4 }) });
		const forget = peer.comesElsewhere.add(version({ 1: 5 }));
		expect(allMessages(state)).toHaveLength(1);
		expect(exportedFrom).toEqual(version({ 1: 8 }));
		expect(allMessages(state)).toEqual([]);
		forget();
		expect(allMessages(state)).toHaveLength(1);
		expect(exportedFrom).toEqual(version({ 1: 5, 2: 4 }));
	});

	it('P13: all operations of a Loro peer go once one that does not come from elsewhere is lacking', () => {
		heard(version({ 1: 4 }));
		peer.comesElsewhere.add(version({ 1: 5 }));
		expect(allMessages(local({ version: version({ 1: 8 }) }))).toHaveLength(1);
		expect(exportedFrom).toEqual(version({ 1: 4 }));
		expect(allMessages(local({ version: version({ 1: 8 }) }))).toEqual([]);
	});

	it('P13: what came from the peer itself does not go back to it', () => {
		heard(EMPTY_VERSION);
		peer.has(version({ 1: 8 }));
		expect(allMessages(local({ version: version({ 1: 8 }) }))).toEqual([]);
	});

	it('P12: a part at a time, until all is sent', () => {
		heard(EMPTY_VERSION);
		const inParts = (from: Version) => ({
			bytes: new Uint8Array(),
			end: version({ 1: Math.min(10, (from.get('1') ?? 0) + 4) })
		});
		const updates = allMessages(local({ version: version({ 1: 10 }), exportPart: inParts }));
		expect(updates.map(({ type }) => type)).toEqual(['update', 'update', 'update']);
		expect(peer.sent).toEqual(version({ 1: 10 }));
	});
});

describe('digests and histories', () => {
	const digest = (key: string) => ({
		key,
		message: { type: 'digest', version: new Uint8Array(), content: new Uint8Array() } as const
	});
	const at = version({ 1: 9 });

	beforeEach(() => {
		peer.versionDue = false;
		heard(at);
	});

	it('P22: a digest goes once for each version, and only to one who is known to have the same', () => {
		expect(allMessages(local({ version: at, digest: digest('a') })).map(({ type }) => type)).toEqual([
			'digest'
		]);
		expect(allMessages(local({ version: at, digest: digest('a') }))).toEqual([]);
		expect(allMessages(local({ version: at, digest: digest('b') }))).toHaveLength(1);
		peer.has(version({ 2: 1 }));
		expect(allMessages(local({ version: at, digest: digest('c') }))).toEqual([]);
	});

	it('P22: a history goes once, behind the digest, and only while the content differs at this very version', () => {
		peer.historyDue = true;
		expect(allMessages(local({ version: at }))).toEqual([]);
		expect(allMessages(local({ version: at, digest: digest('a') }))).toHaveLength(1);
		peer.differsAt = 'a';
		expect(allMessages(local({ version: at, digest: digest('a') })).map(({ type }) => type)).toEqual([
			'history'
		]);
		expect(allMessages(local({ version: at, digest: digest('a') }))).toEqual([]);
	});
});

describe('receipts and presence', () => {
	beforeEach(() => {
		peer.versionDue = false;
		heard(version({ 1: 9 }));
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
