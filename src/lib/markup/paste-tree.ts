import type { Element, ElementContent, Properties, Root } from 'hast';
import { SKIP, visit } from 'unist-util-visit';

/** Weights from this on are bold. */
const BOLD_WEIGHT = 600;

/** A picture of at most this width or height, in pixels, shows nothing: it counts who looks. */
const MAX_TRACKER_SIZE = 2;

/**
 * Readies what other programs put on the clipboard for being read as Markdown: what they say by styles becomes elements, what nobody sees goes.
 * To be called before the tree is sanitised, which takes the styles out.
 */
export function readStyles(tree: Root): void {
	visit(tree, 'element', (element, index, parent) => {
		if (parent === undefined || index === undefined) return;
		const style = styleOf(element.properties);
		if (isUnseen(element, style)) {
			parent.children.splice(index, 1);
			return [SKIP, index];
		}
		if (element.tagName === 'li' && element.properties['role'] === 'checkbox') readBox(element);
		// Google Docs puts all that is copied into a <b> that is not bold.
		if (/^(?:b|strong)$/.test(element.tagName) && isNormal(style.get('font-weight')))
			element.tagName = 'span';
		if (/^(?:i|em)$/.test(element.tagName) && style.get('font-style') === 'normal') element.tagName = 'span';
		if (element.tagName === 'span' || element.tagName === 'font') wrapByStyle(element, style);
		return undefined;
	});
}

/** Has links and pictures go that would mean nothing in a note: addresses within a page, pictures without words. */
export function keepMeaningful(tree: Root): void {
	visit(tree, 'element', (element, index, parent) => {
		if (parent === undefined || index === undefined) return;
		const { tagName, properties, children } = element;
		const isLink = /^(?:https?|mailto):/i.test(textIn(properties, 'href'));
		const isPicture = textIn(properties, 'alt').trim() !== '' && /^https?:/i.test(textIn(properties, 'src'));
		if ((tagName === 'a' && !isLink) || (tagName === 'img' && !isPicture)) {
			parent.children.splice(index, 1, ...children);
			return [SKIP, index];
		}
		return undefined;
	});
}

/** What a mark is called that others say otherwise. */
const SAME_MARK = new Map([
	['b', 'strong'],
	['i', 'em'],
	['s', 'del'],
	['strike', 'del']
]);
const MARKS = new Set(['strong', 'em', 'del', 'code', 'a', ...SAME_MARK.keys()]);

/**
 * Takes marks away that stand within the same mark: they say nothing more. To write them took time that doubles with each level. To be called when the
 * tree is known not to be deep.
 */
export function unwrapRepeated(parent: Root | Element, within: ReadonlySet<string> = new Set()): void {
	for (let index = 0; index < parent.children.length;) {
		const child = parent.children[index];
		index += 1;
		if (child?.type !== 'element') continue;
		const mark = SAME_MARK.get(child.tagName) ?? child.tagName;
		if (within.has(mark)) {
			index -= 1;
			parent.children.splice(index, 1, ...child.children);
		} else unwrapRepeated(child, MARKS.has(child.tagName) ? new Set([...within, mark]) : within);
	}
}

function isUnseen({ tagName, properties }: Element, style: ReadonlyMap<string, string>): boolean {
	if (
		style.get('display') === 'none' ||
		style.get('visibility') === 'hidden' ||
		style.get('mso-hide') === 'all'
	)
		return true;
	if (style.get('mso-list')?.toLowerCase() === 'ignore') return true;
	if (tagName !== 'img') return false;
	return [properties['width'], properties['height']].some(
		(size) => size !== undefined && Number(size) <= MAX_TRACKER_SIZE
	);
}

function wrapByStyle(element: Element, style: ReadonlyMap<string, string>): void {
	const wraps: string[] = [];
	if (isBold(style.get('font-weight'))) wraps.push('strong');
	if (/^(?:italic|oblique)/.test(style.get('font-style') ?? '')) wraps.push('em');
	if (/line-through/.test(style.get('text-decoration') ?? style.get('text-decoration-line') ?? ''))
		wraps.push('del');
	if (wraps.length === 0) return;
	const [only] = element.children;
	const parts =
		only?.type === 'text' && element.children.length === 1 ? /^(\s*)(.*?)(\s*)$/s.exec(only.value) : null;
	// A mark of Markdown does not hold beside a blank.
	const [, before = '', words = '', behind = ''] = parts ?? [];
	if (parts !== null && words === '') return;
	let children: ElementContent[] = parts === null ? element.children : [{ type: 'text', value: words }];
	for (const tagName of wraps) children = [{ type: 'element', tagName, properties: {}, children }];
	element.children = [{ type: 'text', value: before }, ...children, { type: 'text', value: behind }];
}

/** Google Docs says of an item that it can be ticked, and paints the box. */
function readBox(item: Element): void {
	const checked = item.properties['ariaChecked'];
	const properties: Properties = {
		type: 'checkbox',
		disabled: true,
		checked: checked === 'true'
	};
	item.children = item.children.filter((child) => child.type !== 'element' || child.tagName !== 'img');
	const first = item.children.find((child) => child.type === 'element');
	const into = first?.tagName === 'p' ? first : item;
	into.children.unshift({ type: 'element', tagName: 'input', properties, children: [] });
}

function isBold(weight: string | undefined): boolean {
	return weight === 'bold' || weight === 'bolder' || Number(weight) >= BOLD_WEIGHT;
}

function isNormal(weight: string | undefined): boolean {
	return weight === 'normal' || Number(weight) < BOLD_WEIGHT;
}

function styleOf({ style }: Properties): ReadonlyMap<string, string> {
	const declarations = typeof style === 'string' ? style.split(';') : [];
	return new Map(
		declarations.map((declaration) => {
			const colon = declaration.indexOf(':');
			return [
				declaration.slice(0, colon).trim().toLowerCase(),
				declaration
					.slice(colon + 1)
					.trim()
					.toLowerCase()
			] as const;
		})
	);
}

function textIn(properties: Properties, name: string): string {
	const value = properties[name];
	return typeof value === 'string' ? value : '';
}
