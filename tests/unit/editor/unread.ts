import type { EditorView } from '@codemirror/view';

/** Puts text into the first line as a browser does, and the caret; the editor is told, and reads it later. */
export function putIntoLine({ contentDOM }: EditorView, text: string, caret: number): void {
	const node = document.createTreeWalker(contentDOM, NodeFilter.SHOW_TEXT).nextNode();
	if (node === null) throw new Error('the line has no text');
	node.nodeValue = text;
	document.getSelection()?.collapse(node, caret);
	contentDOM.dispatchEvent(new InputEvent('input', { bubbles: true }));
}

export function composition({ contentDOM }: EditorView, event: 'compositionstart' | 'compositionend'): void {
	contentDOM.dispatchEvent(new CompositionEvent(event, { bubbles: true }));
}

/**
 * A phone's keyboard corrects the word behind `left `: `before` is read, `after` stands in the page and is not read yet when this ends. Both
 * are the whole line.
 */
export async function typeUnread(
	view: EditorView,
	before: string,
	after: string,
	meanwhile: () => void = () => undefined
): Promise<void> {
	view.focus();
	view.dispatch({ selection: { anchor: 5 } });
	composition(view, 'compositionstart');
	putIntoLine(view, before, 6);
	await new Promise((done) => setTimeout(done, 0));
	meanwhile();
	composition(view, 'compositionend');
	putIntoLine(view, after, 9);
	await Promise.resolve();
}
