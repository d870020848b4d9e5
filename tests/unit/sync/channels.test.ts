import { describe, expect, it } from 'vitest';
import type { Presence } from '$lib/protocol/messages.js';
import {
	HEARTBEAT_TICK_MS,
	PRESENCE_INTERVAL_MS,
	PROBE_TIMEOUT_MS,
	REPAIR_DELAY_MS
} from '$lib/sync/limits.js';
import { ManualClock } from './manual-clock.js';
import type { LinkOptions } from './simulated-link.js';
import { connect, nextSession, SimulatedPeer } from './simulated-peer.js';

const SETTLED_MS = 3_000;

function twoPeers(): { clock: ManualClock; a: SimulatedPeer; b: SimulatedPeer } {
	const clock = new ManualClock();
	return { clock, a: new SimulatedPeer(clock), b: new SimulatedPeer(clock) };
}

function presence(name: string): Presence {
	return { type: 'presence', person: `${name}-id`, name, colour: 1, caret: undefined };
}

function names(peer: SimulatedPeer): (string | undefined)[] {
	return peer.synchroniser.peers.map((view) => view.presence?.name).sort();
}

/** The first message of each direction takes its time, so that each side hears first on another channel. */
function slowFirst(): LinkOptions {
	let sent = 0;
	return { delay: () => ((sent += 1) === 1 ? 50 : 1) };
}

describe('P19: two channels to one page', () => {
	it('that both answer: both are kept, and nothing is lost when one ends', () => {
		const { clock, a, b } = twoPeers();
		const first = connect(a, b);
		clock.advance(SETTLED_MS);
		a.type('text');
		const second = connect(a, b);
		clock.advance(SETTLED_MS);
		b.type(' and more');
		clock.advance(SETTLED_MS);
		expect([first.a.writable, second.a.writable]).toEqual([true, true]);
		expect([a.text, a.inSyncWith(2), b.inSyncWith(2)]).toEqual(['text and more', true, true]);
		// What b wrote went out on both; nothing of it comes back.
		expect([...first.a.sentUpdates, ...second.a.sentUpdates]).toHaveLength(1);
		first.cut();
		a.type(' than that');
		clock.advance(SETTLED_MS);
		expect([b.text, a.inSyncWith(1), b.inSyncWith(1)]).toEqual(['text and more than that', true, true]);
	});

	it('that come up at once, and look newer each from another side: nothing is lost', () => {
		const { clock, a, b } = twoPeers();
		connect(a, b, slowFirst());
		connect(b, a, slowFirst());
		a.type('text');
		clock.advance(SETTLED_MS);
		expect([b.text, a.inSyncWith(2), b.inSyncWith(2)]).toEqual(['text', true, true]);
	});

	it.each([
		['neither side', []],
		['the one side', ['a']],
		['the other side', ['b']]
	] as const)(
		'of which the older is dead, which %s knows: the newer is all that is left after a while',
		(_, known) => {
			for (const lesser of ['a', 'b']) {
				const sessions = [nextSession(), nextSession()] as const;
				const clock = new ManualClock();
				const a = new SimulatedPeer(clock, { session: sessions[lesser === 'a' ? 0 : 1] });
				const b = new SimulatedPeer(clock, { session: sessions[lesser === 'a' ? 1 : 0] });
				const dead = connect(a, b);
				clock.advance(SETTLED_MS);
				dead.sever();
				for (const end of known) dead[end].close();
				a.type('text');
				connect(a, b);
				clock.advance(PROBE_TIMEOUT_MS + 2 * HEARTBEAT_TICK_MS);
				expect([b.text, a.inSyncWith(1), b.inSyncWith(1)]).toEqual(['text', true, true]);
			}
		}
	);

	it.each(['tab first', 'network first'])(
		'one between tabs is kept rather than one over the network: %s',
		(order) => {
			const { clock, a, b } = twoPeers();
			const kinds = order === 'tab first' ? (['tab', 'network'] as const) : (['network', 'tab'] as const);
			for (const kind of kinds) {
				connect(a, b, { kind });
				clock.advance(SETTLED_MS);
			}
			expect(a.synchroniser.peers.map(({ kind }) => kind)).toEqual(['tab']);
			expect(b.synchroniser.peers.map(({ kind }) => kind)).toEqual(['tab']);
			expect([a.inSyncWith(1), b.inSyncWith(1)]).toEqual([true, true]);
		}
	);

	it('one to the page itself is dropped', () => {
		const { clock, a } = twoPeers();
		connect(a, a);
		clock.advance(SETTLED_MS);
		expect(a.synchroniser.peers).toEqual([]);
		expect(new Set(a.dropped)).toEqual(new Set(['redundant']));
	});
});

describe('P15: presence', () => {
	it('reaches each direct peer, also one that comes later, and nobody beyond', () => {
		const { clock, a, b } = twoPeers();
		const [c, d] = [new SimulatedPeer(clock), new SimulatedPeer(clock)];
		connect(a, b);
		connect(b, c);
		a.synchroniser.setPresence(presence('Anna'));
		clock.advance(SETTLED_MS);
		connect(d, a);
		clock.advance(SETTLED_MS);
		expect([names(b), names(c), names(d)]).toEqual([['Anna', undefined], [undefined], ['Anna']]);
	});

	it('ends with its channel, and belongs to it whatever name it gives', () => {
		const { clock, a, b } = twoPeers();
		const c = new SimulatedPeer(clock);
		const toB = connect(a, b);
		connect(a, c);
		b.synchroniser.setPresence(presence('same'));
		c.synchroniser.setPresence(presence('same'));
		clock.advance(SETTLED_MS);
		expect(names(a)).toEqual(['same', 'same']);
		toB.cut();
		expect(a.synchroniser.peers.map(({ session }) => session)).toEqual([c.session]);
		expect(names(a)).toEqual(['same']);
	});

	it('is told at its latest, and not more often than needed', () => {
		const { clock, a, b } = twoPeers();
		const link = connect(a, b);
		clock.advance(SETTLED_MS);
		const duration = 1_000;
		for (let at = 0; at < duration; at += 10) {
			a.synchroniser.setPresence({ ...presence('Anna'), name: `name ${at}` });
			clock.advance(10);
		}
		clock.advance(SETTLED_MS);
		const told = link.a.sentMessages.filter(({ type }) => type === 'presence').length;
		expect(told).toBeLessThanOrEqual(duration / PRESENCE_INTERVAL_MS + 2);
		expect(names(b)).toEqual([`name ${duration - 10}`]);
	});
});

describe('P18: an update that waits for another one', () => {
	it('is completed by asking its sender anew, once, however many such updates there were', () => {
		const { clock, a, b } = twoPeers();
		const link = connect(a, b);
		clock.advance(SETTLED_MS);
		const importUpdate = b.note.importFromPeer.bind(b.note);
		let lost = false;
		b.note.importFromPeer = (bytes) => {
			if (lost) return importUpdate(bytes);
			lost = true;
			return { kind: 'imported', changed: false, pending: false, contains: new Map() };
		};
		a.type('lost ');
		clock.advance(10);
		a.type('waits ');
		a.type('waits too');
		clock.advance(10);
		expect([a.text, b.text]).toEqual(['lost waits waits too', '']);
		const versions = () => link.b.sentMessages.filter(({ type }) => type === 'version').length;
		expect(versions()).toBe(1);
		clock.advance(REPAIR_DELAY_MS + SETTLED_MS);
		expect(b.text).toBe(a.text);
		expect(versions()).toBe(2);
		expect([a.inSyncWith(1), b.inSyncWith(1)]).toEqual([true, true]);
	});

	it('is left alone if what it waits for came from elsewhere', () => {
		const { clock, a, b } = twoPeers();
		const c = new SimulatedPeer(clock);
		connect(a, b);
		connect(a, c, { delay: () => 200 });
		const link = connect(b, c);
		clock.advance(SETTLED_MS);
		a.type('from a ');
		clock.advance(10);
		b.type('from b');
		clock.advance(20);
		expect(c.text).toBe('');
		clock.advance(REPAIR_DELAY_MS + SETTLED_MS);
		expect([b.text, c.text]).toEqual([a.text, a.text]);
		expect(link.b.sentMessages.filter(({ type }) => type === 'version')).toHaveLength(1);
	});
});

it.each(['before', 'after'])(
	'P19: who claims the session of another %s that one comes does not cut it off, nor gets what is meant for it',
	(order) => {
		const { clock, a, b } = twoPeers();
		const thief = new SimulatedPeer(clock, { session: b.session, role: 'viewer' });
		const comers = order === 'before' ? [thief, b] : [b, thief];
		for (const comer of comers) {
			connect(a, comer);
			clock.advance(SETTLED_MS);
		}
		a.type('text');
		clock.advance(SETTLED_MS);
		expect([a.dropped, b.dropped, b.text, b.inSyncWith(1)]).toEqual([[], [], 'text', true]);
		const chosen = a.synchroniser.peers.find(({ role }) => role === 'writer');
		const heard: unknown[] = [];
		for (const [name, peer] of [
			['b', b],
			['thief', thief]
		] as const) {
			peer.synchroniser.onMoved(({ invite }) => heard.push([name, invite]));
		}
		a.synchroniser.move(new Map([[chosen?.id ?? '', 'invite']]));
		clock.advance(SETTLED_MS);
		expect(heard.sort()).toEqual([
			['b', 'invite'],
			['thief', undefined]
		]);
	}
);

it('P15: a device that says that it is another person now is dropped', () => {
	const { clock, a, b } = twoPeers();
	connect(a, b);
	b.synchroniser.setPresence(presence('Bo'));
	clock.advance(SETTLED_MS);
	b.synchroniser.setPresence({ ...presence('Bo'), name: 'Bodil' });
	clock.advance(SETTLED_MS);
	expect([names(a), a.dropped]).toEqual([['Bodil'], []]);
	b.synchroniser.setPresence(presence('Cy'));
	clock.advance(SETTLED_MS);
	expect(a.dropped).toEqual(['protocol']);
});
