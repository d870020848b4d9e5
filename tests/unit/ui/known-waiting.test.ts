import { expect, it } from 'vitest';
import { keepKnownWaiting, knownWaiting } from '$lib/ui/known-waiting.js';

it('S42 what waits is known at once at the next start, as long as it does', () => {
	let kept: string | null = null;
	const open = () => ({ getItem: () => kept, setItem: (_: string, value: string) => void (kept = value) });
	expect(knownWaiting(open)).toBeUndefined();
	keepKnownWaiting(open, 'share');
	expect(knownWaiting(open)).toBe('share');
	keepKnownWaiting(open, undefined);
	expect(knownWaiting(open)).toBeUndefined();
});

it('a store that is shut keeps nothing from working', () => {
	const shut = () => {
		throw new DOMException('', 'SecurityError');
	};
	expect(knownWaiting(shut)).toBeUndefined();
	expect(() => keepKnownWaiting(shut, 'share')).not.toThrow();
});
