import { definitionName } from './definitions.js';
import { MAX_RENDERED_LENGTH, SLICE_LENGTH } from './limits.js';
import { codeAfter, isBeyondItem, type OpenCode } from './open-code.js';
import { readDefinitions } from './read-definitions.js';

/** A heading, or words at the margin: behind an empty line they begin a block whatever stood before, but in code and HTML. */
const BEGINS_BLOCK = /^(?:#{1,6}[ \t]|[^\s#\-*+>\d<|~`=_[\\:])/;

const BEGINS_ITEM = /^ {0,3}(?:[-*+]|\d{1,9}[.)])(?:[ \t]|$)/;

/** At the margin, this ends an item; words may go on in it. */
const ENDS_ITEM = /^ ?(?:>|#{1,6}(?:[ \t]|$)|`{3}|~{3})/;

/** HTML that goes on over empty lines, and what ends it. */
const HTML_BLOCKS = [
	[/^ {0,3}<!--/, /-->/],
	[/^ {0,3}<\?/, /\?>/],
	[/^ {0,3}<!\[CDATA\[/, /\]\]>/],
	[/^ {0,3}<(?:pre|script|style|textarea)(?:[ \t>]|$)/i, /<\/(?:pre|script|style|textarea)>/i]
] as const;

const LABEL = /\[((?:[^[\]\\]|\\[^\n]){1,999})\]/g;
const FOOTNOTE = /^[ \t>]*\[\^[^\]\n]+\]:/m;

/**
 * Cuts a text into slices that look, one below the other, as the whole does: so that one of 10 MB is rendered in little memory. Each has the
 * definitions that its links name before it. Elements of HTML that go over a border end there.
 *
 * Undefined where it cannot be cut: no block begins for too long, or it has footnotes, which are counted in all of a text.
 */
export function slicesOf(markdown: string, atLeast = SLICE_LENGTH): readonly string[] | undefined {
	if (FOOTNOTE.test(markdown)) return undefined;
	const slices: string[] = [];
	const ends = [...blocksIn(markdown)];
	const definitions = readDefinitions(ends.map((end, index) => markdown.slice(ends[index - 1] ?? 0, end)));
	let from = 0;
	for (const at of ends) {
		if (at - from < atLeast && at < markdown.length) continue;
		const slice = withDefinitions(markdown.slice(from, at), definitions);
		if (slice.length > MAX_RENDERED_LENGTH) return undefined;
		slices.push(slice);
		from = at;
	}
	return slices;
}

/** Where blocks begin that stand in no other; and the end. */
function* blocksIn(markdown: string): Generator<number> {
	let open: OpenCode | undefined;
	let isInItem = false;
	let htmlEnd: RegExp | undefined;
	let isBehindEmpty = true;
	for (let at = 0; at < markdown.length;) {
		const lineEnd = markdown.indexOf('\n', at);
		const end = lineEnd === -1 ? markdown.length : lineEnd;
		const line = markdown.slice(at, end);
		const mayBegin = isBehindEmpty && htmlEnd === undefined && BEGINS_BLOCK.test(line);
		// A block of code ends with the item or the quote that it is in.
		if (mayBegin && open?.isContained === true) open = undefined;
		if (mayBegin && open === undefined) {
			isInItem = false;
			yield at;
		}
		if (htmlEnd === undefined && (open === undefined || isBeyondItem(open, line)))
			isInItem = BEGINS_ITEM.test(line) || (isInItem && open === undefined && !ENDS_ITEM.test(line));
		if (open === undefined) {
			htmlEnd ??= HTML_BLOCKS.find(([begin]) => begin.test(line))?.[1];
			if (htmlEnd?.test(line) === true) htmlEnd = undefined;
			else if (htmlEnd === undefined) open = codeAfter(open, line, isInItem);
		} else open = codeAfter(open, line, isInItem);
		isBehindEmpty = line.trim() === '';
		at = end + 1;
	}
	yield markdown.length;
}

/** The first definition of a name counts: those of the whole text come before a slice's own. */
function withDefinitions(slice: string, definitions: ReadonlyMap<string, string>): string {
	if (definitions.size === 0) return slice;
	const named = new Set(Array.from(slice.matchAll(LABEL), ([, label = '']) => definitionName(label)));
	const lines = [...named].flatMap((name) => definitions.get(name) ?? []);
	return lines.length === 0 ? slice : `${lines.join('\n')}\n\n${slice}`;
}
