import type { EditorView } from '@codemirror/view';

/** The element around a place that scrolls sideways what has no room, as a table or code does; it must be drawn. */
export function scrolledBlock(view: EditorView, offset: number): Element | null {
	const { node } = view.domAtPos(offset);
	const element = node instanceof Element ? node : node.parentElement;
	return element?.closest('.pm-block') ?? null;
}
