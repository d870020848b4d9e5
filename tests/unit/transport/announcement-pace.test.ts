import { beforeEach, expect, it } from 'vitest';
import { AnnouncementPace } from '$lib/transport/announcement-pace.js';
import {
	ANNOUNCE_ALONE_MS,
	ANNOUNCE_IN_COMPANY_MS,
	CALLS_TO_UNMET,
	EXTRA_CALL_REFILL_MS,
	MAX_EXTRA_CALLS,
	MAX_UNMET
} from '$lib/transport/limits.js';
import { ManualClock } from '../sync/manual-clock.js';

let clock: ManualClock;
let pace: AnnouncementPace;

beforeEach(() => {
	clock = new ManualClock();
	pace = new AnnouncementPace(clock);
});

/** When a page makes itself known that is asked as often as Trystero asks it, in milliseconds from now. */
function announcedWithin(ms: number): number[] {
	const times: number[] = [];
	for (let passed = 0; passed < ms; passed += ANNOUNCE_ALONE_MS) {
		if (pace.takeDue()) times.push(passed);
		clock.advance(ANNOUNCE_ALONE_MS);
	}
	return times;
}

const MINUTE = 60_000;

it('P30: alone, a page makes itself known each time; in company, once a minute', () => {
	expect(announcedWithin(MINUTE)).toHaveLength(MINUTE / ANNOUNCE_ALONE_MS);
	pace.met('a');
	clock.advance(ANNOUNCE_IN_COMPANY_MS);
	expect(announcedWithin(3 * MINUTE)).toEqual([0, MINUTE, 2 * MINUTE]);
});

it('P30: whoever was lost hears of this page at once, and then seldom again', () => {
	pace.met('a');
	pace.met('b');
	expect(pace.takeDue()).toBe(true);
	clock.advance(ANNOUNCE_ALONE_MS);
	expect(pace.takeDue()).toBe(false);
	pace.lost('b');
	expect(announcedWithin(MINUTE)).toEqual([0]);
});

it('P30: in company, who is heard and not met is called soon, until there is a channel', () => {
	pace.met('a');
	pace.takeDue();
	pace.heard('b');
	clock.advance(ANNOUNCE_ALONE_MS);
	expect(announcedWithin(3 * ANNOUNCE_ALONE_MS)).toHaveLength(3);
	pace.met('b');
	expect(announcedWithin(MINUTE - ANNOUNCE_ALONE_MS)).toEqual([]);
});

it('P30: who cannot be met is called some times only, however often it is heard', () => {
	pace.met('a');
	pace.takeDue();
	const perMinute = Array.from({ length: 10 }, () => {
		pace.heard('b');
		return announcedWithin(MINUTE).length;
	});
	expect(perMinute[0]).toBe(CALLS_TO_UNMET);
	expect(perMinute.slice(1).every((calls) => calls <= 2)).toBe(true);
});

it('P30: in company, calls do not follow on each other at once, and none is owed to who is met', () => {
	pace.met('a');
	pace.takeDue();
	pace.heard('a');
	pace.heard('b');
	expect(pace.takeDue()).toBe(false);
	clock.advance(1_000);
	expect(pace.takeDue()).toBe(false);
	pace.met('b');
	clock.advance(ANNOUNCE_ALONE_MS);
	expect(pace.takeDue()).toBe(false);
});

it('P30: however many peers a relay makes up, at once or one after another, a page in company is quiet in the end', () => {
	pace.met('a');
	for (let made = 0; made < 10 * MAX_UNMET; made += 1) pace.heard(`made up ${made}`);
	expect(announcedWithin(MINUTE)).toHaveLength(CALLS_TO_UNMET);
	let calls = 0;
	for (let made = 0; made < 90; made += 1) {
		pace.heard(`one after another ${made}`);
		calls += announcedWithin(40_000).length;
	}
	const anHour = 60 * MINUTE;
	expect(calls).toBeLessThanOrEqual(60 + MAX_EXTRA_CALLS + anHour / EXTRA_CALL_REFILL_MS);
});

it('P30: peers that are never met take the place of nobody who comes later', () => {
	pace.met('a');
	for (let made = 0; made < MAX_UNMET; made += 1) pace.heard(`never met ${made}`);
	announcedWithin(30 * MINUTE);
	pace.takeDue();
	pace.heard('newcomer');
	clock.advance(ANNOUNCE_ALONE_MS);
	expect(announcedWithin(3 * ANNOUNCE_ALONE_MS)).toHaveLength(3);
});
