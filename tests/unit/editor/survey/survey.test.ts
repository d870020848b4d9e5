import { ChangeSet, Text } from '@codemirror/state';
import { describe, expect, it } from 'vitest';
import { markdownLanguage } from '$lib/editor/markdown/language.js';
import { countText } from '$lib/editor/survey/count-text.js';
import { scanHeadings, type Heading } from '$lib/editor/survey/heading-scan.js';
import { plainHeading } from '$lib/editor/survey/plain-heading.js';
import { TextSurvey } from '$lib/editor/survey/text-survey.js';
import { seeded, type Random } from '../../../fuzz/random.js';
import { longNote } from '../../../support/long-note.js';
import { sampleOrFull } from '../../../support/long.js';

/** Lines that headings are made of, or that keep others from being any. */
const LINES = [
	'',
	'',
	'# one',
	'## two ##',
	'###### six',
	'####### seven',
	'#none',
	'#',
	'words',
	'more words',
	'===',
	'---',
	'-',
	'- item',
	'1. first',
	'> quote',
	'> # quoted',
	'- # in an item',
	'```',
	'~~~ js',
	'***',
	'| a | b |',
	'| - | - |',
	'**bold** words'
];

function randomText(random: Random, lines: number): string {
	return Array.from({ length: lines }, () => random.pick(LINES)).join('\n');
}

/** What the parser takes for headings outside of quotes and items. */
function parsedHeadings(text: string): { level: number; at: number }[] {
	const headings: { level: number; at: number }[] = [];
	markdownLanguage.parser.parse(text).iterate({
		enter({ name, from }) {
			const [, level] = /^(?:ATX|Setext)Heading(\d)$/.exec(name) ?? [];
			if (level !== undefined) headings.push({ level: Number(level), at: from });
			return name === 'Document' || name === 'Section';
		}
	});
	return headings;
}

function places(headings: readonly Heading[]): { level: number; at: number }[] {
	return headings.map(({ level, at }) => ({ level, at }));
}

describe('headings', () => {
	it('are those that the parser finds', () => {
		for (let seed = 0; seed < 400; seed += 1) {
			const text = randomText(seeded(seed), 12);
			expect(places(scanHeadings(text, '')), JSON.stringify({ seed, text })).toEqual(parsedHeadings(text));
		}
	});

	it.each([
		['a **bold** and *slanted* `word`', 'a bold and slanted word'],
		['a [link](https://a.b/c) ![and](x.png) <https://d.e>', 'a link and https://d.e'],
		['snake_case_name 2*3*4', 'snake_case_name 2*3*4'],
		['not \\*slanted\\*', 'not *slanted*'],
		['**🐐**', '🐐']
	])('read without marks: %s', (written, read) => {
		expect(plainHeading(written)).toBe(read);
	});
});

describe('counts', () => {
	it.each([
		['', 0, 0],
		['one two  three\nfour', 4, 18],
		["can’t isn't 3,14 3.14 e.g. a_b", 6, 30],
		['well-known', 2, 10],
		['# Title\n\n- **bold** [link](https://a.example/b_(c))', 3, 49],
		['дом и кошка', 3, 11],
		['日本語の文章です', 4, 8],
		['ไปโรงเรียน', 2, 9],
		['cafe\u0301 👩‍👩‍👧‍👦 🇩🇪 👍🏽', 1, 10],
		['🐐🐐', 0, 2]
	])('%j', (text, words, characters) => {
		expect(countText(text)).toEqual({ words, characters });
	});

	it('are those of Intl.Segmenter', () => {
		const words = new Intl.Segmenter(undefined, { granularity: 'word' });
		const characters = new Intl.Segmenter(undefined, { granularity: 'grapheme' });
		const samples = [
			'The old path climbs slowly, and it’s 3.5 km to the "house" (not 1,000) of J. R. Smith-Jones.',
			'Это 2-й дом; naïve café, Ærø & Łódź. Ελληνικά, עברית, العربية؟ हिंदी में',
			'我们走在路上。今日は天気がいいですね。학교에 갑니다 🌳🇫🇷 👨‍👩‍👧 e\u0301'
		];
		for (const sample of samples) {
			const expected = {
				words: [...words.segment(sample)].filter(({ isWordLike }) => isWordLike).length,
				characters: [...characters.segment(sample)].length
			};
			expect(countText(sample), sample).toEqual(expected);
		}
	});
});

describe('a survey', () => {
	it('is after any edits what it is when made anew', () => {
		for (let seed = 0; seed < sampleOrFull(4, 12); seed += 1) {
			const random = seeded(seed);
			let text = Text.of(`${longNote(40_000)}${randomText(random, 2_000)}`.split('\n'));
			const survey = new TextSurvey();
			survey.begin(text);
			for (let round = 0; round < 20; round += 1) {
				const from = random.int(text.length);
				const to = random.chance(0.5) ? from : Math.min(text.length, from + random.int(60));
				const insert = random.chance(0.8) ? `\n${random.pick(LINES)}\n` : random.word();
				const changes = ChangeSet.of({ from, to, insert }, text.length, '\n');
				text = changes.apply(text);
				survey.change(changes.desc, text);
				const anew = new TextSurvey();
				anew.begin(text);
				expect(survey.headings, `seed ${seed}, round ${round}`).toEqual(anew.headings);
				expect(survey.counts, `seed ${seed}, round ${round}`).toEqual(anew.counts);
			}
		}
	});

	it('reads at a key no more than two sections of a long note', () => {
		let text = Text.of(longNote(1_000_000).split('\n'));
		const survey = new TextSurvey();
		survey.begin(text);
		expect(survey.read).toBeGreaterThan(30);
		expect(survey.headings.length).toBeGreaterThan(200);
		for (const share of [0, 0.3, 0.99]) {
			const changes = ChangeSet.of({ from: Math.floor(text.length * share), insert: 'x' }, text.length);
			text = changes.apply(text);
			survey.change(changes.desc, text);
			expect(survey.read).toBeLessThanOrEqual(2);
		}
	});
});
