import type { Element, Root } from 'hast';
import rehypeParse from 'rehype-parse';
import rehypeRemark from 'rehype-remark';
import rehypeSanitize from 'rehype-sanitize';
import remarkGfm from 'remark-gfm';
import remarkStringify from 'remark-stringify';
import { unified } from 'unified';
import { EXIT, visit } from 'unist-util-visit';
import { ALLOWED_IN_PASTES } from './allowed.js';
import {
	LOOKED_AT_LENGTH,
	MAX_PASTED_BLANKS,
	MAX_PASTED_CELLS,
	MAX_PASTED_DEPTH,
	MAX_PASTED_ELEMENTS,
	MAX_PASTED_LENGTH
} from './limits.js';
import { keepBlocksApart } from './paste-blocks.js';
import { keepMeaningful, readStyles, unwrapRepeated } from './paste-tree.js';

/** A pasted text as Markdown. */
export interface PastedMarkdown {
	/** Without a line end behind it. */
	readonly markdown: string;
	/** It is words in a line, and no block of its own. */
	readonly isInline: boolean;
}

/** Marks that a text is Markdown already. Not those of lists, which browsers write when they make plain text of them. */
const MARKDOWN =
	/^#{1,6} \S|^```|^[ \t]{0,40}[-*+] \[[ xX]\] |^\|? {0,40}:?-{3,200}:? {0,40}\||\*\*\S[^*\n]{0,400}\*\*|\]\([^)\s]{1,400}\)/m;

/** What code editors give: lines as they are, in a typeface of fixed width. */
const CODE_EDITOR =
	/<(?:div|pre|span) [^>]{0,200}style="[^"]{0,400}?(?:white-space:\s{0,4}pre\b[^"]{0,400}monospace|monospace[^"]{0,400}white-space:\s{0,4}pre\b)/i;

/** Elements that say something for which Markdown has a mark. */
const STRUCTURE = new Set(
	'a b strong i em del s strike code h1 h2 h3 h4 h5 h6 ul ol blockquote table hr img input kbd samp'.split(
		' '
	)
);

const reader = unified().use(rehypeParse, { fragment: true }).freeze();
const cleaner = unified()
	.use(() => readStyles)
	.use(() => keepBlocksApart)
	.use(rehypeSanitize, ALLOWED_IN_PASTES)
	.use(() => keepMeaningful)
	.freeze();
const translator = unified().use(rehypeRemark).freeze();
const writer = unified()
	.use(remarkGfm)
	.use(remarkStringify, {
		bullet: '-',
		emphasis: '*',
		rule: '-',
		listItemIndent: 'one',
		incrementListMarker: true,
		resourceLink: false
	})
	.freeze();

/**
 * What was copied from a page or another program, as Markdown; nothing is fetched for it, and nothing of it can run. Undefined where its
 * plain text is the better choice: it is Markdown already or code, or the HTML says nothing more.
 *
 * @param text the plain text that was on the clipboard with it.
 */
export function pastedMarkdown(html: string, text: string): PastedMarkdown | undefined {
	if (html.length > MAX_PASTED_LENGTH) return undefined;
	if (MARKDOWN.test(text.slice(0, LOOKED_AT_LENGTH)) || CODE_EDITOR.test(html.slice(0, LOOKED_AT_LENGTH))) {
		return undefined;
	}
	try {
		const read = reader.parse(html);
		if (isTooMuch(read)) return undefined;
		const tree = cleaner.runSync(read);
		if (hasTooManyCells(tree)) return undefined;
		unwrapRepeated(tree);
		// Where there is no plain text, that of the HTML is better than nothing.
		if (text !== '' && !hasStructure(tree)) return undefined;
		const markup = translator.runSync(tree);
		const markdown = writer.stringify(markup).trimEnd();
		const isInline = markup.children.length === 1 && markup.children[0]?.type === 'paragraph';
		// A bare address needs no brackets.
		if (markdown.trim() === '' || markdown === `<${text.trim()}>`) return undefined;
		return { markdown, isInline };
	} catch (error) {
		// Nested deeper than there is memory for.
		if (error instanceof RangeError) return undefined;
		throw error;
	}
}

/** The translation takes long where elements are many or lie deep in each other; what closes in the wrong order makes them so. */
function isTooMuch(tree: Root): boolean {
	let elements = 0;
	const left: { readonly children: Root['children']; readonly depth: number }[] = [{ ...tree, depth: 0 }];
	for (let next = left.pop(); next !== undefined; next = left.pop()) {
		for (const node of next.children) {
			if (node.type !== 'element') continue;
			elements += 1;
			if (elements > MAX_PASTED_ELEMENTS || next.depth >= MAX_PASTED_DEPTH) return true;
			left.push({ children: node.children, depth: next.depth + 1 });
		}
	}
	return false;
}

/**
 * Markdown writes out what cells span, the empty ends of rows, and blanks up to the width of the widest cell: little HTML can become very
 * much.
 */
function hasTooManyCells(tree: Root): boolean {
	let cells = 0;
	let blanks = 0;
	visit(tree, 'element', (table) => {
		if (table.tagName !== 'table') return undefined;
		let [rows, columns, spanned, widest] = [0, 0, 0, 0];
		visit(table, 'element', (row) => {
			if (row.tagName !== 'tr') return;
			rows += 1;
			let own = 0;
			for (const cell of row.children) {
				if (cell.type !== 'element') continue;
				widest = Math.max(widest, textLength(cell));
				const width = Number(cell.properties['colSpan'] ?? 1);
				own += width;
				if (cell.properties['rowSpan'] !== undefined) spanned = Math.max(spanned, width);
			}
			columns = Math.max(columns, own);
		});
		// A cell pushes those of the rows below it to the side, each at most by its width.
		const all = rows * (columns + spanned);
		cells += all;
		blanks += all * widest;
		return undefined;
	});
	return cells > MAX_PASTED_CELLS || blanks > MAX_PASTED_BLANKS;
}

function textLength(element: Element): number {
	let length = 0;
	visit(element, 'text', ({ value }) => {
		length += value.length;
	});
	return length;
}

/** A block of code alone is code: whoever copied it wants its text. */
function hasStructure(tree: Root): boolean {
	let found = false;
	visit(tree, 'element', ({ tagName }) => {
		if (tagName === 'pre') return 'skip';
		if (!STRUCTURE.has(tagName)) return undefined;
		found = true;
		return EXIT;
	});
	return found;
}
