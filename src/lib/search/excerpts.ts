import { isInCode } from '../markup/open-code.js';
import { plainLine, plainText } from '../note/plain-text.js';
import { fold, foldLine } from './fold.js';

/** A piece of a line; a hit is to be marked. */
export interface ExcerptPart {
	readonly text: string;
	readonly hit: boolean;
}

/** A line of a note in which something was found, cut to what surrounds its first hit, and without its marks. */
export interface Excerpt {
	/** Where the first hit begins and ends, in UTF-16 units of the note's text. */
	readonly from: number;
	readonly to: number;
	readonly parts: readonly ExcerptPart[];
}

/** So many lines are shown of a note. */
const MOST_LINES = 3;
/** How much of a line is shown before its first hit, and in all, in UTF-16 units. */
const BEFORE = 32;
const LENGTH = 140;
/** A line that is longer, in UTF-16 units, is only looked at so far around the hit. */
const LONG_LINE = 4_000;
/** So much before and behind a hit is read without its marks, in UTF-16 units. */
const NEAR = 300;

const ELLIPSIS = '…';

/** The lines of a text that show what was found: for each of the words the first one, and then those that come next. */
export function excerptsOf(text: string, words: readonly string[]): Excerpt[] {
	const folded = fold(text);
	const places = linesWith(folded, words);
	const excerpts: Excerpt[] = [];
	let [line, start] = [0, 0];
	for (const place of places) {
		for (; line < place.line; line += 1) start = text.indexOf('\n', start) + 1;
		const end = text.indexOf('\n', start);
		const excerpt = excerptOf(text, start, end < 0 ? text.length : end, place.offset, words);
		if (excerpt !== undefined) excerpts.push(excerpt);
	}
	return excerpts;
}

interface LinePlace {
	/** Counted from 0. Folding changes lengths, but never the count of lines. */
	readonly line: number;
	/** How far the hit is from the line's begin, in the folded text. */
	readonly offset: number;
}

function linesWith(folded: string, words: readonly string[]): LinePlace[] {
	const starts = new Map<number, number>();
	const add = (at: number) => {
		const start = folded.lastIndexOf('\n', at - 1) + 1;
		if (at >= 0 && !starts.has(start)) starts.set(start, at - start);
	};
	for (const word of words) if (starts.size < MOST_LINES) add(folded.indexOf(word));
	let after = 0;
	while (starts.size < MOST_LINES) {
		const next = words.map((word) => folded.indexOf(word, after)).filter((at) => at >= 0);
		if (next.length === 0) break;
		const at = Math.min(...next);
		add(at);
		const end = folded.indexOf('\n', at);
		if (end < 0) break;
		after = end + 1;
	}
	const places: LinePlace[] = [];
	let [line, counted] = [0, 0];
	for (const [start, offset] of [...starts].sort(([a], [b]) => a - b)) {
		for (let at = folded.indexOf('\n', counted); at >= 0 && at < start; at = folded.indexOf('\n', at + 1)) {
			line += 1;
			counted = at + 1;
		}
		places.push({ line, offset });
	}
	return places;
}

interface Range {
	readonly from: number;
	readonly to: number;
}

function excerptOf(
	text: string,
	start: number,
	end: number,
	offset: number,
	words: readonly string[]
): Excerpt | undefined {
	const from =
		end - start <= LONG_LINE ? start : Math.max(start, pieceWith(text, start, end, offset) - 2 * BEFORE);
	const line = text.slice(from, Math.min(end, from + LONG_LINE));
	const hits = hitsIn(line, words);
	const first = hits[0];
	if (first === undefined) return undefined;
	const written: Piece = { text: line, hits, isBegin: from === start, isEnd: from + line.length >= end };
	const plain = isInCode(text, start) ? undefined : plainPiece(written, first, words);
	return { from: from + first.from, to: from + first.to, parts: partsOf(plain ?? written) };
}

/** What of a line is looked at, and where the hits in it are. */
interface Piece {
	readonly text: string;
	readonly hits: readonly Range[];
	/** Whether the line begins and ends with it. */
	readonly isBegin: boolean;
	readonly isEnd: boolean;
}

/** What is around a hit without its marks; undefined if only those, or the address of a link, hold one of the words. */
function plainPiece(
	{ text: line, isBegin, isEnd }: Piece,
	{ from, to }: Range,
	words: readonly string[]
): Piece | undefined {
	const begin = from <= NEAR ? 0 : wordBegin(line, from - NEAR);
	const written = line.slice(begin, to + NEAR);
	const isWhole = isBegin && begin === 0;
	const text = isWhole ? plainText(written) : plainLine(written);
	const hits = hitsIn(text, words);
	const reachesEnd = isEnd && begin + written.length >= line.length;
	const isLost = (word: string) => hitsIn(text, [word]).length === 0 && hitsIn(written, [word]).length > 0;
	const isAnyLost = words.length === 1 ? hits.length === 0 : words.some(isLost);
	return isAnyLost ? undefined : { text, hits, isBegin: isWhole, isEnd: reachesEnd };
}

function partsOf({ text, hits, isBegin, isEnd }: Piece): ExcerptPart[] {
	const first = hits[0] ?? { from: 0, to: 0 };
	const cutFrom = isBegin && first.from <= BEFORE ? 0 : wordBegin(text, Math.max(0, first.from - BEFORE));
	const cutTo = Math.max(first.to, Math.min(text.length, cutFrom + LENGTH));
	const parts: ExcerptPart[] = [];
	let at = cutFrom;
	const push = (to: number, hit: boolean) => {
		if (to > at) parts.push({ text: text.slice(at, to).toWellFormed(), hit });
		at = Math.max(at, to);
	};
	if (cutFrom > 0 || !isBegin) parts.push({ text: ELLIPSIS, hit: false });
	for (const hit of hits.filter((hit) => hit.to <= cutTo)) {
		push(hit.from, false);
		push(hit.to, true);
	}
	push(cutTo, false);
	if (cutTo < text.length || !isEnd) parts.push({ text: ELLIPSIS, hit: false });
	return parts;
}

/** Where a piece of a long line begins that holds what is so far from the line's begin in the folded text. */
function pieceWith(text: string, start: number, end: number, offset: number): number {
	let rest = offset;
	for (let at = start; at < end; at += LONG_LINE / 2) {
		const { length } = fold(text.slice(at, Math.min(end, at + LONG_LINE / 2)));
		if (length > rest) return at;
		rest -= length;
	}
	return start;
}

/** Where the words stand in a line, in order; those that touch or overlap are one. */
export function hitsIn(line: string, words: readonly string[]): Range[] {
	const { text, from } = foldLine(line);
	const found: Range[] = [];
	for (const word of words) {
		for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + word.length)) {
			const begin = from[at] ?? 0;
			let last = at + word.length;
			// A character that became several is marked whole, and so are the accents behind it, which became nothing.
			while (last < from.length - 1 && from[last] === from[last - 1]) last += 1;
			found.push({ from: begin, to: from[last] ?? line.length });
		}
	}
	const merged: Range[] = [];
	for (const hit of found.sort((a, b) => a.from - b.from || a.to - b.to)) {
		const before = merged.at(-1);
		if (before !== undefined && hit.from <= before.to)
			merged[merged.length - 1] = { from: before.from, to: Math.max(before.to, hit.to) };
		else merged.push(hit);
	}
	return merged;
}

/** The begin of the first whole word at or after an offset, if there is one near. */
function wordBegin(line: string, at: number): number {
	if (at === 0) return 0;
	const space = line.slice(at, at + BEFORE / 2).search(/\s\S/);
	return space < 0 ? at : at + space + 1;
}
