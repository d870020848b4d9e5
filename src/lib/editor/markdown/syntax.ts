import { ensureSyntaxTree, syntaxTree } from '@codemirror/language';
import type { EditorState } from '@codemirror/state';
import type { SyntaxNode, Tree } from '@lezer/common';
import { unseenType } from './known-sections.js';
import { COMMAND_PARSE_MS } from './limits.js';
import type { Stretch } from './marks.js';

interface ParsedStretch extends Stretch {
	readonly tree: Tree;
}

/** What commands asked for last: one that goes through the lines of a selection asks for each of them. */
const parsedStretches = new WeakMap<EditorState, ParsedStretch>();

/** The syntax of a stretch of the text, as far as there is time for it. */
export function treeOf(state: EditorState, stretch: Stretch): Tree {
	const known = parsedStretches.get(state);
	if (known !== undefined && contains(known, stretch)) return known.tree;
	const { main } = state.selection;
	const { from, to } = contains(main, stretch) ? main : stretch;
	const tree = parsed(state, { from, to });
	parsedStretches.set(state, { from, to, tree });
	return tree;
}

/**
 * To ask the parser for a place makes it take all before that for seen, and throw away what it had left out, so that it is asked only
 * for what it has not parsed.
 */
function parsed(state: EditorState, stretch: Stretch): Tree {
	const own = syntaxTree(state);
	if (own.length >= stretch.to && !leavesOut(own, stretch)) return own;
	return ensureSyntaxTree(state, stretch.to, COMMAND_PARSE_MS) ?? own;
}

function leavesOut(tree: Tree, { from, to }: Stretch): boolean {
	let isLeftOut = false;
	tree.iterate({
		from,
		to,
		enter: ({ type }) => {
			isLeftOut ||= type === unseenType;
			return type.isTop;
		}
	});
	return isLeftOut;
}

function contains(outer: Stretch, inner: Stretch): boolean {
	return outer.from <= inner.from && inner.to <= outer.to;
}

/** The innermost node with one of the names around a stretch, or undefined. */
export function enclosing(
	state: EditorState,
	{ from, to }: Stretch,
	...names: readonly string[]
): SyntaxNode | undefined {
	const tree = treeOf(state, { from, to });
	for (const side of [1, -1] as const) {
		let node: SyntaxNode | null = tree.resolveInner(from, side);
		for (; node !== null; node = node.parent) {
			if (names.includes(node.name) && node.from <= from && node.to >= to) return node;
		}
	}
	return undefined;
}

/** Whether a place is in a block of code, where Markdown means nothing. */
export function isInCode(state: EditorState, at: number): boolean {
	return enclosing(state, { from: at, to: at }, 'FencedCode', 'CodeBlock') !== undefined;
}
