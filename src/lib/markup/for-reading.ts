import type { Element, Root, RootContent } from 'hast';
import { visit } from 'unist-util-visit';

/** Longer addresses say nothing on paper, in UTF-16 units. */
const MAX_PRINTED_ADDRESS = 80;

/** What has a direction of its own: a note may have paragraphs in several scripts. */
const DIRECTED = new Set([
	'p',
	'h1',
	'h2',
	'h3',
	'h4',
	'h5',
	'h6',
	'ul',
	'ol',
	'li',
	'blockquote',
	'td',
	'th',
	'dd',
	'dt',
	'summary'
]);

/** How pictures, which are elsewhere, are shown: fetched when the document is opened, or told of by their words. */
export type Pictures = 'fetched' | 'told';

/**
 * Readies a clean tree for a document or a sheet of its own: each block runs in the direction of its text, nothing is folded up,
 * a title stands on top, and links say where they lead to where that cannot be seen otherwise.
 */
export function forReading(tree: Root, pictures: Pictures): Root {
	// Where it stood in the text is the most of what a page would be sent.
	visit(tree, (node) => {
		delete node.position;
	});
	visit(tree, 'element', (element, index, parent) => {
		const { tagName, properties } = element;
		if (DIRECTED.has(tagName)) properties['dir'] ??= 'auto';
		if (tagName === 'pre') properties['dir'] ??= 'ltr';
		if (tagName === 'details') properties['open'] = true;
		if (tagName === 'a') tellAddress(element);
		if (tagName !== 'img' || parent === undefined || index === undefined) return;
		if (pictures === 'told') parent.children[index] = inWords(element);
		else properties['referrerPolicy'] = 'no-referrer';
	});
	return tree;
}

function tellAddress(link: Element): void {
	const { href } = link.properties;
	if (typeof href !== 'string' || !/^(?:https?|ftp):/i.test(href) || href.length > MAX_PRINTED_ADDRESS)
		return;
	const text = textOf(link);
	if (text === '' || bare(text) === bare(href)) return;
	link.properties['dataAddress'] = href.replace(/^https?:\/\//i, '').replace(/\/$/, '');
}

function bare(address: string): string {
	return address
		.trim()
		.replace(/^https?:\/\//i, '')
		.replace(/\/$/, '')
		.toLowerCase();
}

function inWords({ properties: { alt, src } }: Element): RootContent {
	const words = typeof alt === 'string' && alt.trim() !== '' ? alt : typeof src === 'string' ? src : '';
	return {
		type: 'element',
		tagName: 'em',
		properties: { className: ['picture'] },
		children: [{ type: 'text', value: words }]
	};
}

function textOf(element: Element): string {
	let text = '';
	visit(element, 'text', ({ value }) => {
		text += value;
	});
	return text;
}
