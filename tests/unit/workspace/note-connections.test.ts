import { expect, it, vi } from 'vitest';
import type { Connection } from '$lib/sync/connection.js';
import type { PeerView } from '$lib/sync/views.js';
import { NoteConnections, type ConnectionsSource } from '$lib/workspace/note-connections.svelte.js';
import type { DeviceCopy } from '$lib/workspace/types.js';
import { ManualClock } from '../sync/manual-clock.js';

const COPY: DeviceCopy = {
	device: 'wren',
	name: 'Wren',
	right: 'edit',
	hasLastEdit: true,
	hasAll: true,
	heardAt: 0
};

function view(id: string, more: Partial<PeerView> = {}): PeerView {
	return {
		id,
		session: `session ${id}`,
		kind: 'network',
		role: 'writer',
		presence: { type: 'presence', person: 'wren', name: 'Wren', colour: 9, caret: undefined },
		inSync: true,
		stored: undefined,
		isQuiet: false,
		...more
	};
}

/** Connections as many as peers, which count how often they were asked. */
function sourceOf(peers: readonly PeerView[]) {
	const stats = vi.fn(() => Promise.resolve(undefined));
	const source: ConnectionsSource = {
		relays: () => [],
		peers: () => peers,
		connections: () => peers.map(({ id }) => ({ id, admittedForMs: 5_000, stats }) as unknown as Connection),
		copies: () => [COPY],
		colourOf: () => 1
	};
	return { source, stats };
}

/** Lets what was asked for be answered. */
async function settled(): Promise<void> {
	for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
}

it('looks once a second while somebody watches, and not at all otherwise', async () => {
	const clock = new ManualClock();
	const { source, stats } = sourceOf([view('1')]);
	const connections = new NoteConnections(source, clock);
	await settled();
	clock.advance(5_000);
	expect(stats).not.toHaveBeenCalled();
	const stop = connections.watch();
	await settled();
	expect(stats).toHaveBeenCalledTimes(1);
	for (let second = 0; second < 3; second += 1) {
		clock.advance(1_000);
		await settled();
	}
	expect(stats).toHaveBeenCalledTimes(4);
	stop();
	clock.advance(5_000);
	await settled();
	expect(stats).toHaveBeenCalledTimes(4);
});

it('to stop and watch at once, as when a screen is replaced, does not look twice as often', async () => {
	const clock = new ManualClock();
	const { source, stats } = sourceOf([view('1')]);
	const connections = new NoteConnections(source, clock);
	connections.watch()();
	connections.watch();
	await settled();
	stats.mockClear();
	clock.advance(1_000);
	await settled();
	expect(stats).toHaveBeenCalledTimes(1);
});

it('puts together who a peer is and what its device has said that it stored, and tabs last', async () => {
	const tab = view('1', { kind: 'tab' });
	const viewer = view('3', { role: 'viewer' });
	const connections = new NoteConnections(
		sourceOf([tab, view('2'), viewer, view('4', { presence: undefined })]).source,
		new ManualClock()
	);
	connections.watch();
	await settled();
	expect(connections.peers.map(({ id, name, right, copy }) => [id, name, right, copy])).toEqual([
		['2', 'Wren', 'edit', COPY],
		['3', 'Wren', 'view', undefined],
		['4', '?', 'edit', undefined],
		['1', 'Wren', 'edit', undefined]
	]);
	expect(connections.peers[0]?.colour).toBe(1);
});
