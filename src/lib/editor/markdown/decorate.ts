import type { EditorState } from '@codemirror/state';
import { Decoration, type DecorationSet } from '@codemirror/view';
import { highlightTree } from '@lezer/highlight';
import type { SyntaxNodeRef, Tree } from '@lezer/common';
import { decorateBlock, ListDepths } from './decorate-blocks.js';
import { decorateInline } from './decorate-inline.js';
import { decorateDirections } from './decorate-lines.js';
import { decorateTable } from './decorate-table.js';
import { highlightStyle } from './highlight.js';
import type { PreviewLabels } from './labels.js';
import type { LinkDefinitions } from './link-definitions.js';
import { Marks, type Stretch } from './marks.js';

/** What the look depends on besides the text. */
export interface Looks {
	/** What one's own selections cover; nothing where nobody writes. */
	readonly touched: readonly Stretch[];
	readonly labels: PreviewLabels;
	readonly definitions: LinkDefinitions;
}

/** How lines look: what `outer` marks holds all that is in `marks` within its stretch. */
export interface Look {
	readonly marks: DecorationSet;
	readonly outer: DecorationSet;
}

/**
 * How some whole lines look: what is marked up comes forward, the marks are hidden but for those that a selection touches.
 * Never changes the text; takes time by the length of `within` alone.
 */
export function decorate(state: EditorState, tree: Tree, within: Stretch, looks: Looks): Look {
	const { touched, labels } = looks;
	const marks = new Marks(state, within, touched);
	const depths = new ListDepths(marks);
	highlightTree(
		tree,
		highlightStyle,
		(from, to, classes) => {
			marks.mark(from, to, classes);
		},
		within.from,
		within.to
	);
	tree.iterate({
		...within,
		enter: (node: SyntaxNodeRef) => {
			decorateBlock(marks, depths, node, labels);
			decorateInline(marks, node, looks);
		},
		leave: (node) => {
			depths.leave(node.name);
			if (node.name === 'Table') decorateTable(marks, node.node);
		}
	});
	depths.finish();
	decorateDirections(marks);
	return { marks: Decoration.set(marks.all(), true), outer: Decoration.set(marks.outer(), true) };
}
