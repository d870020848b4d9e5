import { setImmediate } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { sampleOrFull } from '../support/long.js';
import { CaretPeer } from './caret-peer.js';
import { seeded, seedsToRun, type Random } from './random.js';

const SEEDS = sampleOrFull(3, 12);
const EDITS = 500;
const NAMES = ['ada', 'bea', 'cyd'];

/** Longer than the interval within which edits are undone together. */
const PAUSE_MS = 1000;

/** Seeds that failed while this was written; they run always. */
const PINNED: readonly number[] = [];

let peers: CaretPeer[] = [];

beforeEach(() => {
	vi.useFakeTimers({ toFake: ['Date'], now: 0 });
});

afterEach(() => {
	vi.useRealTimers();
	part();
});

test('after 500 random edits of three peers each caret stands where its owner’s stands', async () => {
	let played = 0;
	for (const seed of seedsToRun(SEEDS, PINNED)) {
		played += 1;
		try {
			play(seeded(seed));
		} catch (failure) {
			throw new Error(`seed ${seed}: ${String(failure)} (FUZZ_SEED=${seed} runs it alone)`, {
				cause: failure
			});
		}
		part();
		await setImmediate();
	}
	console.warn(`${played} seeds of ${EDITS} edits, carets compared along the way and at the end`);
});

function play(random: Random): void {
	peers = NAMES.map((name, index) => new CaretPeer(name, index + 1, random));
	for (let edit = 0; edit < EDITS; edit += 1) {
		if (random.chance(0.5)) vi.advanceTimersByTime(random.int(PAUSE_MS));
		random.pick(peers).edit();
		if (random.chance(0.5)) random.pick(peers).sendTo(random.pick(peers));
		if (random.chance(0.6)) random.pick(peers).receive();
		if (edit % 50 === 49) expectCaretsRight();
	}
}

/** Brings everybody everything, and then looks where each caret is drawn. */
function expectCaretsRight(): void {
	// The second time, what the first brought may have moved their own carets.
	for (let round = 0; round < 3; round += 1) {
		for (const peer of peers) {
			for (const other of peers) if (other !== peer) peer.sendTo(other);
		}
		for (const peer of peers) while (peer.receive());
	}
	for (const peer of peers) {
		expect(peer.text).toBe(peers[0]?.text);
		for (const owner of peers) {
			if (owner !== peer)
				expect(peer.shown(owner.name), `${owner.name} at ${peer.name}`).toEqual(owner.caret);
		}
	}
}

function part(): void {
	for (const peer of peers) peer.close();
	peers = [];
}
