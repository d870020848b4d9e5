import type { EditorState } from '@codemirror/state';

/** What is selected in an editor, stretch by stretch. Empty if nothing is. */
export function selectedText(state: EditorState): string {
	return state.selection.ranges
		.filter(({ empty }) => !empty)
		.map(({ from, to }) => state.sliceDoc(from, to))
		.join('\n');
}
