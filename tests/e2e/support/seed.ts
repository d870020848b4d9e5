/** The seed of this run: FUZZ_SEED, else a fresh one. It is printed, so that a run that fails can be repeated. */
export function seedOfRun(): number {
	const seed = Number(process.env.FUZZ_SEED ?? Date.now() % 1_000_000);
	console.warn(`seed ${seed}: repeat with FUZZ_SEED=${seed}`);
	return seed;
}
