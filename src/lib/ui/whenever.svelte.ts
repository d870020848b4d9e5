import { untrack } from 'svelte';

/**
 * An effect that does something about what it reads, now and whenever that is another: what `act` reads makes nothing run again. To be
 * called where effects are.
 */
export function whenever<Value>(read: () => Value, act: (value: Value) => void): void {
	$effect(() => {
		const value = read();
		untrack(() => act(value));
	});
}
