import type { Nodes, Root } from 'hast';
import type { Root as MarkdownRoot } from 'mdast';
import { visit } from 'unist-util-visit';
import { MAX_RENDERED_CELLS, MAX_RENDERED_DEPTH, MAX_REPEATED_LENGTH } from './limits.js';

/**
 * Whether what a text looks like would be far larger than the text. Rows are filled up to the width of their table, and each mention of a
 * definition repeats its address: both grow with the square of the text.
 */
export function expandsTooMuch(tree: MarkdownRoot): boolean {
	const definitions = new Map<string, number>();
	visit(tree, 'definition', ({ identifier, url, title }) => {
		definitions.set(identifier, url.length + (title?.length ?? 0));
	});
	let [cells, repeated] = [0, 0];
	visit(tree, (node) => {
		if (node.type === 'table') cells += node.children.length * (node.children[0]?.children.length ?? 0);
		if (node.type === 'linkReference' || node.type === 'imageReference')
			repeated += definitions.get(node.identifier) ?? 0;
	});
	return cells > MAX_RENDERED_CELLS || repeated > MAX_REPEATED_LENGTH;
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
