import type { Element, ElementContent, Root, RootContent } from 'hast';
import { SKIP, visit } from 'unist-util-visit';
import { ALLOWED_IN_PASTES } from './allowed.js';

/** Elements that stand on lines of their own. */
const BLOCKS = new Set(
	'address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr legend li main menu nav ol optgroup option p pre search section summary table tbody td tfoot th thead tr ul'.split(
		' '
	)
);
const ALLOWED = new Set(ALLOWED_IN_PASTES.tagNames);

/** More columns or rows than this are not spanned by a cell. */
const MAX_SPAN = 100;

/**
 * Keeps the words of different blocks apart where the blocks cannot stay: those that the sanitiser does not know become `div`, captions come before
 * their tables, and cells, which Markdown has in one line, hold a line. To be called before the tree is sanitised.
 */
export function keepBlocksApart(tree: Root): void {
	visit(tree, 'element', (element, index, parent) => {
		if (parent === undefined || index === undefined) return;
		const { tagName } = element;
		if (tagName === 'table') {
			const captions = takeCaptions(element);
			parent.children.splice(index, 0, ...captions);
			if (captions.length > 0) return index + captions.length;
		} else if (tagName === 'td' || tagName === 'th') {
			for (const name of ['colSpan', 'rowSpan']) limitSpan(element, name);
			element.children = inOneLine(element.children);
			return SKIP;
		} else if (BLOCKS.has(tagName) && !ALLOWED.has(tagName)) element.tagName = 'div';
		return undefined;
	});
}

/** Those of the table itself, as blocks. */
function takeCaptions(table: Element): Element[] {
	const isCaption = (child: RootContent): child is Element =>
		child.type === 'element' && child.tagName === 'caption';
	const captions = table.children.filter(isCaption);
	if (captions.length > 0) table.children = table.children.filter((child) => !isCaption(child));
	return captions.map((caption) => ({ ...caption, tagName: 'div' }));
}

function limitSpan({ properties }: Element, name: string): void {
	const span = Number(properties[name]);
	if (properties[name] !== undefined) properties[name] = Math.min(span > 0 ? span : 1, MAX_SPAN);
}

/** What stands in blocks, without them and with a blank between. */
function inOneLine(children: readonly ElementContent[]): ElementContent[] {
	const line: ElementContent[] = [];
	for (const child of children) {
		if (child.type !== 'element') {
			line.push(child);
			continue;
		}
		const within = inOneLine(child.children);
		if (child.tagName === 'br') line.push(blank());
		else if (BLOCKS.has(child.tagName)) line.push(blank(), ...within, blank());
		else line.push({ ...child, children: within });
	}
	return line;
}

function blank(): ElementContent {
	return { type: 'text', value: ' ' };
}
