import type { Nodes, Root } from 'hast';
import type { Root as MarkdownRoot } from 'mdast';
import { visit } from 'unist-util-visit';
import {
	MAX_RENDERED_CELLS,
	MAX_RENDERED_DEPTH,
	MAX_RENDERED_LENGTH,
	MAX_REPEATED_LENGTH
} from './limits.js';

/**
 * Tells whether what a text looks like would be far larger than the text. Rows are filled up to the width of their table, and each mention of
 * a definition repeats its address: both grow with the square of the text.
 */
export class Expansion {
	readonly #share: number;
	#cells = 0;
	#repeated = 0;

	/** `length`: of all the text, in UTF-16 units. A longer one than is rendered in one piece may have more, by as much as it is longer. */
	constructor(length: number) {
		this.#share = Math.max(1, length / MAX_RENDERED_LENGTH);
	}

	/** Takes a part of the text. @returns whether all of them that it took are too much */
	isTooMuchWith(tree: MarkdownRoot): boolean {
		const definitions = new Map<string, number>();
		visit(tree, 'definition', ({ identifier, url, title }) => {
			// The first of a name counts.
			if (!definitions.has(identifier)) definitions.set(identifier, url.length + (title?.length ?? 0));
		});
		visit(tree, (node) => {
			if (node.type === 'table')
				this.#cells += node.children.length * (node.children[0]?.children.length ?? 0);
			if (node.type === 'linkReference' || node.type === 'imageReference')
				this.#repeated += definitions.get(node.identifier) ?? 0;
		});
		return (
			this.#cells > MAX_RENDERED_CELLS * this.#share || this.#repeated > MAX_REPEATED_LENGTH * this.#share
		);
	}
}

/** Whether elements lie deeper in each other than browsers draw without harm. */
export function isTooDeep(tree: Root): boolean {
	const left: { readonly node: Nodes; readonly depth: number }[] = [{ node: tree, depth: 0 }];
	for (let next = left.pop(); next !== undefined; next = left.pop()) {
		const { node, depth } = next;
		if (!('children' in node)) continue;
		if (depth > MAX_RENDERED_DEPTH) return true;
		for (const child of node.children) left.push({ node: child, depth: depth + 1 });
	}
	return false;
}
