/** Random choices that one seed decides, so that a failing run can be repeated. */
export interface Random {
	/** A whole number from 0 to `max` - 1; 0 if `max` is less than 1. */
	int(max: number): number;
	/** One of the items, which must not be empty. */
	pick<Item>(items: readonly Item[]): Item;
	/** True with probability `p`. */
	chance(p: number): boolean;
	/** One to eight letters of `alphabet`. */
	word(alphabet?: string): string;
}

const LETTERS = 'abcdefghijklmnopqrstuvwxyz';
const MAX_WORD_LENGTH = 8;

/** The generator mulberry32 on a 32-bit seed. */
export function seeded(seed: number): Random {
	let state = seed >>> 0;

	function fraction(): number {
		state = (state + 0x6d2b79f5) >>> 0;
		let mixed = Math.imul(state ^ (state >>> 15), state | 1);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed;
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
	}

	const random: Random = {
		int: (max) => Math.floor(fraction() * Math.max(1, max)),
		pick: (items) => {
			const index = random.int(items.length);
			if (index >= items.length) throw new RangeError('nothing to pick from');
			return items[index] as (typeof items)[number];
		},
		chance: (p) => fraction() < p,
		word: (alphabet = LETTERS) => {
			const letters = Array.from(alphabet);
			return Array.from({ length: 1 + random.int(MAX_WORD_LENGTH) }, () => random.pick(letters)).join('');
		}
	};
	return random;
}

const MINUTE_MS = 60_000;
const MAX_SEED = 2 ** 31;

/**
 * The seeds of a run: the pinned ones, which failed once, and then 1 to `count`. `FUZZ_SEED` runs one alone,
 * `FUZZ_SEEDS` changes the count, and `FUZZ_MINUTES` goes on with new ones until that time is over.
 */
export function* seedsToRun(count: number, pinned: readonly number[] = []): Generator<number> {
	const { FUZZ_SEED: only, FUZZ_SEEDS: wanted, FUZZ_MINUTES: minutes } = process.env;
	if (only !== undefined) {
		yield Number(only);
		return;
	}
	yield* pinned;
	if (minutes === undefined) {
		for (let seed = 1; seed <= Number(wanted ?? count); seed += 1) yield seed;
		return;
	}
	const end = performance.now() + Number(minutes) * MINUTE_MS;
	const first = Math.floor(Math.random() * MAX_SEED);
	console.warn(`seeds from ${first} on, for ${minutes} minutes`);
	for (let seed = first; performance.now() < end; seed += 1) yield seed;
	console.warn('the time is over');
}
