import { definitionName } from './definitions.js';
import { FENCE_MARKS, fenceWith } from './fences.js';
import { MAX_RENDERED_LENGTH, SLICE_LENGTH } from './limits.js';
import { readDefinitions } from './read-definitions.js';

/** What may begin or end a block of code, also in quotes and items. */
const FENCE = new RegExp(
	String.raw`^(?<container>(?:[ \t]*>)*[ \t]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)*)(?<marks>${FENCE_MARKS})(?<rest>.*)$`
);

/** A heading, or words at the margin: behind an empty line they begin a block whatever stood before, but in code and HTML. */
const BEGINS_BLOCK = /^(?:#{1,6}[ \t]|[^\s#\-*+>\d<|~`=_[\\:])/;

const BEGINS_ITEM = /^ {0,3}(?:[-*+]|\d{1,9}[.)])(?:[ \t]|$)/;

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
export function slicesOf(markdown: string): readonly string[] | undefined {
	if (FOOTNOTE.test(markdown)) return undefined;
	const slices: string[] = [];
	const ends = [...blocksIn(markdown)];
	const definitions = readDefinitions(ends.map((end, index) => markdown.slice(ends[index - 1] ?? 0, end)));
	let from = 0;
	for (const at of ends) {
		if (at - from < SLICE_LENGTH && at < markdown.length) continue;
		const slice = withDefinitions(markdown.slice(from, at), definitions);
		if (slice.length > MAX_RENDERED_LENGTH) return undefined;
		slices.push(slice);
		from = at;
	}
	return slices;
}

/** Where blocks begin that stand in no other; and the end. */
function* blocksIn(markdown: string): Generator<number> {
	let open = '';
	let [isInItem, isContained] = [false, false];
	let htmlEnd: RegExp | undefined;
	let isBehindEmpty = true;
	for (let at = 0; at < markdown.length;) {
		const lineEnd = markdown.indexOf('\n', at);
		const end = lineEnd === -1 ? markdown.length : lineEnd;
		const line = markdown.slice(at, end);
		const mayBegin = isBehindEmpty && htmlEnd === undefined && BEGINS_BLOCK.test(line);
		// A block of code ends with the item or the quote that it is in.
		if (mayBegin && isContained) open = '';
		if (mayBegin && open === '') {
			isInItem = false;
			yield at;
		}
		const { container = '', marks = '', rest = '' } = FENCE.exec(line)?.groups ?? {};
		if (open === '') {
			if (htmlEnd === undefined) isInItem ||= BEGINS_ITEM.test(line);
			htmlEnd ??= HTML_BLOCKS.find(([begin]) => begin.test(line))?.[1];
			if (htmlEnd?.test(line) === true) htmlEnd = undefined;
			else if (htmlEnd === undefined) open = fenceWith('', marks, rest);
			// What is merely set in belongs to an item, if there is one.
			isContained = open !== '' && (container.trim() !== '' || (container !== '' && isInItem));
		} else open = fenceWith(open, marks, rest);
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
