import { StorageError } from '../storage/chunk-store.js';
import type { Clock } from '../util/clock.js';

/** How long storage is left alone, in milliseconds, before something that was said is stored once more. */
const RETRY_MS = 2_000;

/** Does what may be done again, until storage takes it. @throws what is no StorageError */
export async function untilStored(clock: Clock, work: () => Promise<void>): Promise<void> {
	for (;;) {
		try {
			await work();
			return;
		} catch (failure) {
			warnUnstored(failure);
			await pause(clock, RETRY_MS);
		}
	}
}

/** Notes that something could not be stored. @throws what is no StorageError */
export function warnUnstored(failure: unknown): void {
	if (!(failure instanceof StorageError)) throw failure;
	console.warn('the library could not be stored yet', failure.reason);
}

export function pause(clock: Clock, milliseconds: number): Promise<void> {
	return new Promise((resolve) => void clock.after(milliseconds, resolve));
}
