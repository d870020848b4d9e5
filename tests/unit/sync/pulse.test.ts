import { expect, it } from 'vitest';
import { Heartbeat } from '$lib/sync/heartbeat.js';
import { ALIVE_AFTER_MS, HEARTBEAT_TICK_MS } from '$lib/sync/limits.js';
import { Pulse } from '$lib/sync/pulse.js';
import { ManualClock } from './manual-clock.js';

const WATCHED_MS = 20 * ALIVE_AFTER_MS;

/** Runs what falls due in WATCHED_MS. @returns how often something did */
function tasksOf(clock: ManualClock): number {
	const end = clock.now() + WATCHED_MS;
	let tasks = 0;
	while (clock.step(end)) tasks += 1;
	return tasks;
}

/** Hearts of one page, begun one after another. */
function hearts(clock: ManualClock, beats: readonly (() => void)[], apartMs = 130): Heartbeat[] {
	const pulse = new Pulse(clock);
	return beats.map((beat) => {
		const heart: Heartbeat = new Heartbeat(clock, pulse, {
			beat: () => {
				heart.sent();
				beat();
			},
			silent: () => undefined
		});
		heart.watching = false;
		heart.start();
		clock.advance(apartMs);
		return heart;
	});
}

it('P23: a page with many connections is woken by them no more often than with one', () => {
	const clock = new ManualClock();
	const beats = Array.from({ length: 16 }, () => 0);
	hearts(
		clock,
		beats.map((_, index) => () => (beats[index] = (beats[index] ?? 0) + 1))
	);
	const before = [...beats];
	expect(tasksOf(clock)).toBeLessThanOrEqual(WATCHED_MS / HEARTBEAT_TICK_MS);
	expect(beats.map((beat, index) => beat - (before[index] ?? 0))).toEqual(
		beats.map(() => WATCHED_MS / ALIVE_AFTER_MS)
	);
});

it('P23: where one connection fails as it is looked at, the others are looked at all the same', () => {
	const clock = new ManualClock();
	let beats = 0;
	const fail = () => {
		throw new Error('fails');
	};
	hearts(clock, [fail, () => (beats += 1)], 0);
	expect(() => clock.advance(ALIVE_AFTER_MS)).toThrow('fails');
	expect(beats).toBe(1);
});

it('P23: a heart that another has stopped in the same look beats no more; with the last the looking ends', () => {
	const clock = new ManualClock();
	let beats = 0;
	const all = hearts(clock, [() => all[1]?.stop(), () => (beats += 1)]);
	clock.advance(ALIVE_AFTER_MS + HEARTBEAT_TICK_MS);
	expect(beats).toBe(0);
	all[0]?.stop();
	all[0]?.stop();
	expect(tasksOf(clock)).toBe(0);
});
