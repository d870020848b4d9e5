/** In a hunk, a line is compared with so many others at most: enough for what people write in two places. */
const MAX_COMPARED_LINES = 50;

/** Lines of so many UTF-16 units in all are compared at most; those that remain are inserted whole. */
const MAX_COMPARED_LENGTH = 2_000_000;

/** A text to be inserted at an offset, in UTF-16 units, of the text as it was before any insertion. */
export interface Insertion {
	readonly at: number;
	readonly text: string;
}

/** Lines from `start` up to `end`, which is not included. */
interface Span {
	readonly start: number;
	readonly end: number;
}

/** Lines of the one text that correspond to lines of the other, with nothing alike between them. */
interface Hunk {
	readonly kept: Span;
	readonly added: Span;
}

/**
 * What has to be inserted into `kept`, ascending by offset, so that every word of `added` is in it too; nothing is
 * taken away. Texts are compared by lines (patience diff: lines that occur once in both are the anchors). Of a line
 * that was only continued, or of which a part was written, the rest is inserted; lines that differ otherwise are
 * both kept, for two sentences one below the other can be read and one woven of both cannot.
 */
export function insertionsForUnion(kept: string, added: string): Insertion[] {
	if (kept === '') return added === '' ? [] : [{ at: 0, text: added }];
	const keptLines = kept.split('\n');
	const addedLines = added.split('\n');
	const offsets: number[] = [];
	let offset = 0;
	for (const line of keptLines) {
		offsets.push(offset);
		offset += line.length + 1;
	}
	const insertions: Insertion[] = [];
	const budget = { length: MAX_COMPARED_LENGTH };
	const whole = { kept: span(0, keptLines.length), added: span(0, addedLines.length) };
	for (const hunk of hunksBetween(keptLines, addedLines, whole)) {
		const rest: string[] = [];
		const unused = new Set(Array.from({ length: size(hunk.kept) }, (_, index) => hunk.kept.start + index));
		for (const line of addedLines.slice(hunk.added.start, hunk.added.end)) {
			const found = completedBy(keptLines, unused, line, budget);
			if (found === undefined) rest.push(line);
			else {
				unused.delete(found.line);
				if (found.text !== '')
					insertions.push({ at: (offsets[found.line] ?? 0) + found.at, text: found.text });
			}
		}
		if (rest.some((line) => line.trim() !== ''))
			insertions.push(linesBefore(hunk.kept.end, rest, offsets, kept));
	}
	return insertions.sort((a, b) => a.at - b.at);
}

/** Lines inserted before line `index`, or after the last one. */
function linesBefore(
	index: number,
	lines: readonly string[],
	offsets: readonly number[],
	text: string
): Insertion {
	const at = offsets[index];
	return at === undefined
		? { at: text.length, text: `\n${lines.join('\n')}` }
		: { at, text: `${lines.join('\n')}\n` };
}

/** The first of the lines that holds all of `line`, or becomes `line` by one insertion between two words. */
function completedBy(
	lines: readonly string[],
	candidates: ReadonlySet<number>,
	line: string,
	budget: { length: number }
): (Insertion & { readonly line: number }) | undefined {
	if (budget.length < 0) return undefined;
	const words = wordsOf(line);
	let compared = 0;
	for (const index of candidates) {
		const candidate = lines[index] ?? '';
		compared += 1;
		budget.length -= candidate.length + line.length;
		if (compared > MAX_COMPARED_LINES || budget.length < 0) return undefined;
		const own = wordsOf(candidate);
		const before = commonStart(own, words);
		const after = commonStart(own.slice(before).reverse(), words.slice(before).reverse());
		if (before + after === words.length) return { line: index, at: 0, text: '' };
		if (before + after < own.length || candidate.trim() === '') continue;
		const at = own.slice(0, before).join('').length;
		return { line: index, at, text: words.slice(before, words.length - after).join('') };
	}
	return undefined;
}

/** Words and the white space between them, which together are the line. */
function wordsOf(line: string): string[] {
	return line.match(/\s+|\S+/gu) ?? [];
}

function commonStart<Item>(a: readonly Item[], b: readonly Item[]): number {
	let length = 0;
	while (length < a.length && length < b.length && a[length] === b[length]) length += 1;
	return length;
}

/** What differs between two ranges of lines. */
function* hunksBetween(a: readonly string[], b: readonly string[], range: Hunk): Generator<Hunk, undefined> {
	let { start: aStart, end: aEnd } = range.kept;
	let { start: bStart, end: bEnd } = range.added;
	while (aStart < aEnd && bStart < bEnd && a[aStart] === b[bStart])
		[aStart, bStart] = [aStart + 1, bStart + 1];
	while (aStart < aEnd && bStart < bEnd && a[aEnd - 1] === b[bEnd - 1]) [aEnd, bEnd] = [aEnd - 1, bEnd - 1];
	if (bStart === bEnd) return;
	const anchors =
		aStart === aEnd ? [] : anchorsIn(a, b, { kept: span(aStart, aEnd), added: span(bStart, bEnd) });
	if (anchors.length === 0) {
		yield { kept: span(aStart, aEnd), added: span(bStart, bEnd) };
		return;
	}
	for (const [aLine, bLine] of [...anchors, [aEnd, bEnd] as const]) {
		yield* hunksBetween(a, b, { kept: span(aStart, aLine), added: span(bStart, bLine) });
		[aStart, bStart] = [aLine + 1, bLine + 1];
	}
}

/** The longest ascending series of lines that occur exactly once in each range. */
function anchorsIn(
	a: readonly string[],
	b: readonly string[],
	{ kept, added }: Hunk
): (readonly [number, number])[] {
	const onceInA = linesThatOccurOnce(a, kept);
	const pairs: (readonly [number, number])[] = [];
	for (const [line, bLine] of linesThatOccurOnce(b, added)) {
		const aLine = onceInA.get(line);
		if (aLine !== undefined) pairs.push([aLine, bLine]);
	}
	return longestAscending(pairs);
}

function linesThatOccurOnce(lines: readonly string[], { start, end }: Span): Map<string, number> {
	const once = new Map<string, number>();
	const often = new Set<string>();
	for (let index = start; index < end; index += 1) {
		const line = lines[index] ?? '';
		if (often.has(line)) continue;
		if (once.delete(line)) often.add(line);
		else once.set(line, index);
	}
	return once;
}

/** Of pairs that ascend by their second number, the longest series that ascends by the first as well. */
function longestAscending(pairs: readonly (readonly [number, number])[]): (readonly [number, number])[] {
	type Link = { readonly pair: readonly [number, number]; readonly before: Link | undefined };
	/** The end of the best series of each length: the one with the least first number. */
	const ends: Link[] = [];
	for (const pair of pairs) {
		let [low, high] = [0, ends.length];
		while (low < high) {
			const middle = (low + high) >> 1;
			if ((ends[middle]?.pair[0] ?? 0) < pair[0]) low = middle + 1;
			else high = middle;
		}
		ends[low] = { pair, before: ends[low - 1] };
	}
	const series: (readonly [number, number])[] = [];
	for (let link = ends.at(-1); link !== undefined; link = link.before) series.push(link.pair);
	return series.reverse();
}

function span(start: number, end: number): Span {
	return { start, end };
}

function size({ start, end }: Span): number {
	return end - start;
}
