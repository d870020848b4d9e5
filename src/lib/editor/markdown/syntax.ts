import { ensureSyntaxTree, syntaxTree } from '@codemirror/language';
import type { EditorState } from '@codemirror/state';
import type { SyntaxNode, Tree } from '@lezer/common';
import { COMMAND_PARSE_MS } from './limits.js';

/** The syntax of a text up to a place, as far as there is time for it. */
export function treeTo(state: EditorState, to: number): Tree {
	return ensureSyntaxTree(state, to, COMMAND_PARSE_MS) ?? syntaxTree(state);
}

/** The innermost node with one of the names around a stretch, or undefined. */
export function enclosing(
	state: EditorState,
	{ from, to }: { readonly from: number; readonly to: number },
	...names: readonly string[]
): SyntaxNode | undefined {
	const tree = treeTo(state, to);
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
