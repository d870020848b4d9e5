import { describe, expect, it } from 'vitest';
import {
	ALIVE_AFTER_MS,
	HEARTBEAT_TICK_MS,
	LATE_TICK_MS,
	PROBE_TIMEOUT_MS,
	QUIET_AFTER_MS,
	UNMET_SILENT_AFTER_MS
} from '$lib/sync/limits.js';
import { ManualClock } from './manual-clock.js';
import type { Link } from './simulated-link.js';
import { COMMIT_MS, connect, SimulatedPeer } from './simulated-peer.js';

const SETTLED_MS = 3_000;
/** What the issue and P23 promise. */
const FOUND_WITHIN_MS = 5_000;

function connectedPeers(isMetAnew = true): {
	clock: ManualClock;
	a: SimulatedPeer;
	b: SimulatedPeer;
	link: Link;
} {
	const clock = new ManualClock();
	const [a, b] = [new SimulatedPeer(clock), new SimulatedPeer(clock)];
	const link = connect(a, b, { isMetAnew });
	clock.advance(SETTLED_MS);
	return { clock, a, b, link };
}

it('P23: a channel that goes silent is found within 5 s and given up, so that the peer is met anew', () => {
	for (let after = 0; after < 2 * ALIVE_AFTER_MS; after += 300) {
		const { clock, a, b, link } = connectedPeers();
		let givenUp = 0;
		link.a.giveUp = () => (givenUp += 1);
		clock.advance(after);
		link.sever();
		clock.advance(FOUND_WITHIN_MS);
		expect([a.dropped, b.dropped, givenUp]).toEqual([['silent'], ['silent'], 1]);
		expect(a.synchroniser.peers).toEqual([]);
	}
});

it('P23: one that is only idle, or on which only one side speaks, stays, and costs next to nothing', () => {
	const { clock, a, b, link } = connectedPeers();
	const before = link.a.sentBytes + link.b.sentBytes;
	clock.advance(600_000);
	expect([a.dropped, b.dropped]).toEqual([[], []]);
	expect((link.a.sentBytes + link.b.sentBytes - before) / 600).toBeLessThan(6);
	for (let second = 0; second < 60; second += 1) {
		a.type('x');
		clock.advance(1_000);
	}
	expect([a.dropped, b.dropped]).toEqual([[], []]);
	expect([a.inSyncWith(1), b.inSyncWith(1)]).toEqual([true, true]);
});

it('P23: in a page out of sight nobody is missed; when it is seen again, who does not answer is dropped at once', () => {
	const { clock, a, link } = connectedPeers();
	a.connections.watching = false;
	link.sever();
	clock.advance(60_000);
	expect(a.dropped).toEqual([]);
	a.connections.watching = true;
	a.connections.probe();
	clock.advance(PROBE_TIMEOUT_MS + HEARTBEAT_TICK_MS);
	expect(a.dropped).toEqual(['silent']);
});

it('P23: who answers when the page wakes stays', () => {
	const { clock, a, b } = connectedPeers();
	a.connections.watching = false;
	clock.advance(60_000);
	a.connections.watching = true;
	a.connections.probe();
	a.connections.probe();
	clock.advance(60_000);
	expect([a.dropped, b.dropped]).toEqual([[], []]);
});

it('P23: a page that slept does not take the others for silent, and hears what waits for it', () => {
	const { clock, a, b } = connectedPeers();
	a.type('before ');
	clock.sleep(60_000);
	a.type('after');
	clock.advance(SETTLED_MS);
	expect([a.dropped, b.dropped]).toEqual([[], []]);
	expect(b.text).toBe('before after');
});

it('P23: a full channel that still drains is not silent; one that never does is', () => {
	const { clock, a, b, link } = connectedPeers();
	link.a.blocked = true;
	clock.advance(FOUND_WITHIN_MS);
	expect([a.dropped, b.dropped]).toEqual([[], ['silent']]);
});

it('P23: the tabs of one browser do without', () => {
	const clock = new ManualClock();
	const [a, b] = [new SimulatedPeer(clock), new SimulatedPeer(clock)];
	const link = connect(a, b, { kind: 'tab' });
	clock.advance(SETTLED_MS);
	link.sever();
	clock.advance(60_000);
	expect([a.dropped, b.dropped]).toEqual([[], []]);
});

it('P11: after a gap both sides state their versions anew', () => {
	const { clock, a, b, link } = connectedPeers();
	const versions = () =>
		[link.a, link.b].map((end) => end.sentMessages.filter(({ type }) => type === 'version').length);
	const before = versions();
	a.type('heard ');
	b.type('just now');
	clock.advance(COMMIT_MS + 10);
	link.a.blocked = link.b.blocked = true;
	clock.advance(QUIET_AFTER_MS + 500);
	link.a.blocked = link.b.blocked = false;
	clock.advance(SETTLED_MS);
	expect([a.dropped, b.dropped]).toEqual([[], []]);
	expect(versions()).toEqual(before.map((count) => count + 1));
});

it('P23: a page that was busy when it woke hears the answers that wait before it judges', () => {
	const { clock, a, b } = connectedPeers();
	a.connections.probe();
	clock.sleep(PROBE_TIMEOUT_MS + 2_000);
	clock.advance(SETTLED_MS);
	expect([a.dropped, b.dropped]).toEqual([[], []]);
});

it('P31: one channel that is in doubt is looked at by itself, also by a page out of sight', () => {
	const { clock, a, b, link } = connectedPeers();
	const c = new SimulatedPeer(clock);
	const other = connect(a, c);
	clock.advance(SETTLED_MS);
	a.connections.watching = false;
	expect(a.connections.hasNetworkPeer).toBe(true);
	link.b.blocked = true;
	other.b.blocked = true;
	a.connections.probeChannel(link.a);
	clock.advance(PROBE_TIMEOUT_MS + HEARTBEAT_TICK_MS);
	expect(a.dropped).toEqual(['silent']);
	expect(link.a.writable).toBe(false);
	expect(other.a.writable).toBe(true);
	expect(b.text).toBe(a.text);
});

it('P23: a page that is late all the time finds out about a silent peer all the same', () => {
	const { clock, a, link } = connectedPeers();
	link.sever();
	for (let late = 0; late < 5; late += 1) {
		clock.sleep(HEARTBEAT_TICK_MS + LATE_TICK_MS + 200);
		clock.advance(1);
	}
	expect(a.dropped).toEqual(['silent']);
});

describe('P23: a peer that nobody would meet anew', () => {
	it('counts as gone while it is silent, and is here again, with all that was written meanwhile, when it is heard', () => {
		const { clock, a, b, link } = connectedPeers(false);
		const here: number[] = [];
		a.synchroniser.onPeersChanged(() => here.push(a.synchroniser.peers.length));
		link.b.blocked = true;
		clock.advance(FOUND_WITHIN_MS);
		expect(a.synchroniser.peers).toEqual([]);
		expect(a.connections.hasNetworkPeer).toBe(false);
		expect(here).toEqual([0]);
		a.type('written alone');
		clock.advance(UNMET_SILENT_AFTER_MS / 2);
		b.type(', by both');
		link.b.blocked = false;
		clock.advance(SETTLED_MS);
		expect([a.dropped, b.dropped]).toEqual([[], []]);
		expect(here.at(-1)).toBe(1);
		expect([a.inSyncWith(1), b.inSyncWith(1)]).toEqual([true, true]);
		expect(a.text).toMatch(/^(?:written alone, by both|, by bothwritten alone)$/);
		expect(b.text).toBe(a.text);
	});

	it('counts as gone where it does not answer a page that wakes, and is not given up for that', () => {
		const { clock, a, link } = connectedPeers(false);
		a.connections.watching = false;
		link.b.blocked = true;
		clock.advance(UNMET_SILENT_AFTER_MS / 2);
		a.connections.watching = true;
		a.connections.probe();
		clock.advance(PROBE_TIMEOUT_MS + HEARTBEAT_TICK_MS);
		expect([a.dropped, a.synchroniser.peers]).toEqual([[], []]);
		link.b.blocked = false;
		clock.advance(SETTLED_MS);
		expect([a.dropped, a.synchroniser.peers.length]).toEqual([[], 1]);
	});

	it('is given up after a minute, once', () => {
		const { clock, a, b, link } = connectedPeers(false);
		link.sever();
		clock.advance(UNMET_SILENT_AFTER_MS - QUIET_AFTER_MS);
		expect([a.dropped, b.dropped]).toEqual([[], []]);
		clock.advance(QUIET_AFTER_MS + FOUND_WITHIN_MS);
		expect([a.dropped, b.dropped]).toEqual([['silent'], ['silent']]);
		clock.advance(UNMET_SILENT_AFTER_MS);
		expect([a.dropped, b.dropped]).toEqual([['silent'], ['silent']]);
	});

	it('whose channel ends while it is silent is gone, and dropped for nothing', () => {
		const { clock, a, link } = connectedPeers(false);
		link.sever();
		clock.advance(FOUND_WITHIN_MS);
		link.cut();
		clock.advance(2 * UNMET_SILENT_AFTER_MS);
		expect(a.dropped).toEqual([]);
	});
});
