import { it } from 'vitest';
import { simulateSeeds } from './sync-simulation.js';

// One half of the seeds; the other half runs beside it, on another core.
it('P9-P23, S4-S7: peers end equal and know it, whatever happens to channels, stores and pages', async () => {
	await simulateSeeds((seed) => seed % 2 === 1);
});
