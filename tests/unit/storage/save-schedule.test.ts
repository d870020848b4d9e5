import { beforeEach, describe, expect, it } from 'vitest';
import { RETRY_FIRST_MS, RETRY_MAX_MS, SAVE_SOON_MS, SAVE_WITHIN_MS } from '$lib/storage/limits.js';
import { SaveSchedule } from '$lib/storage/save-schedule.js';
import { seeded } from '../../fuzz/random.js';
import { ManualClock } from '../sync/manual-clock.js';

let clock: ManualClock;
let begunAt: number[];
let schedule: SaveSchedule;

beforeEach(() => {
	clock = new ManualClock();
	begunAt = [];
	schedule = new SaveSchedule(clock, () => {
		schedule.begun();
		begunAt.push(clock.now());
	});
	clock.advance(10_000);
});

describe('S8 when a write begins', () => {
	it('soon after a change that follows a pause', () => {
		schedule.changed();
		clock.advance(SAVE_WITHIN_MS);
		expect(begunAt).toEqual([10_000 + SAVE_SOON_MS]);
	});

	it('within 100 ms of every change, and not for each of many', () => {
		const random = seeded(8);
		const changes: number[] = [];
		const end = clock.now() + 20_000;
		while (clock.now() < end) {
			changes.push(clock.now());
			const before = begunAt.length;
			schedule.changed();
			clock.advance(random.int(random.chance(0.1) ? 300 : 20));
			if (begunAt.length > before) schedule.ended('succeeded');
		}
		for (const change of changes.slice(0, -20)) {
			const begun = begunAt.find((time) => time >= change);
			expect((begun ?? Infinity) - change).toBeLessThanOrEqual(SAVE_WITHIN_MS);
		}
		expect(begunAt.length).toBeLessThan(changes.length / 4);
	});

	it('for what changes during a write after its end, and never beside it', () => {
		schedule.changed();
		clock.advance(SAVE_SOON_MS);
		schedule.changed();
		clock.advance(1_000);
		expect(begunAt).toHaveLength(1);
		schedule.ended('succeeded');
		clock.advance(0);
		expect(begunAt).toHaveLength(2);
	});

	it('not until both of two writes that run at the same time have ended', () => {
		schedule.begun();
		schedule.begun();
		schedule.changed();
		schedule.ended('succeeded');
		clock.advance(1_000);
		expect(begunAt).toHaveLength(0);
		schedule.ended('succeeded');
		clock.advance(0);
		expect(begunAt).toHaveLength(1);
	});

	it('not once it is stopped', () => {
		schedule.changed();
		schedule.stop();
		schedule.changed();
		clock.advance(1_000);
		expect(begunAt).toEqual([]);
	});
});

describe('S9 after a failure', () => {
	function failTimes(times: number): number[] {
		schedule.begun();
		schedule.ended('failed');
		for (let time = 1; time < times; time += 1) {
			clock.step();
			schedule.ended('failed');
		}
		return begunAt.map((time, index) => time - (begunAt[index - 1] ?? 10_000));
	}

	it('it is tried again after 0.5 s, and then after twice as long each time, up to 30 s', () => {
		const delays = failTimes(10);
		expect(delays.slice(0, 4)).toEqual([500, 1_000, 2_000, 4_000]);
		expect(delays.slice(-2)).toEqual([RETRY_MAX_MS, RETRY_MAX_MS]);
	});

	it('it is tried again at the next change', () => {
		failTimes(10);
		clock.advance(5_000);
		const tries = begunAt.length;
		schedule.changed();
		clock.advance(SAVE_WITHIN_MS);
		expect(begunAt).toHaveLength(tries + 1);
	});

	it('it is not tried at each change of many', () => {
		failTimes(1);
		for (let change = 0; change < 100; change += 1) {
			const before = begunAt.length;
			schedule.changed();
			clock.advance(50);
			if (begunAt.length > before) schedule.ended('failed');
		}
		expect(begunAt.length).toBeLessThanOrEqual(5_000 / RETRY_FIRST_MS);
		expect(begunAt.length).toBeGreaterThan(5);
	});

	it('success makes the next delay short again', () => {
		failTimes(6);
		schedule.begun();
		schedule.ended('succeeded');
		begunAt.length = 0;
		schedule.begun();
		const failedAt = clock.now();
		schedule.ended('failed');
		clock.step();
		expect(begunAt).toEqual([failedAt + RETRY_FIRST_MS]);
	});
});
