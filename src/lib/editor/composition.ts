import type { EditorView } from '@codemirror/view';
import type { Stretch } from './splice.js';

/** Whether an input method has text in hand: how it is drawn is the browser's business, and not to be touched. */
export function isComposing(view: EditorView): boolean {
	return view.compositionStarted || view.composing;
}

/** The line that is composed in: a browser composes within one text node, which is never more than a line. */
export function composedLine({ state: { doc, selection } }: Pick<EditorView, 'state'>): Stretch {
	const { from, to } = doc.lineAt(selection.main.head);
	return { from, to };
}
