import type { EditorView } from '@codemirror/view';
import { awaitsReading, toEditorOffset } from './bind-note.js';
import { reveal } from './reveal.js';
import { isUnmarked, setUnseenMarks, type MarkedChange } from './unseen-field.js';
import { pointOutNext, type NextMark } from './unseen-marks.js';

/** Replaces all marks of what others changed. Offsets are in UTF-16 units of the note's text. */
export function markUnseen(view: EditorView, changes: readonly MarkedChange[]): void {
	// As in most notes that open; what waits may mark something yet.
	if (changes.length === 0 && !awaitsReading(view) && isUnmarked(view.state)) return;
	// What was found is of the note; the editor may show less of it, or more already.
	const place = (offset: number) => Math.min(toEditorOffset(view, offset), view.state.doc.length);
	const marked = changes.map((change) => ({ ...change, from: place(change.from), to: place(change.to) }));
	view.dispatch({ effects: setUnseenMarks.of(marked) });
}

/** Points the next mark out and scrolls there. Undefined if there is none. */
export function revealNextUnseen(view: EditorView, glides: boolean): NextMark | undefined {
	const next = pointOutNext(view);
	if (next !== undefined) reveal(view, next.offset, { glides, onlyIfNeeded: false });
	return next;
}
