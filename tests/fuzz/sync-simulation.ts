import { setImmediate } from 'node:timers/promises';
import { sampleOrFull } from '../support/long.js';
import { seedsToRun } from './random.js';
import { SyncWorld } from './sync-world.js';

/** How many worlds are played, and how many things happen in each. */
const SEEDS = sampleOrFull(150, 1_000);
const STEPS = 200;

/**
 * Seeds that once found a fault: 13, that each side ended the channel which the other kept, of two to one page; 25,
 * that what had waited for an update was lost when the document died; 55 and 558, that a synchroniser whose document
 * had died still called its peers in sync.
 */
const PINNED: readonly number[] = [13, 25, 55, 558];

/** Plays one world to its end. @throws with the seed, if what must hold did not */
async function simulate(seed: number): Promise<void> {
	const world = await SyncWorld.start(seed);
	try {
		for (let step = 0; step < STEPS; step += 1) await world.step();
		await world.settle();
	} catch (cause) {
		throw new Error(`seed ${seed}: run it alone with FUZZ_SEED=${seed}`, { cause });
	} finally {
		world.close();
	}
	// Loro's handles are freed between turns of the event loop only.
	await setImmediate();
}

/** Plays the worlds of those seeds that are wanted, one after another. */
export async function simulateSeeds(isWanted: (seed: number) => boolean): Promise<void> {
	for (const seed of seedsToRun(SEEDS, PINNED)) if (isWanted(seed)) await simulate(seed);
}
