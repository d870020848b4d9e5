import { fold } from './fold.js';

/** More is not looked for: it was pasted by mistake. */
export const MAX_QUERY_LENGTH = 200;
const MAX_WORDS = 12;

const QUOTED_OR_BARE = /"([^"]+)"?|[^\s"]+/g;

/**
 * What is looked for: pieces of text, folded, all of which a note must hold, in its title or its text. They are divided by spaces; what
 * stands in quotes is one piece. None: nothing is looked for.
 */
export function wordsOf(query: string): readonly string[] {
	const words = new Set<string>();
	for (const [whole, quoted] of fold(query.slice(0, MAX_QUERY_LENGTH)).matchAll(QUOTED_OR_BARE)) {
		const word = (quoted ?? whole).trim();
		if (word !== '' && words.size < MAX_WORDS) words.add(word);
	}
	return [...words];
}
