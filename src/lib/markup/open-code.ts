import { FENCE_MARKS, fenceWith, type OpenFence } from './fences.js';

/** What may begin or end a block of code, also in quotes and items. */
const FENCE_LINE = String.raw`^(?<container>(?:[ \t]*>)*[ \t]*(?<items>(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)*))(?<marks>${FENCE_MARKS})(?<rest>[^\n]*)$`;
const FENCE = new RegExp(FENCE_LINE);
const FENCES = new RegExp(FENCE_LINE, 'gm');

/** Set in further, marks are code themselves, or words. */
const MAX_SET_IN = 3;

const TAB_WIDTH = 4;

/** What stands in an item is set in at least so far. */
const MIN_SET_IN_ITEM = 2;

/** A block of code that has not ended yet. */
export interface OpenCode {
	readonly marks: OpenFence;
	/** Whether it is in a quote or an item, and ends with that. */
	readonly isContained: boolean;
	/** How many quotes it is in. */
	readonly quotes: number;
	/** How far a line must be set in to be of the item that it is in; 0 if it is in none. */
	readonly itemSetIn: number;
	/** Set in further than that, marks do not end it. */
	readonly maxSetIn: number;
}

/** A line with marks of a fence. */
interface FenceLine {
	/** What stands before them: blanks, and the marks of quotes and items. */
	readonly container: string;
	readonly items: string;
	readonly marks: string;
	readonly rest: string;
	readonly quotes: number;
}

/** What a line leaves open that stands in `open`, if in any; `isInItem`: whether it may belong to an item that began before. */
export function codeAfter(open: OpenCode | undefined, line: string, isInItem: boolean): OpenCode | undefined {
	const { container = '', items = '', marks = '', rest = '' } = FENCE.exec(line)?.groups ?? {};
	if (marks === '') return open !== undefined && isBeyondItem(open, line) ? undefined : open;
	const fence = { container, items, marks, rest, quotes: container.split('>').length - 1 };
	const setIn = widthOf(container.slice(0, container.length - items.length));
	// Then the quote or the item has ended before.
	if (open === undefined || fence.quotes < open.quotes || setIn < open.itemSetIn)
		return begunBy(fence, isInItem);
	const isCode = items !== '' || fence.quotes > open.quotes || setIn > open.maxSetIn;
	return isCode || fenceWith(open.marks, marks, rest) !== '' ? open : undefined;
}

/** Whether a place in a text stands in a block of code, as far as the marks of fences tell; they count however far they are set in. */
export function isInCode(text: string, at: number): boolean {
	let open: OpenCode | undefined;
	for (const { 0: line, index } of text.matchAll(FENCES)) {
		if (index >= at) break;
		open = codeAfter(open, line, !/^ {0,3}\S/.test(line));
	}
	return open !== undefined;
}

/** Whether a line ends the item that code is in, and so the code; in quotes that is not told by its blanks. */
export function isBeyondItem({ quotes, itemSetIn }: OpenCode, line: string): boolean {
	const [blanks = ''] = /^[ \t]*/.exec(line) ?? [];
	return quotes === 0 && blanks.length < line.length && widthOf(blanks) < itemSetIn;
}

function widthOf(blanks: string): number {
	let width = 0;
	for (const sign of blanks) width += sign === '\t' ? TAB_WIDTH - (width % TAB_WIDTH) : 1;
	return width;
}

function begunBy(fence: FenceLine, isInItem: boolean): OpenCode | undefined {
	const { container, items, quotes } = fence;
	const marks = fenceWith('', fence.marks, fence.rest);
	// What is merely set in belongs to an item, if there is one.
	const isSetIn = container !== '' && container.trim() === '' && isInItem;
	const isContained = container.trim() !== '' || isSetIn;
	if (marks === '' || (!isContained && !/^ {0,3}$/.test(container))) return undefined;
	const itemSetIn =
		items !== ''
			? container.length
			: isSetIn
				? Math.max(MIN_SET_IN_ITEM, widthOf(container) - MAX_SET_IN)
				: 0;
	const maxSetIn = MAX_SET_IN + (isContained ? widthOf(container) : 0);
	return { marks, isContained, quotes, itemSetIn, maxSetIn };
}
