import { syntaxTree } from '@codemirror/language';
import { EditorView, BlockWrapper, type Rect } from '@codemirror/view';
import type { EditorState, Extension, Range, RangeSet } from '@codemirror/state';
import type { SyntaxNode, SyntaxNodeRef } from '@lezer/common';
import { scrolledBlock } from '../scrolled-block.js';
import { directionOf } from '../../util/direction.js';
import type { PreviewLabels } from './labels.js';
import { MAX_SHOWN_DEPTH } from './limits.js';
import type { Stretch } from './marks.js';

/** Between a caret and the edge of what is scrolled sideways, in pixels. */
const CARET_MARGIN_PX = 24;

/**
 * Elements around the lines of each table and each code block in sight: they hold the columns together, and scroll
 * sideways what has no room. Takes time by the number of blocks in `ranges`.
 */
export function blockWrappers(
	state: EditorState,
	ranges: readonly Stretch[],
	labels: PreviewLabels
): RangeSet<BlockWrapper> {
	const found: Range<BlockWrapper>[] = [];
	let reached = -1;
	for (const { from, to } of ranges) {
		syntaxTree(state).iterate({
			from,
			to,
			enter: (node) => {
				if (node.name !== 'Table' && node.name !== 'FencedCode') return;
				const start = state.doc.lineAt(node.from).from;
				if (start > reached && node.to > start) {
					found.push(wrapperOf(state, node, labels).range(start, node.to));
					reached = node.to;
				}
				return false;
			}
		});
	}
	return BlockWrapper.set(found);
}

function wrapperOf(state: EditorState, node: SyntaxNodeRef, labels: PreviewLabels): BlockWrapper {
	const isTable = node.name === 'Table';
	const names = ['pm-block', isTable ? 'pm-table' : 'pm-codeblock', ...depthClasses(node.node)];
	const attributes: Record<string, string> = { class: names.join(' ') };
	// No dictionary has what stands in code.
	if (!isTable) attributes['spellcheck'] = 'false';
	if (isTable && directionOf(state.sliceDoc(node.from, node.to)) === 'rtl') attributes['dir'] = 'rtl';
	if (state.readOnly) {
		// Without a caret it is scrolled by the arrow keys.
		attributes['tabindex'] = '0';
		attributes['role'] = 'group';
		attributes['aria-label'] = isTable ? labels.table : labels.code;
	}
	return BlockWrapper.create({ tagName: 'div', attributes });
}

/** How deep in quotes and lists a block stands. */
function depthClasses(node: SyntaxNode): readonly string[] {
	let quotes = 0;
	let lists = 0;
	for (let at = node.parent; at !== null; at = at.parent) {
		if (at.name === 'Blockquote') quotes += 1;
		if (at.name === 'ListItem') lists += 1;
	}
	return [
		...(quotes > 0 ? ['pm-quote', `pm-quote-${Math.min(quotes, MAX_SHOWN_DEPTH)}`] : []),
		...(lists > 0 ? [`pm-list-${Math.min(lists, MAX_SHOWN_DEPTH)}`] : [])
	];
}

const scrolling = {};

/** The editor scrolls the page to the caret, and knows nothing of what is scrolled within it. */
export const scrollWithinBlocks: Extension = EditorView.scrollHandler.of((view, { head }) => {
	// It calls its handlers in the middle of an update, when nobody may ask where something is drawn.
	view.requestMeasure({
		key: scrolling,
		read: () => {
			const offset = Math.min(head, view.state.doc.length);
			const block = scrolledBlock(view, offset);
			return { block, caret: block && view.coordsAtPos(offset) };
		},
		write: ({ block, caret }) => {
			if (block && caret) scrollSideways(block, caret);
		}
	});
	return false;
});

function scrollSideways(block: Element, { left, right }: Rect): void {
	if (block.scrollWidth <= block.clientWidth) return;
	const box = block.getBoundingClientRect();
	const style = getComputedStyle(block);
	const start = box.left + parseFloat(style.paddingLeft) + CARET_MARGIN_PX;
	const end = box.right - parseFloat(style.paddingRight) - CARET_MARGIN_PX;
	if (left < start) block.scrollLeft += left - start;
	else if (right > end) block.scrollLeft += right - end;
}
