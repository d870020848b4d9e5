import { setImmediate } from 'node:timers/promises';
import { SyncWorld } from './sync-world.js';

/** How many things happen in each simulated world. */
const STEPS = 200;

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

/** Plays the worlds of these seeds, one after another. */
export async function simulateAll(seeds: Iterable<number>): Promise<void> {
	for (const seed of seeds) await simulate(seed);
}
