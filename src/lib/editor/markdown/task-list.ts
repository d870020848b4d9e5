import { TaskList, type BlockContext, type LeafBlock, type MarkdownConfig } from '@lezer/markdown';
import { BOX } from './line-shape.js';

const TASK = new RegExp(`^${BOX}(?=[ \\t])`);

/**
 * Tasks as lezer's own extension has them, and boxes of several signs with them: who press one box before they have heard of each other leave
 * a sign each.
 */
export const taskList: MarkdownConfig = {
	defineNodes: TaskList.defineNodes ?? [],
	parseBlock: [
		{
			name: 'TaskList',
			leaf: (context, leaf) =>
				TASK.test(leaf.content) && context.parentType().name === 'ListItem'
					? { nextLine: () => false, finish: addTask }
					: null,
			after: 'SetextHeading'
		}
	]
};

function addTask(context: BlockContext, leaf: LeafBlock): boolean {
	const { start, content } = leaf;
	const box = TASK.exec(content)?.[0].length ?? 0;
	const marker = context.elt('TaskMarker', start, start + box);
	const text = context.parser.parseInline(content.slice(box), start + box);
	context.addLeafElement(leaf, context.elt('Task', start, start + content.length, [marker, ...text]));
	return true;
}
