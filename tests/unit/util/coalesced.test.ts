import { expect, it } from 'vitest';
import { Coalesced } from '$lib/util/coalesced.js';
import { ManualClock } from '../sync/manual-clock.js';

it('runs at once after the first change, and once for all that come within the interval', () => {
	const clock = new ManualClock();
	let runs = 0;
	const coalesced = new Coalesced(clock, 100, () => (runs += 1));
	coalesced.changed();
	expect(runs).toBe(1);
	for (let at = 0; at < 9; at += 1) {
		clock.advance(10);
		coalesced.changed();
	}
	expect(runs).toBe(1);
	clock.advance(10);
	expect(runs).toBe(2);
	clock.advance(1_000);
	expect(runs).toBe(2);
	coalesced.changed();
	expect(runs).toBe(3);
});

it('whoever needs it now has it, and nothing is run twice for it', () => {
	const clock = new ManualClock();
	let runs = 0;
	const coalesced = new Coalesced(clock, 100, () => (runs += 1));
	coalesced.settle();
	expect(runs).toBe(0);
	coalesced.changed();
	coalesced.changed();
	coalesced.settle();
	expect(runs).toBe(2);
	clock.advance(1_000);
	expect(runs).toBe(2);
});

it('what takes long is run less often', () => {
	const clock = new ManualClock();
	let runs = 0;
	const coalesced = new Coalesced(clock, 100, () => {
		runs += 1;
		clock.advance(50);
	});
	coalesced.changed();
	coalesced.changed();
	clock.advance(490);
	expect(runs).toBe(1);
	clock.advance(20);
	expect(runs).toBe(2);
});

it('what waits as it is stopped is not run', () => {
	const clock = new ManualClock();
	let runs = 0;
	const coalesced = new Coalesced(clock, 100, () => (runs += 1));
	coalesced.changed();
	coalesced.changed();
	coalesced.stop();
	clock.advance(1_000);
	expect(runs).toBe(1);
});
