import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { systemClock } from '$lib/util/clock';
import { Steady } from '$lib/workspace/steady';

const LASTING_MS = 300;
let shown: string[] = [];

function steady(): Steady<string> {
	const isGood = (value: string) => value !== 'saving';
	const same = (a: string, b: string) => a === b;
	return new Steady<string>('saving', { isGood, same, lastingMs: LASTING_MS }, systemClock, (value) =>
		shown.push(value)
	);
}

beforeEach(() => {
	shown = [];
	vi.useFakeTimers();
});

afterEach(() => vi.useRealTimers());

it('shows good news only after it has lasted, and bad news at once', () => {
	const status = steady();
	status.set('saved');
	vi.advanceTimersByTime(LASTING_MS - 1);
	expect(shown).toEqual([]);
	vi.advanceTimersByTime(1);
	expect(shown).toEqual(['saved']);
	status.set('saving');
	expect(shown).toEqual(['saved', 'saving']);
});

it('does not flicker while good and bad news alternate', () => {
	const status = steady();
	for (let key = 0; key < 20; key += 1) {
		status.set('saved');
		vi.advanceTimersByTime(LASTING_MS / 2);
		status.set('saving');
		vi.advanceTimersByTime(LASTING_MS / 4);
	}
	expect(shown).toEqual([]);
});

it('shows the latest good news when the wait is over, and one good state after another at once', () => {
	const status = steady();
	status.set('saved');
	status.set('synced');
	vi.advanceTimersByTime(LASTING_MS);
	status.set('saved');
	expect(shown).toEqual(['synced', 'saved']);
});
