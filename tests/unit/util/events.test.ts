import { expect, it } from 'vitest';
import { Emitter } from '$lib/util/emitter.js';
import { Paced } from '$lib/util/paced.js';
import { ManualClock } from '../sync/manual-clock.js';

function pacedLog(): { clock: ManualClock; paced: Paced<string>; passed: string[] } {
	const clock = new ManualClock();
	const passed: string[] = [];
	const paced = new Paced<string>(clock, 100, (value) => passed.push(`${clock.now()} ${value}`));
	return { clock, paced, passed };
}

it('Emitter: tells all in their order, until they unsubscribe', () => {
	const emitter = new Emitter<number>();
	const heard: string[] = [];
	const unsubscribe = emitter.on((event) => heard.push(`a${event}`));
	emitter.on((event) => heard.push(`b${event}`));
	emitter.emit(1);
	unsubscribe();
	unsubscribe();
	emitter.emit(2);
	emitter.clear();
	emitter.emit(3);
	expect(heard).toEqual(['a1', 'b1', 'b2']);
});

it('Emitter: a listener that throws keeps no other from being called', () => {
	const emitter = new Emitter<number>();
	const heard: number[] = [];
	emitter.on(() => {
		throw new Error('first');
	});
	emitter.on((event) => heard.push(event));
	emitter.on(() => {
		throw new Error('second');
	});
	expect(() => emitter.emit(7)).toThrow('first');
	expect(heard).toEqual([7]);
});

it('Emitter: who subscribes during an event hears of the next one', () => {
	const emitter = new Emitter<number>();
	const heard: number[] = [];
	const unsubscribe = emitter.on(() => {
		unsubscribe();
		emitter.on((event) => heard.push(event));
	});
	emitter.emit(1);
	emitter.emit(2);
	expect(heard).toEqual([2]);
});

it('Paced: the first at once, then the latest in each interval, and none that is stale', () => {
	const { clock, paced, passed } = pacedLog();
	for (const value of ['a', 'b', 'c']) paced.offer(value);
	clock.advance(50);
	paced.offer('d');
	clock.advance(300);
	paced.offer('e');
	clock.advance(300);
	expect(passed).toEqual(['0 a', '100 d', '350 e']);
});

it('Paced: after a value that waited, the interval begins anew', () => {
	const { clock, paced, passed } = pacedLog();
	paced.offer('a');
	paced.offer('b');
	clock.advance(150);
	paced.offer('c');
	clock.advance(1_000);
	expect(passed).toEqual(['0 a', '100 b', '200 c']);
});

it('Paced: what waits when it is stopped is dropped', () => {
	const { clock, paced, passed } = pacedLog();
	paced.offer('a');
	paced.offer('b');
	paced.stop();
	clock.advance(1_000);
	expect(passed).toEqual(['0 a']);
	expect(clock.step()).toBe(false);
});
