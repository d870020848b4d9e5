import type { Nodes, Root } from 'hast';
import type { Root as MarkdownRoot } from 'mdast';
import rehypeRaw from 'rehype-raw';
import rehypeSanitize from 'rehype-sanitize';
import remarkRehype from 'remark-rehype';
import { unified } from 'unified';
import { visit } from 'unist-util-visit';
import { settleAddresses } from './addresses.js';
import { ALLOWED_IN_NOTES, ID_PREFIX } from './allowed.js';
import { Expansion, isTooDeep } from './expansion.js';
import { MAX_RENDERED_LENGTH, MAX_SLICED_LENGTH } from './limits.js';
import { reader } from './reader.js';
import { slicesOf } from './slices.js';

/**
 * Elements that take what follows them for something else than text and markup, until they are closed. Somebody who writes of
 * `<title>` closes none, and the rest of the note would be gone. The first nine are those of GitHub's specification (6.11).
 */
const SWALLOWING =
	/<(?=\/?(?:iframe|noembed|noframes|plaintext|script|style|textarea|title|xmp|math|noscript|object|select|svg|template)(?:[\t\n\f\r />]|$))/gi;

/** What ends an element or a comment wherever it stands, should a reader be brought to take its surroundings for text. */
const BREAKOUT = /--!?>|]>|<\/(?:iframe|noembed|noframes|noscript|script|style|template|textarea|title|xmp)/i;

const MERGED_BOX = /^\[(?!X+\])[ xX]{2,}\][ \t]/;

const toElements = unified().use(remarkRehype, { allowDangerousHtml: true, clobberPrefix: '' }).freeze();
const htmlReader = unified().use(rehypeRaw).freeze();
const cleaner = unified()
	.use(rehypeSanitize, ALLOWED_IN_NOTES)
	.use(() => linkToOwnIds)
	.use(() => settleAddresses)
	.use(() => dropBreakouts)
	.freeze();

/** A text has to stay as it is written (`renderedTree`, `slicesOf`). */
export class NotRenderedError extends Error {
	override readonly name = 'NotRenderedError';
}

/**
 * What a Markdown text looks like, as trees that stand one below the other: of a long one one for each slice of it.
 *
 * @throws NotRenderedError at the first slice that stays as it is written: then all of the text does.
 */
export function* renderedTrees(markdown: string): Generator<Root> {
	const { length } = markdown;
	const slices =
		length <= MAX_RENDERED_LENGTH ? [markdown] : length <= MAX_SLICED_LENGTH ? slicesOf(markdown) : undefined;
	const expansion = new Expansion(length);
	for (const slice of slices ?? []) {
		const tree = renderedTree(slice, expansion);
		if (tree === undefined) throw new NotRenderedError();
		yield tree;
	}
	if (slices === undefined) throw new NotRenderedError();
}

/**
 * What a Markdown text looks like, as a tree of HTML elements, by CommonMark and GitHub's extensions. HTML in the text is taken
 * for HTML. Nothing is left in the tree that could run, or take the place of something else on a page, and no word of the
 * text is lost but what stands in comments. It can take minutes, also for a short text: `Renderer` gives it a deadline.
 *
 * Undefined where the text has to stay as it is written: it is longer than `MAX_RENDERED_LENGTH`, would become far more than it is, or is nested
 * too deep. `expansion`: of the text that this is a part of.
 */
export function renderedTree(markdown: string, expansion = new Expansion(markdown.length)): Root | undefined {
	if (markdown.length > MAX_RENDERED_LENGTH) return undefined;
	try {
		const read = reader.parse(markdown);
		if (expansion.isTooMuchWith(read)) return undefined;
		readMergedBoxes(read, markdown);
		const tree = cleaned(toElements.runSync(read));
		return isTooDeep(tree) ? undefined : tree;
	} catch (error) {
		// Nested deeper than there is memory for.
		if (error instanceof RangeError) return undefined;
		throw error;
	}
}

/** Boxes of several signs are tasks too: people leave them who press one at the same time (editor/markdown/tasks.ts). */
function readMergedBoxes(tree: MarkdownRoot, markdown: string): void {
	visit(tree, 'listItem', (item) => {
		// It has its box already.
		if (typeof item.checked === 'boolean') return;
		const [first] = item.children;
		const text = first?.type === 'paragraph' ? first.children[0] : undefined;
		const box = text?.type === 'text' ? (MERGED_BOX.exec(text.value)?.[0] ?? '') : '';
		if (text?.type !== 'text' || box === '') return;
		// Brackets that are escaped are words.
		if (!markdown.startsWith(box, text.position?.start.offset)) return;
		item.checked = /x/i.test(box);
		text.value = text.value.slice(box.length);
	});
}

function cleaned(tree: Root): Root {
	// To parse what holds no HTML once more takes time, and a code block would lose its first line if that is blank.
	const hasHtml = showSwallowing(tree);
	// The HTML parser keeps text in an open table back until something comes behind it.
	if (hasHtml) tree.children.push({ type: 'comment', value: '' });
	const whole = hasHtml ? htmlReader.runSync(tree) : tree;
	return cleaner.runSync(whole);
}

/** Has those elements stand there as they are written. @returns whether the text holds any HTML. */
function showSwallowing(tree: Root): boolean {
	let found = false;
	visit(tree, 'raw', (node: Nodes & { value: string }) => {
		found = true;
		node.value = node.value.replaceAll(SWALLOWING, '&lt;');
	});
	return found;
}

/** The sanitiser renames what links lead to, and leaves the links. */
function linkToOwnIds(tree: Root): void {
	visit(tree, 'element', ({ tagName, properties }) => {
		const { href } = properties;
		if (tagName !== 'a' || typeof href !== 'string' || !href.startsWith('#') || href.length === 1) return;
		properties['href'] = `#${ID_PREFIX}${href.slice(1)}`;
	});
}

/** No attribute needs it. To a reader that was misled, it would be the door. */
function dropBreakouts(tree: Root): void {
	visit(tree, 'element', ({ properties }) => {
		for (const [name, value] of Object.entries(properties)) {
			if (typeof value === 'string' && BREAKOUT.test(value)) properties[name] = undefined;
		}
	});
}
