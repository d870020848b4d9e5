import { vi } from 'vitest';

/** What takes milliseconds takes seconds on a machine that is busy with other things; `vi.waitFor` by itself waits for one. */
const LIMIT = { timeout: 30_000 } as const;

/** Waits until a check passes; throws what it threw last if it does not within 30 s. */
export function eventually<T>(check: () => T | Promise<T>): Promise<T> {
	return vi.waitFor(check, LIMIT);
}
