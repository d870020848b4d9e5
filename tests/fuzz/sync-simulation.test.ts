import { it } from 'vitest';
import { seedsToRun } from './random.js';
import { simulateAll } from './sync-simulation.js';

const SEEDS = 1_000;

/** Seeds that once found a fault: that each side ended the channel which the other kept, of two to one page. */
const PINNED: readonly number[] = [13];

it('P9-P23, S4-S7: peers end equal and know it, whatever happens to channels, stores and pages', async () => {
	await simulateAll(seedsToRun(SEEDS, PINNED));
});
