/** How long a text is. */
export interface TextCounts {
	readonly words: number;
	/** As a reader counts them: an emoji is one, a line end is none. */
	readonly characters: number;
}

export const NOTHING_COUNTED: TextCounts = { words: 0, characters: 0 };

/** Scripts that put no space between words: there a dictionary has to find them. */
const UNSPACED =
	/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}][\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}\p{M}ー]*/gu;

/** Words of all other scripts, by Unicode's rules (UAX 29): 100 times as fast as Intl.Segmenter. */
const SPACED =
	/[\p{L}\p{N}_][\p{L}\p{N}\p{M}_]*(?:(?:[.'’·](?=[\p{L}\p{N}])|(?<=\p{N})[,;](?=\p{N}))[\p{L}\p{N}\p{M}_]+)*/gu;

/** The address of a link is not read. */
const ADDRESS = /\]\([^()\s]*(?:\([^()\s]*\)[^()\s]*)*\)/g;

const CHARACTER = /\p{RI}{2}|\P{M}(?:\p{M}|[\u{1f3fb}-\u{1f3ff}]|\u200d\P{M})*|\p{M}+/gu;
const BEYOND_LATIN = /[^\n -\u02ff]/;

const segmenter =
	// Where it is missing, such a script counts by its characters.
	typeof Intl.Segmenter === 'function' ? new Intl.Segmenter(undefined, { granularity: 'word' }) : undefined;

/** Counts the words and characters of a text. It must not begin or end within a word. */
export function countText(text: string): TextCounts {
	return { words: countWords(text.replaceAll(ADDRESS, ']')), characters: countCharacters(text) };
}

/** Two texts that stand one behind the other. */
export function sum(a: TextCounts, b: TextCounts): TextCounts {
	return { words: a.words + b.words, characters: a.characters + b.characters };
}

function countWords(text: string): number {
	let words = 0;
	const spaced = !BEYOND_LATIN.test(text)
		? text
		: text.replaceAll(UNSPACED, (run) => {
				words += countUnspaced(run);
				return ' ';
			});
	return words + matches(spaced, SPACED);
}

function countUnspaced(run: string): number {
	if (segmenter === undefined) return Array.from(run).length;
	let words = 0;
	for (const { isWordLike } of segmenter.segment(run)) words += Number(isWordLike === true);
	return words;
}

function countCharacters(text: string): number {
	const lineEnds = matches(text, /\n/g);
	const characters = BEYOND_LATIN.test(text) ? matches(text, CHARACTER) : text.length;
	return characters - lineEnds;
}

function matches(text: string, pattern: RegExp): number {
	let count = 0;
	pattern.lastIndex = 0;
	while (pattern.test(text)) count += 1;
	return count;
}
