import { expect, it } from 'vitest';
import { KEPT_WITHIN_MS, ListKeeping } from '$lib/ui/list-keeping.js';
import { ManualClock } from '../sync/manual-clock.js';

function keeping() {
	const clock = new ManualClock();
	const times: number[] = [];
	const begun = clock.now();
	return { clock, times, list: new ListKeeping(clock, () => times.push(clock.now() - begun)) };
}

it('S53 the list is kept soon after a change, also where somebody writes on and on, and not at each word', () => {
	const { clock, times, list } = keeping();
	for (let word = 0; word < 10; word += 1) {
		list.changed(3);
		clock.advance(500);
	}
	expect(times).toEqual([KEPT_WITHIN_MS, 2 * KEPT_WITHIN_MS]);
	clock.advance(60_000);
	expect(times).toHaveLength(3);
});

it('S53 a note that has left the list leaves what is kept at once', () => {
	const { clock, times, list } = keeping();
	list.changed(3);
	list.changed(2);
	expect(times).toEqual([0]);
	clock.advance(60_000);
	expect(times).toHaveLength(1);
});

it('S53 as the page goes out of sight, what is not kept yet is kept', () => {
	const { clock, times, list } = keeping();
	list.settle();
	expect(times).toEqual([]);
	list.changed(3);
	list.settle();
	list.settle();
	clock.advance(60_000);
	expect(times).toEqual([0]);
});
