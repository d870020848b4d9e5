import { describe, expect, it } from 'vitest';
import type { ExcerptPart } from '$lib/search/excerpts.js';
import { plainExcerpt } from '$lib/ui/plain-excerpt.js';

/** Parts as they are written here: what was found stands between ‹ and ›. */
function parts(line: string): ExcerptPart[] {
	return line
		.split(/[‹›]/)
		.map((text, index) => ({ text, hit: index % 2 === 1 }))
		.filter(({ text }) => text !== '');
}

const shown = (line: string): string =>
	plainExcerpt(parts(line))
		.map(({ text, hit }) => (hit ? `‹${text}›` : text))
		.join('');

describe('a found line, without its marks', () => {
	it.each([
		['We leave on **‹Thursday›**, before the rain.', 'We leave on ‹Thursday›, before the rain.'],
		['We leave **on ‹Thu›rsday**', 'We leave on ‹Thu›rsday'],
		['- [ ] ask ‹Jo› for *the ‹pot›*', 'ask ‹Jo› for the ‹pot›'],
		['## ‹Who› does what', '‹Who› does what'],
		['> > and [the ‹map›](https://example.org/map)', 'and the ‹map›'],
		['…of the `‹row› 7` and ~~old~~…', '…of the ‹row› 7 and old…'],
		['no ‹mark› at all', 'no ‹mark› at all']
	])('%s', (line, plain) => {
		expect(shown(line)).toBe(plain);
	});

	it.each([
		['what was found stands in a mark', 'see [the map](https://example.org/‹orchard›)'],
		['what was found is a mark', '‹**›bold**'],
		['what was found begins a block', '‹##› Heading'],
		['half of a mark was found', 'snake ‹_ca›se_']
	])('stays as it is written where %s', (_, line) => {
		expect(shown(line)).toBe(line);
	});
});
