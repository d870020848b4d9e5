import { patternOf, replacementFor, type FindQuery } from './query.js';

/** Every so many attempts the time is looked at. */
const ATTEMPTS = 512;

/** Hits in the order of their places: of the one at `index`, `places[2 * index]` is where it begins, the next where it ends. */
export type Places = Uint32Array;

export interface Found {
	readonly places: number[];
	/** What is to be put in the place of each, where that was asked for. */
	readonly inserts: string[];
	/** There are more, which were not looked for. */
	readonly more: boolean;
}

export interface SearchWishes {
	readonly from: number;
	readonly to: number;
	readonly most: number;
	readonly replacement?: string;
}

/**
 * Looks for a query in a stretch of a text. Yields the number of hits so far from time to time, so that it can be interrupted there; within one
 * step a pattern may take as long as it likes. Hits of no length are none.
 * @throws SyntaxError if the query is no regular expression
 */
export function* searchText(
	text: string,
	query: FindQuery,
	{ from, to, most, replacement }: SearchWishes
): Generator<number, Found> {
	const found = { places: [] as number[], inserts: [] as string[], more: false };
	const pattern = patternOf(query);
	if (pattern === undefined) return found;
	pattern.lastIndex = from;
	for (let attempts = 1; ; attempts += 1) {
		const hit = pattern.exec(text);
		if (hit === null || hit.index >= to) return found;
		const [units] = hit;
		if (units === '') pattern.lastIndex += isPair(text, hit.index) ? 2 : 1;
		else if (found.places.length === 2 * most) return { ...found, more: true };
		else {
			found.places.push(hit.index, hit.index + units.length);
			if (replacement !== undefined) found.inserts.push(replacementFor(hit, replacement, query.regexp));
		}
		if (attempts % ATTEMPTS === 0) yield found.places.length / 2;
	}
}

function isPair(text: string, at: number): boolean {
	return (text.codePointAt(at) ?? 0) > 0xffff;
}
