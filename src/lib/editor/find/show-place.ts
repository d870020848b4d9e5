import { EditorView } from '@codemirror/view';
import { toEditorOffset } from '../bind-note.js';
import { showHits } from './hit-marks.js';
import { Hits, type Hit } from './hits.js';

/**
 * Scrolls to a place of the note's text, marks it until somebody presses or types something, and puts the caret behind it, without taking
 * the focus. A place that is not there any more is the end of the text.
 */
export function showPlace(view: EditorView, { from, to }: Hit): void {
	const { length } = view.state.doc;
	const start = Math.min(toEditorOffset(view, from), length);
	const end = Math.min(Math.max(start, toEditorOffset(view, to)), length);
	const current = start < end ? { from: start, to: end } : undefined;
	const hits = current === undefined ? Hits.none : new Hits(Uint32Array.of(start, end));
	view.dispatch({
		selection: { anchor: end },
		effects: [showHits.of({ hits, current }), EditorView.scrollIntoView(start, { y: 'center' })]
	});
	const heard = new AbortController();
	const forget = () => {
		heard.abort();
		// A view that is no longer in the page was destroyed.
		if (view.dom.isConnected)
			view.dispatch({ effects: showHits.of({ hits: Hits.none, current: undefined }) });
	};
	for (const event of ['keydown', 'pointerdown'])
		view.dom.ownerDocument.addEventListener(event, forget, { signal: heard.signal });
}
