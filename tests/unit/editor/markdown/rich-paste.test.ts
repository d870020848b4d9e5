import { EditorState } from '@codemirror/state';
import { expect, it } from 'vitest';
import { pasteAt } from '$lib/editor/markdown/rich-paste.js';

/** The text after a paste at `|`, or over what stands between two. */
function pasted(text: string, markdown: string, isInline = false): string {
	const from = text.indexOf('|');
	const to = text.lastIndexOf('|') === from ? from : text.lastIndexOf('|') - 1;
	const state = EditorState.create({ doc: text.replaceAll('|', '') });
	const { state: after } = state.update(pasteAt(state, { from, to }, { markdown, isInline }));
	return `${after.sliceDoc(0, after.selection.main.head)}|${after.sliceDoc(after.selection.main.head)}`;
}

it.each([
	['words where they are', 'a | b', '**x**', true, 'a **x**| b'],
	['words over what was selected', 'a |b| c', '**x**', true, 'a **x**| c'],
	['blocks into an empty note', '|', '# x\n\ny', false, '# x\n\ny|'],
	['blocks behind words', 'a|', '- x\n- y', false, 'a\n\n- x\n- y|'],
	['blocks within words', 'a| b', '- x', false, 'a\n\n- x\n\n| b'],
	['blocks on an empty line between lines', 'a\n|\nb', '- x', false, 'a\n\n- x\n|\nb'],
	['a list into an empty item', '- a\n- |', '- x\n- y', false, '- a\n- x\n- y|'],
	['a list into an empty item that is set in', '- a\n  - |', '- x\n- y', false, '- a\n  - x\n  - y|'],
	['blocks into a quote', '> |', 'x\n\ny', false, '> x\n>\n> y|'],
	['blocks into an item of a quote', '> - |', 'x\n\ny', false, '> - x\n>\n>   y|'],
	['blocks into an item', '- a|', 'x\n\ny', false, '- a\n\n  x\n\n  y|'],
	['line ends of another system', 'a|', '- x\r\n- y', false, 'a\n\n- x\n- y|']
])('%s', (_what, text, markdown, isInline, after) => {
	expect(pasted(text, markdown, isInline)).toBe(after);
});
