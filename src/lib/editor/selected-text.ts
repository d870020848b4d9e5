import { EditorView } from '@codemirror/view';

/** What is selected in the page's note, also while something else has the focus. Empty if nothing is, or no note is shown. */
export function selectedText(page: Document): string {
	const editor = page.querySelector<HTMLElement>('.cm-editor');
	const state = editor === null ? undefined : EditorView.findFromDOM(editor)?.state;
	if (state === undefined) return '';
	return state.selection.ranges
		.filter(({ empty }) => !empty)
		.map(({ from, to }) => state.sliceDoc(from, to))
		.join('\n');
}
