import { expect, it } from 'vitest';
import { LIST_RESTS_MS, ListKeeping } from '$lib/ui/list-keeping.js';
import { ManualClock } from '../sync/manual-clock.js';

function keeping() {
	const clock = new ManualClock();
	const times: number[] = [];
	const begun = clock.now();
	return { clock, times, list: new ListKeeping(clock, () => times.push(clock.now() - begun)) };
}

it('S53 the list is kept once it rests, not at each word that is written', () => {
	const { clock, times, list } = keeping();
	for (let word = 0; word < 10; word += 1) {
		list.changed(3);
		clock.advance(500);
	}
	expect(times).toEqual([]);
	clock.advance(LIST_RESTS_MS);
	expect(times).toEqual([4_500 + LIST_RESTS_MS]);
	clock.advance(60_000);
	expect(times).toHaveLength(1);
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
